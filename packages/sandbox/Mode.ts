/** Modes: how a sandboxed process is walled in, as the command that starts it. */
import { existsSync, readFileSync, realpathSync } from "node:fs"
import { basename } from "node:path"
import type { Limits } from "./Limits.ts"

/**
 * - `strong`: bubblewrap (own user, process, network, mount namespaces; a file system that holds Bun and nothing
 *   else), and everything of `standard`.
 * - `standard`: a process with a system call filter, resource limits and a cleared environment.
 * - `portable`: an interpreter of JavaScript with memory of its own, in a process; on any system, and slow.
 * - `none`: a process, and nothing that confines it: for one's own code, and only where it is asked for.
 */
export type Mode = "strong" | "standard" | "portable" | "none"

/** Those that confine, in the order of preference. */
export const modes: ReadonlyArray<Mode> = ["strong", "standard", "portable"]

/** The engine keeps its compiler under an address space limit only if it reserves little for machine code. */
const environment = {
  BUN_JSC_jitMemoryReservationSize: "67108864",
  BUN_JSC_useShadowRealm: "0",
  BUN_JSC_useSharedArrayBuffer: "0",
  LANG: "C.UTF-8",
  TZ: "UTC"
}

const insideFolder = `${import.meta.dir}/inside`

/** The interpreter of mode portable is nested deep where the script is. */
const stackSize = { BUN_JSC_maxPerThreadStackUsage: "7864320" }

const flags = ["--no-install", "--no-addons", "--disallow-code-generation-from-strings"]

/** Where the dynamic loader of this name must lie, since programs name it by its full path. */
const loaderPath = (name: string) => name === "ld-linux-x86-64.so.2" ? `/lib64/${name}` : `/lib/${name}`

/** Bun's libraries, which are those that this very process has mapped, and where they go in an empty file system. */
const libraries = (): ReadonlyArray<readonly [source: string, target: string]> => {
  const mapped = new Set(readFileSync("/proc/self/maps", "utf8").match(/\/\S+$/gm))
  return [...mapped].flatMap((source): ReadonlyArray<readonly [string, string]> => {
    const name = basename(source)
    if (/^ld-[\w-]+\.so/.test(name)) return [[source, loaderPath(name)]]
    return /^lib(c|m|dl|pthread|rt)[.-]/.test(name) ? [[source, `/lib/${name}`]] : []
  })
}

let bubblewrapArguments: ReadonlyArray<string> | undefined

const bubblewrap = (): ReadonlyArray<string> => {
  const variables = Object.entries({ ...environment, LD_LIBRARY_PATH: "/lib" })
  return bubblewrapArguments ??= [
    findBubblewrap() ?? "bwrap",
    "--unshare-all --die-with-parent --new-session --as-pid-1 --clearenv --cap-drop ALL".split(" "),
    "--uid 65534 --gid 65534 --hostname sandbox --chdir /".split(" "),
    libraries().map(([source, target]) => ["--ro-bind", source, target]),
    ["--ro-bind", realpathSync(process.execPath), "/bun"],
    ["--ro-bind", insideFolder, "/inside"],
    "--proc /proc --remount-ro /".split(" "),
    variables.map(([key, value]) => ["--setenv", key, value]),
    ["--", "/bun", flags, "/inside/main.ts"]
  ].flat(2)
}

/**
 * Runs a command under resource limits: those on address space must hold before the engine starts. An interrupt from
 * the terminal goes to the whole process group, but only the host may decide to end, so it is ignored from here on.
 */
const limited = (limits: Limits, inner: ReadonlyArray<string>): ReadonlyArray<string> => {
  const cpuSeconds = Math.ceil(limits.lifetimeCpuSeconds + limits.cpuMillis / 1000) + 1
  const kibibytes = Math.ceil(limits.memoryBytes / 1024)
  const script = `trap '' INT; ulimit -v ${kibibytes} && ulimit -t ${cpuSeconds} && ulimit -n 64 && exec "$@"`
  return ["/bin/sh", "-c", script, "sandbox", ...inner]
}

interface Command {
  readonly cmd: ReadonlyArray<string>
  readonly env: Record<string, string>
  /** Whether it gets a process group of its own, where it cannot ignore the interrupts of the host's. */
  readonly detached: boolean
}

/** The command that starts a sandboxed process, and its environment. */
export const command = (mode: Mode, limits: Limits): Command => {
  const bun = (file: string) => [process.execPath, ...flags, `${insideFolder}/${file}`]
  switch (mode) {
    case "strong":
      return { cmd: limited(limits, bubblewrap()), env: {}, detached: false }
    case "standard":
      return { cmd: limited(limits, bun("main.ts")), env: environment, detached: false }
    case "portable":
      return {
        cmd: [...bun("portable.ts"), String(limits.memoryBytes), String(limits.outputBytes)],
        env: { ...environment, ...stackSize },
        detached: true
      }
    case "none":
      return { cmd: bun("unconfined.ts"), env: environment, detached: true }
  }
}

/** The file that `bwrap` names, where there is one. */
export const findBubblewrap = (): string | undefined =>
  (process.env["PATH"] ?? "/usr/bin:/bin").split(":").map((folder) => `${folder}/bwrap`).find((file) =>
    existsSync(file)
  )

/** The process that does the work, below the one that was started: bubblewrap's child, or that process itself. */
export const workerOf = (mode: Mode, pid: number): number | undefined => {
  if (mode !== "strong") return pid
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim()
  return children === "" ? undefined : Number(children.split(" ")[0])
}
