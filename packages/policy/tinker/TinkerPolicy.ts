/** A policy on a server that speaks the Tinker protocol: a LoRA adapter, trained and sampled there. */
import { FetchHttpClient, type HttpClient } from "@effect/platform"
import { Config, Effect, Layer, type Scope } from "effect"
import {
  Policy,
  PolicyError,
  type PublishedWeights,
  type Response,
  type SampleRequest,
  type SamplingOptions
} from "../Policy.ts"
import { checkSampling } from "../tfjs/requests.ts"
import type { Tokenizer } from "../tokenizer/Tokenizer.ts"
import * as Client from "./Client.ts"
import type * as Http from "./Http.ts"
import * as PresentModel from "./PresentModel.ts"
import * as Refusals from "./Refusals.ts"
import type { Sampler } from "./RemoteModel.ts"
import * as SnapshotFile from "./SnapshotFile.ts"
import { toPolicyError } from "./TinkerError.ts"
import * as Updates from "./Updates.ts"

export interface TinkerPolicyConfig extends Omit<Http.Options, "key"> {
  /** As the server calls it. */
  readonly baseModel: string
  /** The base model's. */
  readonly tokenizer: Tokenizer
  /** What tells it from others: recorded with the run. */
  readonly tokenizerFingerprint: string
  /** Most tokens of prompt and response together. */
  readonly context: number
  readonly lora: { readonly rank: number }
  /** Of the adapter's first weights. */
  readonly seed: number
  readonly optimizer: Updates.Optimizer
  /** Updates that sampling will run ahead of. 0 unless given. */
  readonly maxStaleness?: number
  /** Most requests for samples under way at a time. 64 unless given. */
  readonly inFlight?: number
}

const refuse = (message: string) => new PolicyError({ reason: "Request", message })

/** A server that can do what the configuration asks for. */
const connect = ({ baseModel, maxStaleness = 0, optimizer, ...options }: TinkerPolicyConfig) =>
  Effect.gen(function*() {
    const key = yield* Effect.orDie(Config.option(Config.redacted("TINKER_API_KEY")))
    const client = yield* Effect.mapError(
      Client.make({ ...options, key }),
      ({ message }) => new PolicyError({ reason: "Backend", message })
    )
    if (!client.models.includes(baseModel)) {
      return yield* new PolicyError({
        reason: "Backend",
        message: `The server does not have the base model ${baseModel}; it has ${client.models.join(", ")}`
      })
    }
    const { maxGradientNorm } = optimizer
    yield* Refusals.check(
      client.server,
      Refusals.ofDialect(client.dialect, { maxGradientNorm, maxStaleness })
    )
    return client
  })

const make = (
  config: TinkerPolicyConfig
): Effect.Effect<typeof Policy.Service, PolicyError, Scope.Scope | HttpClient.HttpClient> =>
  Effect.gen(function*() {
    const { baseModel, context, inFlight = 64, lora: { rank }, seed, tokenizer, tokenizerFingerprint } =
      config
    const client = yield* connect(config)
    const model = yield* PresentModel.make(client, { baseModel, rank, seed })
    const limits = { context, vocabulary: tokenizer.vocabulary }
    const { supervise, update } = Updates.make(client.dialect, limits, model, config.optimizer)
    const published = new WeakMap<PublishedWeights, Sampler>()
    const turn = yield* Effect.makeSemaphore(1)
    const drawing = yield* Effect.makeSemaphore(inFlight)
    const inOrder = turn.withPermits(1)

    const draw = (
      sampler: Sampler,
      { prompt, samples, seed }: SampleRequest,
      { maxTokens, temperature, topK, topP }: SamplingOptions
    ): Effect.Effect<ReadonlyArray<Response>, PolicyError> =>
      sampler(prompt, samples, {
        max_tokens: Math.min(maxTokens, context - prompt.length),
        // A server may count the seeds of a request's samples on from this one.
        seed: seed[0] >>> 2,
        stop: tokenizer.endTokens,
        temperature,
        top_k: topK === 0 ? -1 : topK,
        top_p: topP
      }).pipe(
        drawing.withPermits(1),
        Effect.mapError(toPolicyError),
        Effect.map((sequences) =>
          sequences.map(({ logprobs, stop_reason, tokens }) => ({
            tokens: Int32Array.from(tokens),
            logProbs: Float32Array.from(logprobs),
            finish: stop_reason
          }))
        )
      )

    return {
      info: {
        facts: {
          engine: "tinker",
          url: client.url,
          server: client.server,
          "base model": baseModel,
          tokenizer: tokenizerFingerprint,
          "lora rank": rank
        },
        description: `${baseModel} with LoRA of rank ${rank} on ${client.server} at ${client.url}`,
        vocabulary: tokenizer.vocabulary,
        context,
        notes: []
      },
      encode: tokenizer.encode,
      prompt: tokenizer.prompt,
      decode: tokenizer.decode,
      endToken: tokenizer.endTokens[0],
      sample: (requests, options, weights) =>
        Effect.gen(function*() {
          yield* checkSampling(limits, requests, options)
          yield* Refusals.check(client.server, Refusals.ofSampling(options))
          const all = (sampler: Sampler) =>
            Effect.forEach(requests, (request) => draw(sampler, request, options), {
              concurrency: "unbounded"
            })
          if (weights === undefined) return yield* inOrder(Effect.flatMap(model.sampler, all))
          const sampler = published.get(weights)
          return yield* sampler === undefined
            ? refuse("The weights to sample from were not published by this policy")
            : all(sampler)
        }),
      update: (rollouts, options) => inOrder(update(rollouts, options)),
      supervise: (examples, { learningRate }) => inOrder(supervise(examples, learningRate)),
      publish: Effect.zipRight(
        Refusals.check(
          client.server,
          Refusals.ofDialect(client.dialect, { maxGradientNorm: null, maxStaleness: 1 })
        ),
        inOrder(Effect.map(model.sampler, (sampler) => {
          const weights: PublishedWeights = []
          published.set(weights, sampler)
          return weights
        }))
      ),
      snapshot: (directory) =>
        inOrder(
          Effect.flatMap(model.save, (path) => SnapshotFile.write({ baseModel, rank, path }, directory))
        ),
      restore: (directory) =>
        inOrder(Effect.gen(function*() {
          const snapshot = yield* SnapshotFile.read(directory)
          if (snapshot.baseModel !== baseModel || snapshot.rank !== rank) {
            return yield* new PolicyError({
              reason: "Snapshot",
              message:
                `The snapshot in ${directory} is of ${snapshot.baseModel} with LoRA of rank ${snapshot.rank}`
            })
          }
          yield* model.load(snapshot.path)
        })),
      reference: () =>
        refuse("A Tinker server measures no divergence from a reference: loss.klCoefficient must be 0")
    }
  })

/** A redirected POST would go on as a GET, and Bun takes a server that is silent for 5 minutes for a dead one. */
const requestInit: BunFetchRequestInit = { redirect: "manual", timeout: false }
const http = Layer.provide(FetchHttpClient.layer, Layer.succeed(FetchHttpClient.RequestInit, requestInit))

/**
 * A fresh adapter of a base model; `TINKER_API_KEY` is the key where the server wants one. When the server forgets the
 * model, or an update ends half-way, calls fail with reason `Crashed`, until a snapshot is restored.
 */
export const layer = (config: TinkerPolicyConfig): Layer.Layer<Policy, PolicyError> =>
  Layer.provide(Layer.scoped(Policy, make(config)), http)
