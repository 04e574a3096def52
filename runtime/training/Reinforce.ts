/** The training steps: sample, judge, adapt, update; the next step is drawn while the update runs. */
import { Path } from "@effect/platform"
import { Policy } from "@scaler/policy/Policy"
import { Effect } from "effect"
import type { Result } from "../curriculum/Curriculum.ts"
import { isClockLimit } from "../rollout/Defect.ts"
import { accuracy, type Group } from "../rollout/Rollout.ts"
import { Progress } from "../run/Progress.ts"
import { checkpointName, type State } from "../run/State.ts"
import { trainingRollouts } from "./Batch.ts"
import { learningRateAt } from "./LearningRate.ts"
import { rolloutMetrics, updateMetrics, withUpdate } from "./Metrics.ts"
import {
  afterWarmup,
  countDefects,
  countNonFinite,
  measure,
  requireEnvironments,
  type Run,
  save,
  type Services,
  type TrainingError
} from "./Run.ts"
import { draw, sampleStep } from "./StepGroups.ts"

const results = (groups: ReadonlyArray<Group>): ReadonlyArray<Result> =>
  [...Map.groupBy(groups, ({ question }) => question.environment)].map(([environment, ofEnvironment]) => ({
    environment,
    observations: ofEnvironment.map((group) => ({
      level: group.question.level,
      accuracy: accuracy(group),
      rollouts: group.rollouts.length
    }))
  }))

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
    yield* save(run, state)
    return state
  })

/** Runs the training steps from a state to their end, or to where a stop is asked for. */
export const reinforce = (run: Run, start: State): Effect.Effect<State, TrainingError, Services> =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const progress = yield* Progress
    const { advantage, checkpoints, evaluation, loss, optimizer, permuteRewards, rollout, seed, steps } =
      run.recipe
    if (loss.klCoefficient > 0) {
      yield* policy.reference((yield* Path.Path).join(run.directory.checkpoints, afterWarmup))
    }
    let state = start
    let plan = run.curriculum.plan(state.curriculum, state.step + 1, rollout.prompts)
    let drawn = yield* draw(run, plan.assignments, state.step + 1)

    while (state.step < steps && !(yield* run.stopRequested)) {
      const began = performance.now()
      const position = { phase: "training", step: state.step + 1 } as const
      yield* requireEnvironments(run, plan.state)
      const sampled = yield* sampleStep(run, plan, drawn, position.step)
      const observed = run.curriculum.observe(plan.state, position.step, results(sampled.groups))
      const { defects, tooLong } = sampled
      const counted = countDefects(run, { ...state, curriculum: observed }, position.step, defects)
      const events = [...plan.events, ...counted.events]
      const nextPlan = run.curriculum.plan(counted.state.curriculum, position.step + 1, rollout.prompts)

      const rollouts = trainingRollouts(
        sampled.groups,
        advantage,
        permuteRewards ? { seed, step: position.step } : undefined
      )
      const update = policy.update(rollouts, {
        learningRate: learningRateAt(position.step, steps, optimizer.learningRate),
        loss,
        temperature: rollout.sampling.temperature,
        maxTokens: rollout.maxTokens
      })
      const { meanwhile: next, report, updateTime } = yield* withUpdate(
        rollouts.length === 0 ? Effect.succeed(null) : update,
        Effect.zipRight(
          run.store.rollouts(position, sampled.groups, events),
          draw(run, nextPlan.assignments, position.step + 1)
        )
      )

      const metrics = {
        ...updateMetrics(report, { defects, tooLong }),
        ...rolloutMetrics(sampled.groups, run.curriculum.standings(observed))
      }
      state = {
        ...counted.state,
        ...position,
        nonFinite: yield* countNonFinite(state, report),
        notReproducible: state.notReproducible + (defects.some(isClockLimit) ? 1 : 0)
      }
      const total = performance.now() - began
      const sampling = sampled.samplingTime
      const clock = {
        at: Date.now(),
        total,
        sampling,
        update: updateTime,
        waiting: total - sampling - updateTime
      }
      yield* run.store.metrics(position, metrics, clock)
      yield* progress.report({ _tag: "Stepped", position, metrics, clock })
      plan = nextPlan
      drawn = next

      const isLast = position.step === steps
      const validates = isLast || position.step % evaluation.every === 0
      if (validates) state = yield* validate(run, state)
      const isBest = state.best?.checkpoint === checkpointName(state)
      if (isLast || isBest || position.step % checkpoints.every === 0) yield* save(run, state)
    }
    return state
  })
