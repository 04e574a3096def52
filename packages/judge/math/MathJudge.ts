/** Mathematical equivalence for benchmarks, in processes that are killed when an answer takes too long. */
import { Context, Duration, Effect, Layer, Option, Pool } from "effect"
import * as BoundedVerdict from "../BoundedVerdict.ts"
import { excerpt } from "../Excerpt.ts"
import * as FinalAnswer from "../FinalAnswer.ts"
import { JudgeError } from "../JudgeError.ts"
import * as Verdict from "../Verdict.ts"
import * as Plain from "./Plain.ts"
import * as WorkerProcess from "./WorkerProcess.ts"

/** Longest answer and longest gold that are read, in UTF-16 units; a longer answer is malformed. */
export const maxLength = 2000

export class MathJudge extends Context.Tag("@scaler/judge/MathJudge")<MathJudge, {
  /**
   * Judges what stands in the last closed `\boxed{…}` of a response; the gold may be in a box, too. Fails where the gold
   * is empty or too long, and where no process can be started.
   */
  readonly judge: (
    gold: string,
    response: string
  ) => Effect.Effect<BoundedVerdict.BoundedVerdict, JudgeError>
}>() {}

export interface Options {
  /** Processes; two pairs are never in one at the same time. Default 1. */
  readonly workers?: number
  /**
   * CPU time for a pair, where the system tells; else time by the clock, which counts what a busy machine does meanwhile.
   * In any case a pair has ten times as long by the clock. Default 2 seconds; hardly a pair takes a tenth of a second.
   */
  readonly deadline?: Duration.DurationInput
}

const unboxed = (gold: string): Effect.Effect<string, JudgeError> => {
  const text = Option.getOrElse(FinalAnswer.extract(gold), () => gold)
  return text.trim() !== "" && text.length <= maxLength
    ? Effect.succeed(text)
    : Effect.fail(
      new JudgeError({
        reason: "InvalidGold",
        message: `The gold ${excerpt(gold)} is empty or longer than ${maxLength} characters`
      })
    )
}

/** How much longer a pair has by the clock than in CPU time. */
const patience = 10

/** Ends when a process has used its time for the pair that it is at, and says how much that was. */
const exhausted = (worker: WorkerProcess.WorkerProcess, milliseconds: number): Effect.Effect<string> =>
  Effect.gen(function*() {
    const before = worker.used()
    const started = performance.now()
    let waited = 0
    let used = 0
    while (used < milliseconds && waited < patience * milliseconds) {
      yield* Effect.sleep(Math.max(milliseconds - used, milliseconds / patience))
      waited = Math.round(performance.now() - started)
      const now = worker.used()
      used = before === undefined || now === undefined ? waited : now - before
    }
    return `no verdict after ${used} ms of CPU time and ${waited} ms by the clock`
  })

const make = ({ deadline = "2 seconds", workers = 1 }: Options) =>
  Effect.gen(function*() {
    const pool = yield* Pool.make({ acquire: WorkerProcess.start, size: workers })
    const milliseconds = Duration.toMillis(deadline)

    const judgeElsewhere = (gold: string, answer: string) =>
      Effect.gen(function*() {
        const worker = yield* pool.get
        const verdict = yield* worker.judge(gold, answer).pipe(
          Effect.catchTag(
            "Ended",
            ({ how }) =>
              Effect.succeed(BoundedVerdict.TimedOut({ reason: `the judge's process ended: ${how}` }))
          ),
          Effect.raceFirst(
            Effect.map(exhausted(worker, milliseconds), (reason) => BoundedVerdict.TimedOut({ reason }))
          ),
          // Whoever stops waiting leaves a process behind that is still busy.
          Effect.onInterrupt(() => pool.invalidate(worker))
        )
        if (verdict._tag === "TimedOut") yield* pool.invalidate(worker)
        return verdict
      }).pipe(Effect.scoped)

    return {
      judge: (gold: string, response: string) =>
        Effect.gen(function*() {
          const expected = yield* unboxed(gold)
          const answer = FinalAnswer.extract(response)
          if (Option.isNone(answer)) return Verdict.Malformed({ reason: "no closed \\boxed{…}" })
          if (answer.value.length > maxLength) {
            return Verdict.Malformed({
              reason: `a final answer of more than ${maxLength} characters is not read`
            })
          }
          return Plain.judge(expected, answer.value) ?? (yield* judgeElsewhere(expected, answer.value))
        })
    }
  })

/** The processes live as long as the layer. */
export const layer = (options: Options = {}): Layer.Layer<MathJudge> => Layer.scoped(MathJudge, make(options))
