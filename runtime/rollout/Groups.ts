/** Sampling and judging a step: one fiber per environment, one per group in it. */
import { seed as hash } from "@scaler/dsl/Random"
import { Policy, type PolicyError, type PublishedWeights, type SamplingOptions } from "@scaler/policy/Policy"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import { asDefect, type Defect } from "./Defect.ts"
import type { Environments, PromptedQuestion } from "./Questions.ts"
import { type Reward, rewardOf } from "./Reward.ts"
import type { Group } from "./Rollout.ts"
import * as SampleBatch from "./SampleBatch.ts"
import { verdicts } from "./Scoring.ts"

export interface GroupOptions extends SamplingOptions {
  readonly seed: number
  readonly step: number
  /** What the samples are for: training and evaluation never share randomness. */
  readonly purpose: "rollout" | "evaluation"
  /** Responses per question. */
  readonly samples: number
  readonly reward: Reward
}

/** The groups of a step in the order of its questions; one whose judging failed is a defect instead. */
export interface Sampled {
  readonly groups: ReadonlyArray<Group>
  readonly defects: ReadonlyArray<Defect>
  /** How long the policy sampled, in milliseconds; judging is not in it. */
  readonly samplingTime: number
}

/** Samples every question, from the policy's present weights unless others are given. */
export const sample = (
  environments: Environments,
  questions: ReadonlyArray<PromptedQuestion>,
  options: GroupOptions,
  weights?: PublishedWeights
): Effect.Effect<Sampled, PolicyError | SandboxError, Policy> =>
  Effect.gen(function*() {
    if (questions.length === 0) return { groups: [], defects: [], samplingTime: 0 }
    const policy = yield* Policy
    const batch = yield* SampleBatch.make(questions.length, options, weights)

    const ofQuestion = (question: PromptedQuestion, place: number) =>
      Effect.gen(function*() {
        const { environment, index, prompt } = question
        const responses = yield* batch.sample(place, {
          prompt,
          samples: options.samples,
          seed: hash("sample", options.purpose, options.seed, options.step, environment, index)
        })
        const texts = responses.map(({ tokens }) => policy.decode(tokens))
        const group = Effect.map(
          verdicts(environments.get(environment)!, question, texts),
          (judged): Group => ({
            question,
            prompt,
            rollouts: responses.map((response, i) => ({
              response,
              text: texts[i]!,
              verdict: judged[i]!,
              reward: rewardOf(options.reward, judged[i]!, response.tokens.length, options.maxTokens)
            }))
          })
        )
        return yield* asDefect<Group | Defect, never>(group, (defect) => defect)
      })

    const byEnvironment = Map.groupBy(questions.entries(), ([, { environment }]) => environment)
    const outcomes: Array<Group | Defect> = []
    yield* Effect.forEach(
      byEnvironment.values(),
      (places) =>
        Effect.forEach(
          places,
          ([place, question]) =>
            Effect.map(ofQuestion(question, place), (outcome) => {
              outcomes[place] = outcome
            }),
          { concurrency: "unbounded", discard: true }
        ),
      { concurrency: "unbounded", discard: true }
    )
    return {
      groups: outcomes.filter((outcome) => "question" in outcome),
      defects: outcomes.filter((outcome) => "_tag" in outcome),
      samplingTime: batch.samplingTime()
    }
  })
