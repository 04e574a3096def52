/** Many problems at once: a workflow for each, and their outcomes in a folder. */
import { Cause, Effect, Exit, Layer } from "effect"
import * as Executions from "./durable/Executions.ts"
import * as PoolFolder from "./pool/PoolFolder.ts"
import type { Problem } from "./problems/Problem.ts"
import { Halt, haltLayer } from "./Step.ts"
import { body, type Outcome, type Style, Synthesis } from "./Synthesis.ts"

export interface Options {
  /** Of the outcomes. */
  readonly folder: string
  readonly model: string
  readonly style: Style
  /** Whether an oracle in TypeScript is asked for, too. */
  readonly oracle: boolean
  /** Most replies with an environment, for each problem. */
  readonly rounds: number
  /** Problems that are worked on at a time, in this process. */
  readonly jobs: number
  /** Told of each problem, when it is done. */
  readonly onDone: (ended: Ended) => Effect.Effect<void>
}

export interface Ended {
  readonly problem: Problem
  /** What became of it; a failure is a fault of ours, which the next run tries again. */
  readonly outcome: Exit.Exit<Outcome>
}

/**
 * Makes environments from problems, and writes those that hold, and why others do not, to the folder. Ended at any
 * moment, the same call goes on from there. Fails where no problem is to blame, as when the budget is used up.
 */
export const run = (
  problems: ReadonlyArray<Problem>,
  { folder, jobs, model, onDone, oracle, rounds, style }: Options
) => {
  const payloads = problems.map((problem) => ({
    problem,
    name: PoolFolder.nameOf(problem.id),
    model,
    style,
    oracle,
    rounds
  }))
  const ended = (payload: (typeof payloads)[number], outcome: Exit.Exit<Outcome>) =>
    (Exit.isSuccess(outcome)
      ? PoolFolder.write(folder, outcome.value)
      : Cause.isInterruptedOnly(outcome.cause)
      ? Effect.void
      : Executions.forget(Synthesis, payload)).pipe(
        Effect.zipRight(onDone({ problem: payload.problem, outcome }))
      )
  const all = Effect.gen(function*() {
    const { asked } = yield* Halt
    return yield* Effect.raceFirst(
      Executions.runAll(Synthesis, payloads, { ended }),
      asked
    )
  })
  return Effect.provide(
    all,
    Layer.provideMerge(Executions.layer(Synthesis, { concurrency: jobs }, body), haltLayer)
  )
}
