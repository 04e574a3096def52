/** Which modes work on this machine, found out by trying. */
import { Effect } from "effect"
import { isSupported } from "./inside/seccomp.ts"
import * as Limits from "./Limits.ts"
import { findBubblewrap, type Mode, modes } from "./Mode.ts"
import * as SelfTest from "./SelfTest.ts"

export interface ModeReport {
  readonly mode: Mode
  readonly works: boolean
  /** What it is, or why it does not work. */
  readonly detail: string
  /** The one command that adds it, where it is missing and one does. */
  readonly remedy?: string
}

const selfTestLimits: Limits.Limits = { ...Limits.defaults, wallMillis: 10_000, cpuMillis: 5_000 }

const details: Readonly<Record<Mode, string>> = {
  strong: "bubblewrap namespaces, system call filter, resource limits",
  standard: "system call filter, resource limits",
  portable: "an interpreter of its own, slow, for machines with neither of the others",
  none: "nothing confines it"
}

/** Tries one mode. */
export const probeMode = (mode: Mode): Effect.Effect<ModeReport> =>
  Effect.gen(function*() {
    if (mode === "none") return { mode, works: true, detail: details[mode] }
    const unsupported = mode === "portable" ? undefined : withoutFilter()
    if (unsupported !== undefined) return { mode, works: false, detail: unsupported }
    if (mode === "strong" && findBubblewrap() === undefined) {
      return {
        mode,
        works: false,
        detail: "bubblewrap is not installed",
        remedy: "apt-get install -y bubblewrap"
      }
    }
    const leaks = yield* Effect.either(SelfTest.run(mode, selfTestLimits))
    if (leaks._tag === "Right") {
      return leaks.right.length === 0
        ? { mode, works: true, detail: details[mode] }
        : { mode, works: false, detail: `its self test could ${leaks.right.join(", ")}` }
    }
    return mode === "strong"
      ? { mode, works: false, ...explainBubblewrap(leaks.left.message) }
      : { mode, works: false, detail: leaks.left.message }
  })

/** Why this machine has no system call filter, where it has none. */
const withoutFilter = (): string | undefined =>
  process.platform !== "linux"
    ? `it needs Linux, and this is ${process.platform}`
    : isSupported(process.arch)
    ? undefined
    : `there is no system call filter for ${process.arch}`

/** Tries all modes that confine, the best first. */
export const probe: Effect.Effect<ReadonlyArray<ModeReport>> = Effect.forEach(modes, probeMode)

/** Why bubblewrap failed, in its own words: mostly user namespaces that this kernel or container forbids. */
const explainBubblewrap = (otherwise: string): { readonly detail: string; readonly remedy?: string } => {
  const { exitCode, stderr } = Bun.spawnSync({
    cmd: [findBubblewrap() ?? "bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true"],
    stdout: "ignore",
    stderr: "pipe"
  })
  return exitCode === 0 ? { detail: otherwise } : {
    detail: `bubblewrap cannot make namespaces here: ${stderr.toString().trim().slice(0, 300)}`,
    remedy: "sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0"
  }
}
