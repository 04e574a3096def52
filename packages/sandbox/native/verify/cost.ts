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

/** Processor time of the living processes below one, and of those that they have waited for, in seconds. */
const cpuBelow = (pid: number): number =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number).reduce(
    (sum, child) => {
      const stat = readFileSync(`/proc/${child}/stat`, "utf8")
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 15).map(Number)
      return sum + fields.reduce((a, b) => a + b) / ticksPerSecond + cpuBelow(child)
    },
    0
  )

const cpuSeconds = () => {
  const { system, user } = process.cpuUsage()
  return (system + user) / 1e6 + cpuBelow(process.pid)
}

/** Repeats some work, which says how much it did, for so many milliseconds. What it starts must live on. */
export const measured = <E, R>(
  millis: number,
  work: (round: number) => Effect.Effect<number, E, R>
): Effect.Effect<Cost, E, R> =>
  Effect.gen(function*() {
    // The first round starts processes and fills caches.
    yield* work(0)
    const [startedAt, cpuBefore] = [performance.now(), cpuSeconds()]
    let count = 0
    for (let round = 1; performance.now() - startedAt < millis; round++) count += yield* work(round)
    return {
      count,
      wallSeconds: (performance.now() - startedAt) / 1000,
      cpuSeconds: cpuSeconds() - cpuBefore
    }
  })

export const add = (a: Cost, b: Cost): Cost => ({
  count: a.count + b.count,
  wallSeconds: a.wallSeconds + b.wallSeconds,
  cpuSeconds: a.cpuSeconds + b.cpuSeconds
})
