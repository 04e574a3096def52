/** Supervised steps on the oracle's own answers: they teach a model from scratch to answer at all. */
import { fromCoordinates } from "@scaler/dsl/Random"
import { Policy, type PolicyError, type SupervisedExample } from "@scaler/policy/Policy"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import { isClockLimit } from "../rollout/Defect.ts"
import { idealResponse } from "../rollout/Prompt.ts"
import * as Questions from "../rollout/Questions.ts"
import { Progress } from "../run/Progress.ts"
import type { RunError } from "../run/RunError.ts"
import type { State } from "../run/State.ts"
import { type LearningRate, learningRateAt } from "./LearningRate.ts"
import { updateMetrics, withUpdate } from "./Metrics.ts"
import {
  countDefects,
  countNonFinite,
  type Run,
  save,
  type Services,
  type TrainingError,
  warmupEntries
} from "./Run.ts"

const schedule = (peak: number): LearningRate => ({ peak, rise: 20, decay: "constant", floor: 0 })

/** The examples of a warm-up step: environments in turn, levels at random. */
const draw = (
  run: Run,
  state: State,
  step: number
): Effect.Effect<Questions.DrawnQuestions, SandboxError | PolicyError | RunError, Policy> =>
  Effect.flatMap(warmupEntries(run, state), (entries) => {
    const { rollout: { maxPromptTokens }, seed, warmup } = run.recipe
    const requests = entries.map(({ maxLevel, name: environment }, place) => {
      const random = fromCoordinates("warmup", seed, step, environment)
      const count = Math.floor((warmup.examples + place) / entries.length)
      return {
        environment,
        places: Array.from({ length: count }, (_, i) => ({
          level: random.below(Math.min(warmup.maxLevel, maxLevel) + 1),
          // Training indices count from 0 up, those of the warm-up from −1 down.
          index: -1 - (step * warmup.examples + i)
        }))
      }
    })
    return Questions.draw(run.environments, requests, { seed, split: "train", maxPromptTokens })
  })

const example = (question: Questions.PromptedQuestion) =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const answer = yield* policy.encode(idealResponse(question.gold))
    return { prompt: question.prompt, response: Int32Array.of(...answer, policy.endToken) }
  })

/** Runs the warm-up from a state to its end, or to where a stop is asked for. */
export const warmUp = (run: Run, start: State): Effect.Effect<State, TrainingError, Services> =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const progress = yield* Progress
    const { checkpoints, warmup } = run.recipe
    if (start.step >= warmup.steps) return start
    let state = start
    let drawn = yield* draw(run, state, state.step + 1)
    while (state.step < warmup.steps && !(yield* run.stopRequested)) {
      const began = performance.now()
      const position = { phase: "warmup", step: state.step + 1 } as const
      const examples: ReadonlyArray<SupervisedExample> = yield* Effect.forEach(drawn.questions, example)
      const learningRate = learningRateAt(position.step, warmup.steps, schedule(warmup.learningRate))
      const counted = countDefects(run, state, position.step, drawn.defects)
      const { meanwhile: next, report, updateTime } = yield* withUpdate(
        examples.length === 0 ? Effect.succeed(null) : policy.supervise(examples, { learningRate }),
        Effect.zipRight(
          run.store.rollouts(position, [], counted.events),
          draw(run, counted.state, position.step + 1)
        )
      )
      const metrics = updateMetrics(report, drawn)
      state = {
        ...counted.state,
        ...position,
        nonFinite: yield* countNonFinite(state, report),
        notReproducible: state.notReproducible + (drawn.defects.some(isClockLimit) ? 1 : 0)
      }
      const total = performance.now() - began
      const clock = { at: Date.now(), total, sampling: 0, update: updateTime, waiting: total - updateTime }
      yield* run.store.metrics(position, metrics, clock)
      yield* progress.report({ _tag: "Stepped", position, metrics, clock })
      drawn = next
      if (position.step % checkpoints.every === 0 && position.step < warmup.steps) yield* save(run, state)
    }
    return state
  })
