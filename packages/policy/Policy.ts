import type { Seed } from "@scaler/dsl/Random"
import { Context, type Effect, Schema } from "effect"
import type { Loss } from "./Loss.ts"
import type { Sampling } from "./Sampling.ts"

/**
 * The policy could not answer.
 * - `Crashed`: its process ended; the state since the last snapshot is gone, resume from there.
 * - `Backend`: no tensor backend could be used, or the one asked for could not, or it cannot hold the model.
 * - `Snapshot`: a snapshot could not be written or read.
 * - `Checkpoint`: a model's folder could not be read or written, or holds what is not supported.
 * - `Request`: the request itself is wrong (a prompt that does not fit, a character the vocabulary lacks).
 */
export class PolicyError
  extends Schema.TaggedError<PolicyError>("@scaler/policy/PolicyError")("PolicyError", {
    reason: Schema.Literal("Crashed", "Backend", "Snapshot", "Checkpoint", "Request"),
    message: Schema.String
  })
{}

/** One group to be sampled: a prompt and how many responses to draw. */
export interface SampleRequest {
  readonly prompt: Int32Array
  /** Responses to draw, G ≥ 1. */
  readonly samples: number
  /** Token t of response s is drawn with a number that depends on (seed, s, t) alone. */
  readonly seed: Seed
}

export interface SamplingOptions extends Sampling {
  /** Most tokens of a response, the end token included. */
  readonly maxTokens: number
}

/** One sampled response. */
export interface Response {
  /** `[T]`, the end token included where the model gave one. */
  readonly tokens: Int32Array
  /** `[T]` float32, natural logarithms. */
  readonly logProbs: Float32Array
  /** `stop` when the end token or a stop text ended it, `length` when `maxTokens` or the model's context did. */
  readonly finish: "stop" | "length"
}

/** One rollout as the update sees it. */
export interface TrainingRollout {
  readonly prompt: Int32Array
  /** `[T]` */
  readonly response: Int32Array
  /** `[T]`, the sampler's log-probabilities. */
  readonly logProbs: Float32Array
  readonly advantage: number
}

export interface UpdateOptions {
  readonly learningRate: number
  readonly loss: Loss
  /** That of the sampling: probabilities in the loss are of the same temperature-scaled distribution. */
  readonly temperature: number
  /** Most tokens that a response could have. */
  readonly maxTokens: number
}

export interface SupervisedExample {
  readonly prompt: Int32Array
  /** `[T]`, the end token included; the loss is the mean over these. */
  readonly response: Int32Array
}

/** What one update did. */
export interface UpdateReport {
  readonly loss: number
  /** Global L2 norm before clipping; NaN where the engine does not tell it. */
  readonly gradientNorm: number
  /** False when the gradients were not finite: weights and optimiser are as before. */
  readonly applied: boolean
  /** Share of response tokens whose ratio was clipped; 0 in supervised updates. */
  readonly clipFraction: number
  /** Mean estimate of the divergence from the reference policy per token, in nats; 0 where the loss has none. */
  readonly kl: number
  /** Mean entropy of the tokens' distributions, in nats; 0 where the loss has none. */
  readonly entropy: number
  /** Mean of −log-probability of the response tokens under the weights before the update, in nats. */
  readonly surprisal: number
  /** Response tokens in the batch. */
  readonly tokens: number
}

/** What an update reports of which nothing is told; what is known is put over it. */
export const blankReport: UpdateReport = {
  loss: 0,
  gradientNorm: 0,
  applied: true,
  clipFraction: 0,
  kl: 0,
  entropy: 0,
  surprisal: 0,
  tokens: 0
}

/**
 * All weights as they were when they were published: float32 in the model's order of parameters. An engine that keeps
 * them elsewhere gives an empty list, which stands for them as long as it is this very list.
 */
export type PublishedWeights = ReadonlyArray<Float32Array>

/** What a running policy is. */
export interface PolicyInfo {
  /** What computes, by name; recorded with the run: bit-equal results are promised for equal facts only. */
  readonly facts: Readonly<Record<string, string | number>>
  /** The same in a line, for people. */
  readonly description: string
  /** Number of tokens. */
  readonly vocabulary: number
  /** Most tokens of prompt and response together. */
  readonly context: number
  /** Why better backends are not used, and what would make this one faster: for people. */
  readonly notes: ReadonlyArray<string>
}

/** A file of a snapshot, relative to its directory. */
export interface SnapshotFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/**
 * A language model that can be sampled and trained. Requests are answered in the order in which they are made, but for
 * those to sample from published weights, which keep an order of their own: they may be answered beside the others.
 */
export class Policy extends Context.Tag("@scaler/policy/Policy")<Policy, {
  readonly info: PolicyInfo
  /** Fails with reason `Request` where the vocabulary lacks a character. */
  readonly encode: (text: string) => Effect.Effect<Int32Array, PolicyError>
  /**
   * A statement as the model is asked it: in its chat template, where it has one, after a message of the system, the usual one
   * unless given. Fails as `encode` does.
   */
  readonly prompt: (statement: string, system?: string) => Effect.Effect<Int32Array, PolicyError>
  readonly decode: (tokens: Int32Array) => string
  /** Ends every response of a supervised example. */
  readonly endToken: number
  /**
   * The responses of each request, in order; from the present weights unless others are given. Equal requests in equal
   * order give equal results.
   */
  readonly sample: (
    requests: ReadonlyArray<SampleRequest>,
    options: SamplingOptions,
    weights?: PublishedWeights
  ) => Effect.Effect<ReadonlyArray<ReadonlyArray<Response>>, PolicyError>
  /** One optimiser step on a policy-gradient loss. A loss with a `klCoefficient` needs a `reference` first. */
  readonly update: (
    rollouts: ReadonlyArray<TrainingRollout>,
    options: UpdateOptions
  ) => Effect.Effect<UpdateReport, PolicyError>
  /** One optimiser step on the cross-entropy of the responses. */
  readonly supervise: (
    examples: ReadonlyArray<SupervisedExample>,
    options: { readonly learningRate: number }
  ) => Effect.Effect<UpdateReport, PolicyError>
  /** The present weights, to be sampled from while updates go on. */
  readonly publish: Effect.Effect<PublishedWeights, PolicyError>
  /** Writes weights and optimiser into an existing directory and flushes them to disk; the weights' file is the first. */
  readonly snapshot: (directory: string) => Effect.Effect<ReadonlyArray<SnapshotFile>, PolicyError>
  readonly restore: (directory: string) => Effect.Effect<void, PolicyError>
  /** Makes the weights of a snapshot the reference policy, from which updates measure the divergence. */
  readonly reference: (directory: string) => Effect.Effect<void, PolicyError>
}>() {}
