/** The groups of a training step: those that were planned, and others in the place of those without signal. */
import type { Policy, PolicyError, PublishedWeights } from "@scaler/policy/Policy"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import type { Assignment, Plan } from "../curriculum/Curriculum.ts"
import * as Groups from "../rollout/Groups.ts"
import * as Questions from "../rollout/Questions.ts"
import { hasSignal } from "../rollout/Rollout.ts"
import type { State } from "../run/State.ts"
import type { Run } from "./Run.ts"

/** Draws questions of a step: those planned in round 0, further ones in the rounds of dynamic sampling. */
export const draw = (
  run: Run,
  assignments: ReadonlyArray<Assignment>,
  step: number,
  round = 0
): Effect.Effect<Questions.DrawnQuestions, SandboxError | PolicyError, Policy> => {
  const { rollout: { maxPromptTokens, prompts, refills }, seed } = run.recipe
  const first = (step * (refills + 1) + round) * prompts
  const requests = assignments.map(({ environment, indexes, levels }) => ({
    environment,
    places: levels.map((level, i) => ({ level, index: indexes?.[i] ?? first + i }))
  }))
  return Questions.draw(run.environments, requests, { seed, split: "train", maxPromptTokens })
}

const sample = (
  run: Run,
  drawn: Questions.DrawnQuestions,
  step: number,
  weights: PublishedWeights | undefined
) => {
  const { reward, rollout: { maxTokens, samples, sampling }, seed } = run.recipe
  const options = { ...sampling, maxTokens, samples, seed, step, purpose: "rollout", reward } as const
  return Effect.map(Groups.sample(run.environments, drawn.questions, options, weights), (sampled) => ({
    ...sampled,
    defects: [...drawn.defects, ...sampled.defects],
    tooLong: drawn.tooLong
  }))
}

/** What was sampled in a step, all rounds together. */
export interface StepGroups extends Groups.Sampled {
  readonly tooLong: number
}

/**
 * Samples the questions that were drawn for a step. With `refills`, as many more are planned, drawn and sampled as
 * groups came out without signal, until none is missing or the rounds are used up (dynamic sampling, DAPO). All
 * groups are given back: the curriculum learns from those without signal too. Without `weights` the policy's present
 * ones sample.
 */
export const sampleStep = (
  run: Run,
  plan: Plan<State["curriculum"]>,
  drawn: Questions.DrawnQuestions,
  step: number,
  weights?: PublishedWeights
): Effect.Effect<StepGroups, SandboxError | PolicyError, Policy> =>
  Effect.gen(function*() {
    const { prompts, refills } = run.recipe.rollout
    let all: StepGroups = yield* sample(run, drawn, step, weights)
    for (let round = 1; round <= refills; round++) {
      const missing = prompts - all.groups.filter(hasSignal).length
      if (missing === 0) break
      const { assignments } = run.curriculum.plan(plan.state, step, missing)
      const more = yield* sample(run, yield* draw(run, assignments, step, round), step, weights)
      all = {
        groups: [...all.groups, ...more.groups],
        defects: [...all.defects, ...more.defects],
        tooLong: all.tooLong + more.tooLong,
        samplingTime: all.samplingTime + more.samplingTime
      }
    }
    return all
  })
