/** A language model as those see it who only ask: texts go in, texts come out. */
import type { Seed } from "@scaler/dsl/Random"
import { Context, Effect, Layer } from "effect"
import { Policy, type PolicyError, type PolicyInfo, type SamplingOptions } from "./Policy.ts"

/** A statement to be asked, and how many responses to draw. */
export interface TextRequest {
  readonly statement: string
  /** Message of the system before it, in the place of the model's usual one; empty for none. */
  readonly system?: string
  /** Responses to draw, G ≥ 1. */
  readonly samples: number
  readonly seed: Seed
}

export interface TextResponse {
  readonly text: string
  readonly finish: "stop" | "length"
  /** Tokens of the response, the end token included; null where the engine does not count them. */
  readonly tokens: number | null
  /** Sum of their log-probabilities, in nats; null where the engine does not tell them. */
  readonly logProb: number | null
}

/** Every policy is one, by its tokenizer. A server of chat completions is one and no policy: it shows no tokens. */
export class TextModel extends Context.Tag("@scaler/policy/TextModel")<TextModel, {
  readonly info: Pick<PolicyInfo, "facts" | "description" | "notes">
  /**
   * The responses to each request, in order. Equal requests give equal responses as far as the engine heeds seeds; stop
   * texts may be left out of the responses that they end.
   */
  readonly respond: (
    requests: ReadonlyArray<TextRequest>,
    options: SamplingOptions
  ) => Effect.Effect<ReadonlyArray<ReadonlyArray<TextResponse>>, PolicyError>
}>() {}

/** The policy, asked in texts. */
export const ofPolicy: Layer.Layer<TextModel, never, Policy> = Layer.effect(
  TextModel,
  Effect.map(Policy, ({ decode, info, prompt, sample }) => ({
    info,
    respond: (requests, options) =>
      Effect.gen(function*() {
        const prompted = yield* Effect.forEach(requests, ({ samples, seed, statement, system }) =>
          Effect.map(prompt(statement, system), (prompt) => ({ prompt, samples, seed })))
        const groups = yield* sample(prompted, options)
        return groups.map((responses) =>
          responses.map(({ finish, logProbs, tokens }) => ({
            text: decode(tokens),
            finish,
            tokens: tokens.length,
            logProb: logProbs.reduce((sum, logProb) =>
              sum + logProb, 0)
          }))
        )
      })
  }))
)
