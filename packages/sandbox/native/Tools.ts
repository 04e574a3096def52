/** The compiler and the interpreter that native programs need, found on this machine. */
import { Effect } from "effect"
import { realpathSync } from "node:fs"
import { dirname } from "node:path"

export interface Tools {
  readonly compiler: {
    readonly path: string
    /** What it says of itself, and so what its output depends on. */
    readonly version: string
  }
  readonly python: {
    readonly path: string
    readonly version: string
    /** Where it and its library lie. */
    readonly folders: ReadonlyArray<string>
  }
}

/** Something that is missing. */
export interface Missing {
  readonly name: string
  readonly detail: string
  /** The one command that adds it. */
  readonly remedy: string
}

/** What a command says; undefined where there is no such command, or it fails. */
const said = (...cmd: ReadonlyArray<string>): string | undefined => {
  try {
    const { exitCode, stdout } = Bun.spawnSync({
      cmd: [...cmd],
      stdout: "pipe",
      stderr: "ignore",
      stdin: "ignore"
    })
    return exitCode === 0 ? stdout.toString().trim() : undefined
  } catch {
    return undefined
  }
}

const which = (name: string) => Bun.which(name, { PATH: process.env["PATH"] ?? "/usr/bin:/bin" })

const compilerMissing = (detail: string): Missing => ({
  name: "g++",
  detail,
  remedy: "apt-get install -y g++"
})

const findCompiler = (): Tools["compiler"] | Missing => {
  const found = which("g++")
  const version = found === null ? undefined : said(found, "--version")
  if (found === null || version === undefined) return compilerMissing("g++ is not installed")
  if (!/Free Software Foundation/.test(version)) return compilerMissing("g++ is another compiler than GCC")
  // GCC names the file by its full path where there is one.
  if (!said(found, "-print-file-name=libstdc++.a")?.startsWith("/")) {
    return compilerMissing("the static library of C++ is not installed")
  }
  return { path: realpathSync(found), version }
}

const pythonMissing = (detail: string): Missing => ({
  name: "python3",
  detail,
  remedy: "apt-get install -y python3"
})

const describePython = `import ctypes, sys
assert sys.version_info >= (3, 10)
print(sys.executable, sys.version.replace("\\n", " "), sys.prefix, sys.base_prefix, sep="\\n")`

const findPython = (): Tools["python"] | Missing => {
  const found = which("python3")
  if (found === null) return pythonMissing("python3 is not installed")
  const lines = said(found, "-c", describePython)?.split("\n")
  if (lines === undefined) return pythonMissing("python3 is older than 3.10, or has no ctypes")
  const [path, version, ...prefixes] = lines as [string, string, ...ReadonlyArray<string>]
  const real = realpathSync(path)
  return { path, version, folders: [...prefixes, dirname(path), dirname(real)] }
}

const isMissing = (tool: object): tool is Missing => "remedy" in tool

/** What each tool is, or how to add it. */
export const probe: Effect.Effect<
  ReadonlyArray<
    { readonly name: string; readonly works: boolean; readonly detail: string; readonly remedy?: string }
  >
> = Effect.sync(() => {
  const found = { "g++": findCompiler(), python3: findPython() }
  return Object.entries(found).map(([name, tool]) =>
    isMissing(tool) ? { ...tool, works: false } : { name, works: true, detail: tool.version.split("\n")[0]! }
  )
})

/** Both tools, or those of them that are missing. */
export const find: Effect.Effect<Tools, ReadonlyArray<Missing>> = Effect.suspend(() => {
  const compiler = findCompiler()
  const python = findPython()
  return isMissing(compiler) || isMissing(python)
    ? Effect.fail([compiler, python].filter(isMissing))
    : Effect.succeed({ compiler, python })
})
