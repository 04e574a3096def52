/** Which mode native programs can be run in on this machine, found out by trying. */
import { Effect } from "effect"
import { findBubblewrap } from "../Mode.ts"
import { SandboxError } from "../SandboxedEnvironment.ts"
import * as Build from "./Build.ts"
import { type NativeMode, nativeModes, systemFolders } from "./Jail.ts"
import * as Launcher from "./Launcher.ts"
import * as RunLimits from "./RunLimits.ts"
import * as Tools from "./Tools.ts"

const workerFile = `${import.meta.dir}/jailed/worker.py`

/** The launcher of executables: there is nothing in its jail but itself and them. */
export const executables = (mode: NativeMode, { launchers, programs }: Build.Build): Launcher.Options => ({
  mode,
  jail: { readable: [launchers.executable, programs], env: {} },
  cmd: [launchers.executable]
})

/** The Python worker, with Python itself. */
export const interpreter = (
  mode: NativeMode,
  { launchers }: Build.Build,
  { python }: Tools.Tools
): Launcher.Options => ({
  mode,
  jail: {
    readable: [...systemFolders, ...python.folders, launchers.library, workerFile],
    // A hash seed of 0 would have expat ask the kernel for a random one, which the filter refuses.
    env: { LANG: "C.UTF-8", PYTHONHASHSEED: "1", OPENBLAS_NUM_THREADS: "1" }
  },
  cmd: [python.path, "-s", "-S", "-B", workerFile, launchers.library]
})

/** Runs the launcher's self test as a program; succeeds with what was not stopped, which must be nothing. */
const selfTest = (mode: NativeMode, build: Build.Build): Effect.Effect<ReadonlyArray<string>, SandboxError> =>
  Effect.gen(function*() {
    const launcher = yield* Launcher.start(executables(mode, build))
    const reply = yield* launcher.run({
      profile: "executable",
      arguments: [build.launchers.executable, "self-test"],
      input: "",
      limits: RunLimits.defaults
    })
    const lines = reply.stdout.trim().split("\n")
    return lines.at(-1) === "end" ? lines.slice(0, -1) : [`(the self test itself failed) ${reply.stderr}`]
  }).pipe(Effect.scoped)

export interface Chosen {
  readonly mode: NativeMode
  readonly build: Build.Build
  readonly tools: Tools.Tools
}

/** The first of these modes that passes its self test, or the one that is asked for. */
export const choose = (
  cacheDirectory: string,
  compilation: RunLimits.RunLimits,
  wanted?: NativeMode
): Effect.Effect<Chosen, SandboxError> =>
  Effect.gen(function*() {
    const tools = yield* Effect.mapError(Tools.find, (missing) =>
      unavailable(missing.map(({ detail, remedy }) => `${detail} (try: ${remedy})`)))
    const failed: Array<string> = []
    for (const mode of wanted === undefined ? nativeModes : [wanted]) {
      if (mode === "strong" && findBubblewrap() === undefined) {
        failed.push("mode strong: bubblewrap is not installed (try: apt-get install -y bubblewrap)")
        continue
      }
      const build = yield* Build.open(cacheDirectory, tools, mode, compilation)
      const leaks = yield* Effect.either(Effect.zipLeft(selfTest(mode, build), build.selfTest))
      if (leaks._tag === "Right" && leaks.right.length === 0) {
        return { mode, build, tools }
      }
      failed.push(
        `mode ${mode}: ${
          leaks._tag === "Left" ? leaks.left.message : `its self test could ${leaks.right.join(", ")}`
        }`
      )
    }
    return yield* unavailable(failed)
  })

const unavailable = (reasons: ReadonlyArray<string>) =>
  new SandboxError({
    reason: "Unavailable",
    environment: "",
    message: [
      "Native programs cannot be run safely on this machine:",
      ...reasons.map((reason) => `- ${reason}`)
    ].join("\n")
  })
