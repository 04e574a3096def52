/** Checks of what a policy is asked, so that nothing malformed reaches the tensors. */
import { Effect } from "effect"
import {
  PolicyError,
  type PublishedWeights,
  type SampleRequest,
  type SamplingOptions,
  type TrainingRollout,
  type UpdateOptions
} from "../Policy.ts"
import type { Sequence } from "./Batch.ts"
import { type ModelConfig, type Parameter, sizeOf } from "./ModelConfig.ts"

const refuse = (message: string) => new PolicyError({ reason: "Request", message })

/** What bounds the tokens of a request. */
export type Limits = Pick<ModelConfig, "vocabulary" | "context">

const tokensProblem = (config: Limits, what: string, tokens: Int32Array): string | undefined => {
  const wrong = tokens.find((token) => token < 0 || token >= config.vocabulary)
  return wrong === undefined
    ? undefined
    : `${what} holds token ${wrong}; the vocabulary has 0 to ${config.vocabulary - 1}`
}

const first = <A>(values: ReadonlyArray<A>, problem: (value: A, index: number) => string | undefined) => {
  for (const [index, value] of values.entries()) {
    const found = problem(value, index)
    if (found !== undefined) return found
  }
  return undefined
}

const check = (problem: string | undefined): Effect.Effect<void, PolicyError> =>
  problem === undefined ? Effect.void : Effect.fail(refuse(problem))

const positive = (name: string, value: number): string | undefined =>
  Number.isSafeInteger(value) && value >= 1
    ? undefined
    : `${name} is ${value}; it must be a whole number from 1`

/** How tokens are drawn makes sense. */
export const checkOptions = (
  { maxTokens, minP, stop, temperature, topK, topP }: SamplingOptions
): Effect.Effect<void, PolicyError> =>
  check(
    positive("maxTokens", maxTokens) ??
      (temperature >= 0 && temperature < Infinity
        ? undefined
        : `temperature is ${temperature}; it must be from 0`) ??
      (topP > 0 && topP <= 1 ? undefined : `topP is ${topP}; it must be above 0 and at most 1`) ??
      (Number.isSafeInteger(topK) && topK >= 0
        ? undefined
        : `topK is ${topK}; it must be a whole number from 0`) ??
      (minP >= 0 && minP <= 1 ? undefined : `minP is ${minP}; it must be from 0 to 1`) ??
      (stop.includes("") ? "an empty stop text would end every response" : undefined)
  )

/** Each request asks for at least one sample. */
export const checkSamples = (
  requests: ReadonlyArray<Pick<SampleRequest, "samples">>
): Effect.Effect<void, PolicyError> =>
  check(first(requests, ({ samples }, index) => positive(`samples of request ${index}`, samples)))

/** Prompts hold a token, leave room for one, and ask for at least one sample. */
export const checkSampling = (
  config: Limits,
  requests: ReadonlyArray<SampleRequest>,
  options: SamplingOptions
): Effect.Effect<void, PolicyError> =>
  checkOptions(options).pipe(
    Effect.zipRight(checkSamples(requests)),
    Effect.zipRight(check(first(requests, ({ prompt }, index) =>
      (prompt.length >= 1 && prompt.length < config.context
        ? undefined
        : `the prompt of request ${index} has ${prompt.length} tokens; it must have 1 to ${
          config.context - 1
        }`) ??
        tokensProblem(config, `the prompt of request ${index}`, prompt))))
  )

/** Published weights are those of what is trained here. */
export const checkPublished = (
  parameters: ReadonlyArray<Parameter>,
  weights: PublishedWeights | undefined
): Effect.Effect<void, PolicyError> => {
  const sizes = parameters.map(sizeOf)
  const fits = weights === undefined ||
    (weights.length === sizes.length && sizes.every((size, index) => weights[index]!.length === size))
  return check(fits ? undefined : "the weights to sample from are not those of a model of this shape")
}

/** Sequences hold a prompt and a response and fit the context. */
export const checkSequences = (
  config: Limits,
  sequences: ReadonlyArray<Sequence>
): Effect.Effect<void, PolicyError> =>
  check(
    (sequences.length > 0 ? undefined : "an update needs at least one response") ??
      first(sequences, ({ prompt, response }, index) =>
        (prompt.length >= 1 && response.length >= 1
          ? undefined
          : `prompt and response ${index} must hold at least one token each`) ??
          (prompt.length + response.length <= config.context
            ? undefined
            : `prompt and response ${index} have ${prompt.length + response.length} tokens; the context is ` +
              config.context) ??
          tokensProblem(config, `prompt ${index}`, prompt) ??
          tokensProblem(config, `response ${index}`, response))
  )

/** Rollouts carry one log-probability per response token; a divergence needs a reference. */
export const checkUpdate = (
  config: Limits,
  rollouts: ReadonlyArray<TrainingRollout>,
  { loss, maxTokens, temperature }: UpdateOptions,
  hasReference: boolean
): Effect.Effect<void, PolicyError> =>
  Effect.zipRight(
    checkSequences(config, rollouts),
    check(
      positive("maxTokens", maxTokens) ??
        (temperature > 0 && temperature < Infinity
          ? undefined
          : `temperature is ${temperature}; an update needs one above 0`) ??
        (loss.klCoefficient > 0 && !hasReference
          ? "the loss has a klCoefficient, but no reference policy was set"
          : undefined) ??
        first(rollouts, ({ logProbs, response }, index) =>
          logProbs.length === response.length
            ? undefined
            : `rollout ${index} has ${logProbs.length} log-probabilities for ${response.length} tokens`)
    )
  )
