/** What the steps of a training run take, the first of them left out. */
import * as EventLoopDelay from "@scaler/runtime/run/EventLoopDelay"
import { Progress } from "@scaler/runtime/run/Progress"
import { Effect, Scope } from "effect"
import * as ProcessTree from "../ProcessTree.ts"

/** What was measured. */
export interface Figures {
  readonly seconds: number
  readonly instances: number
  /** Each of them judged. */
  readonly rollouts: number
  /** How often levels were chosen for an environment. */
  readonly decisions: number
  /** Of all responses. */
  readonly tokens: number
  /** Share of accepted rollouts. */
  readonly accuracy: number
  readonly defects: number
  readonly usage: ProcessTree.Usage
  readonly delay: EventLoopDelay.Delay
}

export interface Meter {
  readonly progress: typeof Progress.Service
  /** Once enough has been measured. */
  readonly figures: () => Figures | undefined
}

export interface Options {
  /** Responses to each question. */
  readonly samples: number
  /** What is measured at least. */
  readonly steps: number
  readonly seconds: number
}

/** Measures until there is enough, or the scope ends. */
export const make = (least: Options): Effect.Effect<Meter, never, Scope.Scope> =>
  Effect.gen(function*() {
    const scope = yield* Effect.scope
    const start = Effect.gen(function*() {
      const usage = yield* ProcessTree.watch
      return { began: performance.now(), usage, delay: yield* EventLoopDelay.watch }
    }).pipe(Scope.extend(scope))

    const sums = { steps: 0, instances: 0, decisions: 0, tokens: 0, accepted: 0, defects: 0 }
    let started: Effect.Effect.Success<typeof start> | undefined
    let figures: Figures | undefined
    const progress = Progress.of({
      report: (event) =>
        Effect.gen(function*() {
          if (event._tag !== "Stepped" || figures !== undefined) return
          if (started === undefined) {
            started = yield* start
            return
          }
          const { accuracy, defects, environments, groups, tokens } = event.metrics
          sums.steps++
          sums.instances += groups
          sums.decisions += environments.length
          sums.tokens += tokens
          sums.accepted += groups * (accuracy ?? 0)
          sums.defects += defects
          const seconds = (performance.now() - started.began) / 1000
          if (sums.steps < least.steps || seconds < least.seconds) return
          figures = {
            seconds,
            instances: sums.instances,
            rollouts: sums.instances * least.samples,
            decisions: sums.decisions,
            tokens: sums.tokens,
            accuracy: sums.accepted / sums.instances,
            defects: sums.defects,
            usage: started.usage(),
            delay: started.delay()
          }
        })
    })
    return { progress, figures: () => figures }
  })
