/**
 * The process of mode portable: the artifact runs in QuickJS, compiled to WebAssembly, which has the language and nothing
 * else. Its arguments are the memory that scripts may use and the length of a reply, both in bytes.
 */
import variant from "@jitl/quickjs-ng-wasmfile-release-sync"
import { readFileSync } from "node:fs"
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSHandle } from "quickjs-emscripten-core"
import { outOfMemory } from "./answer.ts"
import { serve } from "./serve.ts"

const [memoryBytes, outputBytes] = process.argv.slice(2).map(Number) as [number, number]

const pageBytes = 65_536
/** What the engine is built to start with, and the most that it can address. */
const pages = { initial: 256, most: 32_768 }

const memory = new WebAssembly.Memory({
  initial: pages.initial,
  maximum: Math.min(pages.most, Math.max(pages.initial, Math.floor(memoryBytes / pageBytes)))
})

/** Whether memory was ever refused: the engine does not always say so itself. */
let refused = false
const grow = memory.grow.bind(memory)
memory.grow = (delta) => {
  try {
    return grow(delta)
  } catch (thrown) {
    refused = true
    throw thrown
  }
}

/** Room for nested calls, in bytes: what this process's own stack holds before the engine's code has been compiled. */
const stackBytes = 2 ** 19

const transpiler = new Bun.Transpiler({ loader: "ts" })

/** A module of ours that runs beside the artifact. */
const own = (name: string) => transpiler.transformSync(readFileSync(`${import.meta.dir}/${name}`, "utf8"))

await serve(async (artifact) => {
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: memory }))
  const runtime = quickjs.newRuntime()
  runtime.setMaxStackSize(stackBytes)
  const parent = process.ppid
  // A host that is gone cannot end a loop.
  runtime.setInterruptHandler(() => process.ppid !== parent)
  const context = runtime.newContext()

  /** What a computation in there gave; what it threw is thrown. */
  const valueOf = (result: { readonly value: QuickJSHandle } | { readonly error: QuickJSHandle }) => {
    if (refused) throw outOfMemory()
    if ("value" in result) return result.value
    const { message, name, stack } = Object(context.dump(result.error)) as Partial<Error>
    throw Object.assign(new Error(message), { name, stack })
  }

  /** What a module exports under a name. */
  const evaluate = (code: string, module: string, name: string): QuickJSHandle => {
    const loading = valueOf(context.evalCode(code, module, { type: "module" }))
    runtime.executePendingJobs().dispose()
    const state = context.getPromiseState(loading)
    if (state.type === "pending") throw new Error(`The module ${module} never ends being loaded`)
    return context.getProp(valueOf(state), name)
  }

  const call = (callee: QuickJSHandle, ...values: ReadonlyArray<QuickJSHandle>) =>
    valueOf(context.callFunction(callee, context.undefined, ...values))

  call(evaluate(own("globals.ts"), "globals", "addGlobals"))
  call(evaluate(own("pin.ts"), "pin", "pin"))
  const answering = evaluate(own("answer.ts"), "answer", "answering")
  const answer = call(answering, evaluate(artifact, "environment", "default"))

  return (text) => {
    try {
      using request = context.newString(text)
      using reply = call(answer, request)
      const length = context.typeof(reply) === "string" ? context.getLength(reply)! : 0
      // One that is too long is not worth its copies: the host refuses it by its length.
      return length > outputBytes ? " ".repeat(outputBytes + 1) : context.getString(reply)
    } catch {
      if (refused) throw outOfMemory()
      // The stack of this process is used up, or the engine has given up: it cannot be used again.
      process.exit(1)
    }
  }
})
