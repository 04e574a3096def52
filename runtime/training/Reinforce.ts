/** The training steps: learn from what was collected, record, now and then validate and save. */
import { Path } from "@effect/platform"
import { Policy } from "@scaler/policy/Policy"
import { Effect } from "effect"
import { isClockLimit } from "../rollout/Defect.ts"
import { Progress } from "../run/Progress.ts"
import { checkpointName, type State } from "../run/State.ts"
import { trainingRollouts } from "./Batch.ts"
import { calibration } from "./Calibration.ts"
import * as Collection from "./Collection.ts"
import { learningRateAt } from "./LearningRate.ts"
import { rolloutMetrics, updateMetrics, withUpdate } from "./Metrics.ts"
import {
  afterWarmup,
  countNonFinite,
  measure,
  measureNeverTrained,
  type Run,
  save,
  type Services,
  type TrainingError
} from "./Run.ts"

/** Validates a state and makes it the best where it is. */
const validate = (run: Run, state: State): Effect.Effect<State, TrainingError, Services> =>
  Effect.map(
    measure(run, state, "validation"),
    ({ macro }) =>
      state.best === null || macro > state.best.validation
        ? { ...state, best: { checkpoint: checkpointName(state), validation: macro } }
        : state
  )

/** Validates, tests and saves the state after warm-up. */
export const begin = (run: Run, warmedUp: State): Effect.Effect<State, TrainingError, Services> =>
  Effect.gen(function*() {
    const state = yield* validate(run, { ...warmedUp, phase: "training", step: 0 })
    yield* measure(run, state, "test")
    yield* measureNeverTrained(run, state)
    yield* save(run, state)
    yield* run.benchmarks.add(state.step)
    return state
  })

/** Runs the training steps from a state to their end, or to where a stop is asked for. */
export const reinforce = (run: Run, from: State): Effect.Effect<State, TrainingError, Services> =>
  Effect.scoped(Effect.gen(function*() {
    const policy = yield* Policy
    const progress = yield* Progress
    const { advantage, checkpoints, evaluation, loss, optimizer, permuteRewards, rollout, seed, steps } =
      run.recipe
    if (loss.klCoefficient > 0) {
      yield* policy.reference((yield* Path.Path).join(run.directory.checkpoints, afterWarmup))
    }
    let state = from
    const collection = yield* Collection.start(run, from)

    while (state.step < steps && !(yield* run.stopRequested)) {
      const began = performance.now()
      const collected = yield* collection.next
      const waited = performance.now() - began
      const { defects, groups, staleness, standings, step, tooLong } = collected
      const position = { phase: "training", step } as const

      const rollouts = trainingRollouts(groups, advantage, permuteRewards ? { seed, step } : undefined)
      const update = policy.update(rollouts, {
        learningRate: learningRateAt(step, steps, optimizer.learningRate),
        loss,
        temperature: rollout.sampling.temperature,
        maxTokens: rollout.maxTokens
      })
      const { report, updateTime } = yield* withUpdate(
        rollouts.length === 0 ? Effect.succeed(null) : update,
        run.store.rollouts(position, groups, collected.events, collected.explanations)
      )
      if (rollout.maxStaleness > 0) yield* collection.updated(step)

      const metrics = {
        ...updateMetrics(report, { defects, tooLong }),
        ...rolloutMetrics(groups, standings),
        calibration: calibration(groups, collected.explanations),
        staleness
      }
      state = {
        ...state,
        ...collected.state,
        ...position,
        nonFinite: yield* countNonFinite(state, report),
        notReproducible: state.notReproducible + (defects.some(isClockLimit) ? 1 : 0)
      }
      const total = performance.now() - began
      const sampling = collected.samplingTime
      const clock = {
        at: Date.now(),
        total,
        sampling,
        update: updateTime,
        waiting: total - Math.min(sampling, waited) - updateTime
      }
      yield* run.store.metrics(position, metrics, clock)
      yield* progress.report({ _tag: "Stepped", position, metrics, clock })

      const isLast = step === steps
      if (isLast || step % evaluation.every === 0) state = yield* validate(run, state)
      const isBest = state.best?.checkpoint === checkpointName(state)
      const isMeasured = run.benchmarks.isDue(step)
      if (isLast || isBest || isMeasured || step % checkpoints.every === 0) yield* save(run, state)
      yield* run.benchmarks.add(step)
      if (rollout.maxStaleness === 0) yield* collection.updated(step)
    }
    return state
  }))
