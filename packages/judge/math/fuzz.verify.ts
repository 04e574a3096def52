/**
 * Judges hostile answers and prints what came of them: `bun packages/judge/math/fuzz.verify.ts [COUNT] [FIRST]`. Fails where one
 * gets no verdict, takes longer than the deadline allows, or the judge's process grows beyond its bound.
 */
import { Duration, Effect } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import { hostile } from "./hostile.ts"
import * as MathJudge from "./MathJudge.ts"

const total = Number(process.argv[2] ?? 10_000)
const first = Number(process.argv[3] ?? 0)
const deadline = Duration.seconds(2)
/** By the clock, on a busy machine: ten times the deadline, and the time to end one process and start another. */
const longest = 25_000
const mebibytes = 1024
const workers = 2

/** Largest resident size of a child process so far, in MiB; 0 where the system does not tell. */
const childPeak = (): number => {
  if (process.platform !== "linux") return 0
  const children = readdirSync("/proc/self/task").flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, "utf8").trim().split(" ").filter((pid) => pid !== "")
  )
  return Math.max(
    0,
    ...children.map((pid) => {
      try {
        return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024
      } catch {
        return 0
      }
    })
  )
}

const counts: Record<string, number> = {}
let slowest = { milliseconds: 0, index: -1 }
let peak = 0

await Effect.gen(function*() {
  const { judge } = yield* MathJudge.MathJudge
  const one = (index: number) =>
    Effect.gen(function*() {
      const { gold, response } = hostile(index)
      const started = performance.now()
      const verdict = yield* judge(gold, response)
      const milliseconds = performance.now() - started
      counts[verdict._tag] = (counts[verdict._tag] ?? 0) + 1
      if (milliseconds > slowest.milliseconds) slowest = { milliseconds, index }
      if (index % 20 === 0) peak = Math.max(peak, childPeak())
      if (verdict._tag === "TimedOut" || verdict._tag === "Accepted") {
        console.log(index, JSON.stringify(verdict), JSON.stringify([gold, response.slice(0, 100)]))
      }
    })
  yield* Effect.forEach(Array.from({ length: total }, (_, index) => first + index), one, {
    concurrency: workers
  })
}).pipe(Effect.provide(MathJudge.layer({ deadline, workers })), Effect.runPromise)

console.log(JSON.stringify({ first, total, counts, slowest, peakMiB: Math.round(peak) }))
process.exit(slowest.milliseconds <= longest && peak <= mebibytes ? 0 : 1)
