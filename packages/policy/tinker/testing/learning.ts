/** What tests ask of a policy: small, and always the same. */
import { seed } from "@scaler/dsl/Random"
import { Effect } from "effect"
import * as Loss from "../../Loss.ts"
import { Policy, type UpdateOptions } from "../../Policy.ts"
import * as Sampling from "../../Sampling.ts"

export const updateOptions: UpdateOptions = {
  learningRate: 0.01,
  loss: Loss.defaults,
  temperature: 1,
  maxTokens: 5
}

/** Responses to some prompts. */
export const sample = (purpose: string, prompts = 2) =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const requests = yield* Effect.forEach(Array.from({ length: prompts }), (_, index) =>
      Effect.map(policy.encode(`${index}+1=`), (prompt) => ({
        prompt,
        samples: 3,
        seed: seed(purpose, index)
      })))
    const groups = yield* policy.sample(requests, { ...Sampling.defaults, maxTokens: 5 })
    return groups.flatMap((group, index) =>
      group.map((response) => ({ ...response, prompt: requests[index]!.prompt }))
    )
  })

/** Rollouts of several lengths, that were sampled by weights a little different from the present ones. */
export const rollouts = (purpose: string) =>
  Effect.map(sample(purpose), (responses) =>
    responses.map(({ logProbs, prompt, tokens }, index) => ({
      prompt,
      response: tokens.slice(0, 1 + index % 5),
      logProbs: logProbs.slice(0, 1 + index % 5).map((logProb, place) =>
        logProb + 0.5 * Math.sin(index + place)
      ),
      advantage: index % 2 === 0 ? 1 : -0.6
    })))

/** An update on rollouts, and a step on examples. */
export const learn = (purpose: string, options: UpdateOptions = updateOptions) =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const batch = yield* rollouts(purpose)
    return [yield* policy.update(batch, options), yield* policy.supervise(batch, options)] as const
  })

/** What was learned, as log-probabilities. */
export const probe = Effect.map(
  sample("probe"),
  (responses) => responses.map(({ logProbs, tokens }) => ({ tokens: [...tokens], logProbs: [...logProbs] }))
)
