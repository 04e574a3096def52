/** What is built once and kept: the launcher, the standard headers, and the programs. */
import { sha256 } from "@scaler/compiler/Hash"
import { Glob } from "bun"
import { Effect } from "effect"
import { existsSync } from "node:fs"
import { mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { SandboxError } from "../SandboxedEnvironment.ts"
import type { Reply } from "./Frames.ts"
import { type Jail, type NativeMode, systemFolders } from "./Jail.ts"
import * as Launcher from "./Launcher.ts"
import { faultOf } from "./Outcome.ts"
import { ProgramFault } from "./ProgramFault.ts"
import { compilation, type RunLimits } from "./RunLimits.ts"
import type { Tools } from "./Tools.ts"

const jailedFolder = `${import.meta.dir}/jailed`

/** The language, and how programs are made; one that is linked statically needs no file to run. */
export const flags = ["-std=gnu++17", "-O2", "-w", "-fmax-errors=1"]

/** For what the language has given up since, as `++` of a truth value. */
const older = "-std=gnu++14"

export interface Launchers {
  readonly executable: string
  /** The same as a library, for the Python worker. */
  readonly library: string
}

export interface Build {
  readonly launchers: Launchers
  /** Whether the compiler starts where it is confined. */
  readonly selfTest: Effect.Effect<void, SandboxError>
  /** The folder of all executables; nothing else is in it. */
  readonly programs: string
  /** The executable of a C++ source: its file below `programs`, compiled unless it is there. */
  readonly program: (source: string) => Effect.Effect<string, ProgramFault | SandboxError>
}

const unavailable = (message: string) => new SandboxError({ reason: "Unavailable", environment: "", message })

const tried = <A>(what: string, attempt: () => Promise<A>) =>
  Effect.tryPromise({ try: attempt, catch: (cause) => unavailable(`${what}: ${cause}`) })

/** The launcher is our own code, so it is compiled outside of any jail. */
const compileLauncher = (tools: Tools, options: ReadonlyArray<string>, target: string) =>
  tried("The launcher could not be compiled", async () => {
    const child = Bun.spawn({
      cmd: [tools.compiler.path, "-x", "c", "-O2", ...options, "-o", target, `${jailedFolder}/launcher.c`],
      stdin: "ignore",
      stdout: "ignore",
      stderr: "pipe"
    })
    const message = await new Response(child.stderr).text()
    if (await child.exited !== 0) throw new Error(message.trim().slice(0, 1000))
  })

const withTemporary = <A, E>(
  folder: string,
  use: (temporary: string) => Effect.Effect<A, E>
): Effect.Effect<A, E | SandboxError> =>
  Effect.acquireUseRelease(
    tried(`Nothing can be kept in ${folder}`, () => mkdtemp(join(folder, "making-"))),
    use,
    (temporary) => Effect.promise(() => rm(temporary, { recursive: true, force: true }))
  )

/** Fills a fresh folder, then renames what is in it to where it belongs; another process may do so first. */
const whole = <A, E>(
  folder: string,
  target: string,
  make: (temporary: string) => Effect.Effect<A, E>
): Effect.Effect<string, E | SandboxError> =>
  existsSync(target) ? Effect.succeed(target) : withTemporary(folder, (temporary) =>
    make(temporary).pipe(
      Effect.zipRight(
        tried(`Nothing can be kept in ${folder}`, () =>
          rename(join(temporary, "made"), target).catch((cause) => {
            if (!existsSync(target)) {
              throw cause
            }
          }))
      ),
      Effect.as(target)
    ))

/** What a compiler said first that was an error, or first at all. */
const firstMessage = (said: string): string => {
  const lines = said.trim().split("\n")
  return (lines.find((line) => /\berror\b|undefined reference/.test(line)) ?? lines[0]!).slice(0, 500)
}

/** Opens the folder where everything is kept, with a launcher in it. */
export const open = (cacheDirectory: string, tools: Tools, mode: NativeMode, limits: RunLimits) =>
  Effect.gen(function*() {
    const [folder, programs] = yield* tried(`Nothing can be kept in ${cacheDirectory}`, async () => {
      await mkdir(join(cacheDirectory, "programs"), { recursive: true })
      const real = await realpath(cacheDirectory)
      return [real, join(real, "programs")] as const
    })
    const sources = yield* tried("The launcher's source cannot be read", () =>
      Promise.all(
        [...new Glob("*.[ch]").scanSync(jailedFolder)].toSorted().map((file) =>
          readFile(join(jailedFolder, file), "utf8")
        )
      ))
    const launcherHash = sha256(JSON.stringify([sources, tools.compiler.version])).slice(0, 32)
    const launchers: Launchers = {
      executable: yield* whole(
        folder,
        join(folder, `launcher-${launcherHash}`),
        (temporary) => compileLauncher(tools, ["-static"], join(temporary, "made"))
      ),
      library: yield* whole(
        folder,
        join(folder, `launcher-${launcherHash}.so`),
        (temporary) => compileLauncher(tools, ["-shared", "-fPIC"], join(temporary, "made"))
      )
    }

    const jailOf = (writable: string, readable: ReadonlyArray<string>): Jail => ({
      readable: [...systemFolders, tools.compiler.path, launchers.executable, ...readable],
      writable,
      env: { PATH: "/usr/bin:/bin", TMPDIR: writable, LC_ALL: "C" }
    })

    /** Runs the compiler in a jail of its own, whose one folder to write is this. */
    const compile = (
      writable: string,
      readable: ReadonlyArray<string>,
      options: ReadonlyArray<string>,
      own = limits
    ) =>
      Effect.gen(function*() {
        const jail = jailOf(writable, readable)
        const folders = mode === "standard" ? jail.readable : []
        const launcher = yield* Launcher.start({ mode, jail, cmd: [launchers.executable, ...folders] })
        return yield* launcher.run({
          profile: "compiler",
          arguments: [tools.compiler.path, ...flags, ...options],
          input: "",
          limits: own
        })
      }).pipe(Effect.scoped)

    const faultOfCompiler = (reply: Reply) => {
      const fault = faultOf(reply, "the compiler", limits)
      return fault?.exitCode === undefined
        ? fault
        : new ProgramFault({ reason: "Compile", message: firstMessage(reply.stderr) })
    }

    /** The standard headers, compiled in advance: they take most of the time that a source takes. */
    const headers = (yield* Effect.makeSemaphore(1)).withPermits(1)(Effect.suspend(() => {
      const hash = sha256(JSON.stringify([flags, tools.compiler])).slice(0, 32)
      return whole(folder, join(folder, `headers-${hash}`), (temporary) =>
        Effect.gen(function*() {
          const target = join(temporary, "made", "bits")
          yield* tried("The headers cannot be kept", () => mkdir(target, { recursive: true }))
          const source = join(temporary, "all.h")
          yield* tried("The headers cannot be kept", () => writeFile(source, "#include <bits/stdc++.h>\n"))
          const reply = yield* compile(temporary, [], [
            "-x",
            "c++-header",
            source,
            "-o",
            join(target, "stdc++.h.gch")
          ], {
            ...compilation,
            outputBytes: 2 ** 29
          })
          if (reply.outcome !== "Exited" || reply.code !== 0) {
            return yield* unavailable(
              `The headers of C++ could not be compiled: ${reply.stderr.slice(0, 1000)}`
            )
          }
        }))
    }))

    const program = (source: string) =>
      Effect.suspend(() => {
        const hash = sha256(JSON.stringify([source, flags, older, tools.compiler])).slice(0, 40)
        return whole(folder, join(programs, hash), (temporary) =>
          Effect.gen(function*() {
            const readable = source.includes("bits/stdc++.h") ? [yield* headers] : []
            yield* tried(
              "The source cannot be kept",
              () => writeFile(join(temporary, "solution.cpp"), source)
            )
            const options = [...readable.map((path) => `-I${path}`), "-static", "solution.cpp", "-o", "made"]
            const fault = faultOfCompiler(yield* compile(temporary, readable, options))
            if (fault === undefined) return
            if (fault.reason !== "Compile") return yield* fault
            const again = faultOfCompiler(yield* compile(temporary, readable, [...options, older]))
            if (again !== undefined) return yield* fault
          }))
      })

    const selfTest = withTemporary(folder, (temporary) => compile(temporary, [], ["--version"])).pipe(
      Effect.flatMap(({ code, outcome, stderr }) =>
        outcome === "Exited" && code === 0
          ? Effect.void
          : unavailable(`the compiler does not start where it is confined: ${stderr}`)
      )
    )

    return { launchers, selfTest, programs, program } satisfies Build
  })
