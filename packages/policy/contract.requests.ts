/** What `policyContract` asks of a policy. */
import { seed } from "@scaler/dsl/Random"
import { Effect } from "effect"
import * as Loss from "./Loss.ts"
import type {
  Policy,
  PolicyError,
  Response,
  SampleRequest,
  SamplingOptions,
  UpdateOptions
} from "./Policy.ts"
import * as Sampling from "./Sampling.ts"

export type Service = typeof Policy.Service

export const free: SamplingOptions = { ...Sampling.defaults, maxTokens: 6 }
export const greedy: SamplingOptions = { ...Sampling.greedy, maxTokens: 6 }
export const updateOptions: UpdateOptions = {
  learningRate: 0.01,
  loss: Loss.defaults,
  temperature: 1,
  maxTokens: 6
}
const texts = ["2+3=", "max of 4 9 1: ", "7", "reverse abc "]

export const ask = (
  policy: Service,
  samples: number,
  purpose: string | number
): Effect.Effect<Array<SampleRequest>, PolicyError> =>
  Effect.forEach(
    texts,
    (text, index) =>
      Effect.map(
        policy.encode(text),
        (prompt) => ({ prompt, samples, seed: seed("contract", purpose, index) })
      )
  )

/** A step of sampling and updating, with rewards that only depend on the responses. */
export const learn = (policy: Service, step: number) =>
  Effect.gen(function*() {
    const requests = yield* ask(policy, 4, step)
    const groups = yield* policy.sample(requests, free)
    return yield* policy.update(
      groups.flatMap((group, index) =>
        group.map(({ logProbs, tokens }, member) => ({
          prompt: requests[index]!.prompt,
          response: tokens,
          logProbs,
          advantage: (member % 2 === 0 ? 1 : -1) * (1 + tokens.length)
        }))
      ),
      updateOptions
    )
  })

export const supervised = (policy: Service) =>
  Effect.gen(function*() {
    const answer = yield* policy.encode("\\boxed{5}")
    const examples = (yield* ask(policy, 1, 0)).map(({ prompt }) => ({
      prompt,
      response: Int32Array.of(...answer, policy.endToken)
    }))
    return yield* policy.supervise(examples, { learningRate: 0.01 })
  })

export const plain = (groups: ReadonlyArray<ReadonlyArray<Response>>) =>
  groups.map((group) =>
    group.map(({ finish, logProbs, tokens }) => ({ finish, logProbs: [...logProbs], tokens: [...tokens] }))
  )
