/** The training steps: sample, judge, adapt, update; the next step is drawn while the update runs. */
import { Policy, type PolicyError } from "@scaler/policy/Policy"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import type { Assignment, Result } from "../curriculum/Curriculum.ts"
import { isClockLimit } from "../rollout/Defect.ts"
import * as Groups from "../rollout/Groups.ts"
import * as Questions from "../rollout/Questions.ts"
import { accuracy, type Group } from "../rollout/Rollout.ts"
import { Progress } from "../run/Progress.ts"
import { checkpointName, type State } from "../run/State.ts"
import { learningRateAt, trainingRollouts } from "./Batch.ts"
import { rolloutMetrics, updateMetrics, withUpdate } from "./Metrics.ts"
import {
  countDefects,
  countNonFinite,
  measure,
  requireEnvironments,
  type Run,
  save,
  type Services,
  type TrainingError
} from "./Run.ts"

/** A step's questions: drawn from what the curriculum planned, which is a function of the state before it. */
const draw = (
  run: Run,
  assignments: ReadonlyArray<Assignment>,
  step: number
): Effect.Effect<Questions.DrawnQuestions, SandboxError | PolicyError, Policy> => {
  const { rollout: { maxPromptTokens, prompts }, seed } = run.recipe
  const requests = assignments.map(({ environment, levels }) => ({
    environment,
    places: levels.map((level, i) => ({ level, index: step * prompts + i }))
  }))
  return Questions.draw(run.environments, requests, { seed, split: "train", maxPromptTokens })
}

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
    const { checkpoints, evaluation, optimizer, permuteRewards, rollout, seed, steps } = run.recipe
    let state = start
    let plan = run.curriculum.plan(state.curriculum, state.step + 1, rollout.prompts)
    let drawn = yield* draw(run, plan.assignments, state.step + 1)

    while (state.step < steps && !(yield* run.stopRequested)) {
      const began = performance.now()
      const position = { phase: "training", step: state.step + 1 } as const
      yield* requireEnvironments(run, plan.state)
      const sampled = yield* Groups.sample(run.environments, drawn.questions, {
        ...rollout,
        // The update's ratios are those of the whole distribution at temperature 1, so that is what is sampled.
        temperature: 1,
        topP: 1,
        seed,
        step: position.step,
        purpose: "rollout"
      })

      const observed = run.curriculum.observe(plan.state, position.step, results(sampled.groups))
      const defects = [...drawn.defects, ...sampled.defects]
      const counted = countDefects(run, { ...state, curriculum: observed }, position.step, defects)
      const events = [...plan.events, ...counted.events]
      const nextPlan = run.curriculum.plan(counted.state.curriculum, position.step + 1, rollout.prompts)

      const rollouts = trainingRollouts(
        sampled.groups,
        permuteRewards ? { seed, step: position.step } : undefined
      )
      const update = policy.update(rollouts, {
        learningRate: learningRateAt(position.step, optimizer.learningRate, optimizer.warmupSteps),
        clip: { low: optimizer.clipLow, high: optimizer.clipHigh }
      })
      const { meanwhile: next, report, updateTime } = yield* withUpdate(
        rollouts.length === 0 ? Effect.succeed(null) : update,
        Effect.zipRight(
          run.store.rollouts(position, sampled.groups, events),
          draw(run, nextPlan.assignments, position.step + 1)
        )
      )

      const metrics = {
        ...updateMetrics(report, { defects, tooLong: drawn.tooLong }),
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
