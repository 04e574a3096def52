/** What this process and all that it starts use, as the kernel tells it; Linux only. */
import { Effect, type Scope } from "effect"
import { readFileSync } from "node:fs"

export interface Usage {
  /** Processor time in user and kernel, in seconds: of this process, and of all together. */
  readonly own: number
  readonly all: number
  /** Most resident memory seen, in MiB; of all together, pages that are shared count in each. */
  readonly ownPeak: number
  readonly allPeak: number
}

const ticksPerSecond = 100
const pageMiB = 4 / 1024

/** A file of the kernel's; empty where the process is gone. */
export const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return ""
  }
}

export const children = (pid: number): ReadonlyArray<number> =>
  read(`/proc/${pid}/task/${pid}/children`).split(" ").filter((child) => child !== "").map(Number)

/** A process and all below it. */
const tree = (pid: number): ReadonlyArray<number> => [pid, ...children(pid).flatMap(tree)]

/** Of a process that is there; its start tells it from another one with the same number. */
const look = (pid: number) => {
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  const [user = 0, kernel = 0] = fields.slice(11, 13).map(Number)
  return {
    process: `${pid} ${fields[19]}`,
    seconds: (user + kernel) / ticksPerSecond,
    resident: Number(fields[21] ?? 0) * pageMiB
  }
}

/** Seconds of processor time that this process and all that it started have used. */
export const processorTime = (): number => {
  const { system, user } = process.cpuUsage()
  return (user + system) / 1e6 + tree(process.pid).slice(1).reduce((sum, pid) => sum + look(pid).seconds, 0)
}

/**
 * Watches for the length of a scope; what it gives tells the use since then. Processes that end are counted up to a
 * quarter of a second before.
 */
export const watch: Effect.Effect<() => Usage, never, Scope.Scope> = Effect.gen(function*() {
  const before = new Map(tree(process.pid).map(look).map(({ process, seconds }) => [process, seconds]))
  const since = new Map<string, number>()
  let [own, ownPeak, allPeak] = [0, 0, 0]
  const update = () => {
    const seen = tree(process.pid).map(look)
    for (const { process, seconds } of seen) since.set(process, seconds - (before.get(process) ?? 0))
    own = since.get(seen[0]!.process)!
    ownPeak = Math.max(ownPeak, seen[0]!.resident)
    allPeak = Math.max(allPeak, seen.reduce((sum, { resident }) => sum + resident, 0))
  }
  yield* Effect.forkScoped(Effect.forever(Effect.zipRight(Effect.sync(update), Effect.sleep("250 millis"))))
  return () => {
    update()
    return { own, ownPeak, allPeak, all: since.values().reduce((sum, seconds) => sum + seconds, 0) }
  }
})
