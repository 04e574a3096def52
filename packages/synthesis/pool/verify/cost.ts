/** What a piece of work takes, over this process and all below it. */
import { Effect } from "effect"
import { readFileSync } from "node:fs"

export interface Cost {
  readonly count: number
  readonly wallSeconds: number
  /** Of this process, of the launchers, and of whatever these have run. */
  readonly cpuSeconds: number
}

/** Clock ticks a second in /proc. */
const ticksPerSecond = 100

const read = (pid: number, file: string) => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8")
  } catch {
    // It has just ended, and its parent has its time.
    return ""
  }
}

/** Processor time of a process and of those below it, each with what it has waited for, in seconds. */
const cpuSeconds = (pid: number): ReadonlyMap<number, number> => {
  const stat = read(pid, "stat")
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 15).map(Number)
  const children = read(pid, `task/${pid}/children`).split(" ").filter(Boolean).map(Number)
  return new Map([
    [pid, fields.reduce((a, b) => a + b, 0) / ticksPerSecond],
    ...children.flatMap((child) => [...cpuSeconds(child)])
  ])
}

/** What has been used since; a launcher that ended meanwhile had nothing to do. */
const since = (before: ReadonlyMap<number, number>): number =>
  [...cpuSeconds(process.pid)].reduce((sum, [pid, seconds]) => sum + seconds - (before.get(pid) ?? 0), 0)

/** Repeats some work, which says how much it did, for so many milliseconds. */
export const measured = <E, R>(
  millis: number,
  work: (round: number) => Effect.Effect<number, E, R>
): Effect.Effect<Cost, E, R> =>
  Effect.gen(function*() {
    // The first round starts processes and fills caches.
    yield* work(0)
    const [startedAt, cpuBefore] = [performance.now(), cpuSeconds(process.pid)]
    let count = 0
    for (let round = 1; performance.now() - startedAt < millis; round++) count += yield* work(round)
    return {
      count,
      wallSeconds: (performance.now() - startedAt) / 1000,
      cpuSeconds: since(cpuBefore)
    }
  })

export const add = (a: Cost, b: Cost): Cost => ({
  count: a.count + b.count,
  wallSeconds: a.wallSeconds + b.wallSeconds,
  cpuSeconds: a.cpuSeconds + b.cpuSeconds
})
