/**
 * The process of mode portable: the artifact runs in QuickJS, compiled to WebAssembly, which has the language and nothing
 * else. Its arguments are the memory that scripts may use and the length of a reply, both in bytes.
 */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { EvalFlags, Intrinsics, type JSValueHandle, MAX_STACK_SIZE, QuickJS } from "quickjs-wasi"
import { outOfMemory } from "./answer.ts"
import { bounded } from "./bounded.ts"
import { serve } from "./serve.ts"
import { dieWithParent } from "./tether.ts"

const [memoryBytes, outputBytes] = process.argv.slice(2).map(Number) as [number, number]

const fileOf = (name: string) => readFileSync(fileURLToPath(import.meta.resolve(`quickjs-wasi/${name}`)))

const transpiler = new Bun.Transpiler({ loader: "ts" })

/** A module of ours that runs beside the artifact. */
const own = (name: string) => transpiler.transformSync(readFileSync(`${import.meta.dir}/${name}`, "utf8"))

/** WASI's error for a file that is not open. */
const EBADF = 8

await serve(async (artifact) => {
  dieWithParent()
  const parent = process.ppid
  let memory: WebAssembly.Memory | undefined
  const vm = await QuickJS.create({
    wasm: bounded(fileOf("quickjs.wasm"), memoryBytes),
    extensions: [
      { name: "encoding", wasm: fileOf("encoding.so") },
      { name: "structured-clone", wasm: fileOf("structured-clone.so") }
    ],
    intrinsics: ~(Intrinsics.PERFORMANCE | Intrinsics.ATOB_BTOA) >>> 0,
    maxStackSize: MAX_STACK_SIZE,
    timezoneOffset: 0,
    // Where the kernel does not end this process with its host, a loop ends itself.
    interruptHandler: () => process.ppid !== parent,
    // What the engine would tell of itself on standard output is not for the host, and its clock stands still.
    wasi: (linear: WebAssembly.Memory) => {
      memory = linear
      const clock_time_get = (_clock: number, _precision: bigint, at: number) => {
        new DataView(linear.buffer).setBigUint64(at, 0n, true)
        return 0
      }
      return { clock_time_get, random_get: () => 0, fd_write: () => EBADF }
    }
  })

  /** The engine does not always say that it is out of memory, but what it once had it keeps. */
  const checkMemory = () => {
    if (memory!.buffer.byteLength > 0.9 * memoryBytes) throw outOfMemory()
  }

  /** What a module exports under a name. */
  const evaluate = async (code: string, module: string, name: string): Promise<JSValueHandle> => {
    const loading = vm.evalCode(code, module, EvalFlags.TYPE_MODULE)
    vm.executePendingJobs()
    if (loading.promiseState === 0) throw new Error(`The module ${module} never ends being loaded`)
    const loaded = await vm.resolvePromise(loading)
    if ("error" in loaded) throw vm.dump(loaded.error)
    return loaded.value.getProp(name)
  }

  const call = (callee: JSValueHandle, ...values: ReadonlyArray<JSValueHandle>) =>
    vm.callFunction(callee, vm.undefined, ...values)

  const load = async () => {
    call(await evaluate(own("globals.ts"), "globals", "addGlobals"))
    call(await evaluate(own("pin.ts"), "pin", "pin"))
    const answering = await evaluate(own("answer.ts"), "answer", "answering")
    return call(answering, await evaluate(artifact, "environment", "default"))
  }

  const answer = await load().catch((thrown: unknown) => {
    checkMemory()
    throw thrown
  })

  return (text) => {
    try {
      using request = vm.newString(text)
      using reply = call(answer, request)
      checkMemory()
      // One that is too long is not worth its copies: the host refuses it by its length.
      return reply.isString && reply.length > outputBytes ? " ".repeat(outputBytes + 1) : reply.toString()
    } catch {
      checkMemory()
      // The stack of this process is used up, or the engine has given up: it cannot be used again.
      process.exit(1)
    }
  }
})
