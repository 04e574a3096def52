/** Sampling and judging a step: one request for all its groups, then each is judged. */
import { type Seed, seed as hash } from "@scaler/dsl/Random"
import { Policy, type PolicyError, type PublishedWeights, type SamplingOptions } from "@scaler/policy/Policy"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Array, Duration, Effect } from "effect"
import { asDefect, type Defect } from "./Defect.ts"
import type { Environments, PromptedQuestion } from "./Questions.ts"
import { type Reward, rewardOf } from "./Reward.ts"
import type { Group } from "./Rollout.ts"
import { verdicts } from "./Scoring.ts"
import * as Turn from "./Turn.ts"

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

/** With what a question's responses are drawn. */
const seedOf = (
  { purpose, seed, step }: Pick<GroupOptions, "purpose" | "seed" | "step">,
  { environment, index }: Pick<PromptedQuestion, "environment" | "index">
): Seed => hash("sample", purpose, seed, step, environment, index)

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
    const requests = questions.map((question) => ({
      prompt: question.prompt,
      samples: options.samples,
      seed: seedOf(options, question)
    }))
    const [duration, sampled] = yield* Effect.timed(policy.sample(requests, options, weights))

    const outcomes: globalThis.Array<Group | Defect> = []
    const judge = (place: number) => {
      const question = questions[place]!
      const responses = sampled[place]!
      const texts = responses.map(({ tokens }) => policy.decode(tokens))
      const group = Effect.map(
        verdicts(environments.get(question.environment)!, question, texts),
        (judged): Group => ({
          question,
          prompt: question.prompt,
          rollouts: responses.map((response, i) => ({
            response,
            text: texts[i]!,
            verdict: judged[i]!,
            reward: rewardOf(options.reward, judged[i]!, response.tokens.length, options.maxTokens)
          }))
        })
      )
      return Effect.map(asDefect<Group | Defect, never>(group, (defect) => defect), (outcome) => {
        outcomes[place] = outcome
      })
    }

    // Those that a sandbox judges are waited for together; a fiber for each of the others would cost more than it does.
    const [here, inSandbox] = Array.partition(
      questions.keys(),
      (place) => environments.get(questions[place]!.environment)!.manifest.hasCheck
    )
    yield* Effect.forEach(inSandbox, judge, { concurrency: "unbounded", discard: true })
    yield* Effect.forEach(here, (place) => Effect.zipRight(judge(place), Turn.give), { discard: true })
    return {
      groups: outcomes.filter((outcome) => "question" in outcome),
      defects: outcomes.filter((outcome) => "_tag" in outcome),
      samplingTime: Duration.toMillis(duration)
    }
  })
