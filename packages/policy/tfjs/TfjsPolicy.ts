/** The tfjs policy in the process that asks: an update blocks its thread. `ProcessPolicy` runs it apart. */
import * as tf from "@tensorflow/tfjs-core"
import { Effect, Layer, Option, ParseResult, Schema, type Scope } from "effect"
import * as Backend from "../backend/Backend.ts"
import { advice } from "../backend/BackendName.ts"
import { Policy, PolicyError, type PublishedWeights } from "../Policy.ts"
import * as AdamW from "./AdamW.ts"
import { NotFinite } from "./Draft.ts"
import * as Learner from "./Learner.ts"
import * as Memory from "./Memory.ts"
import { countOf, type ModelSettings, parameters } from "./ModelConfig.ts"
import { checkPublished, checkSampling, checkSequences, checkUpdate } from "./requests.ts"
import { angles } from "./Rotary.ts"
import * as Sampler from "./Sampler.ts"
import * as Snapshot from "./Snapshot.ts"
import * as Start from "./Start.ts"
import { fromValues, type Weights } from "./Weights.ts"

/** A tfjs policy. */
export interface TfjsPolicyConfig {
  /** Sizes of a new model, or the folder of one. */
  readonly model: ModelSettings | Start.FolderModel
  readonly optimizer: AdamW.OptimizerSettings
  /** Names the first weights of a new model. */
  readonly seed: number
  /** Tensor backend; the best that works where absent. */
  readonly backend?: Backend.BackendName
  /** Threads of the matrix kernel. */
  readonly threads?: number
  /** Most places of a micro-batch, 2048 or what memory allows; bounds memory. */
  readonly microBatchTokens?: number
}

/** Calls after which freed tensor handles are collected; without it resident memory grows by gigabytes. */
const collectEvery = 8

const decodeOptimizer = (
  config: AdamW.OptimizerSettings
): Effect.Effect<AdamW.OptimizerConfig, PolicyError> =>
  Effect.mapError(Schema.decode(AdamW.OptimizerConfig)(config), (error) =>
    new PolicyError({
      reason: "Request",
      message: `The optimizer's settings are wrong: ${ParseResult.TreeFormatter.formatErrorSync(error)}`
    }))

const diverged = (cause: NotFinite): PolicyError =>
  new PolicyError({
    reason: "Crashed",
    message:
      `The policy has diverged (${cause.message}): resume from an earlier checkpoint with a lower learning rate`
  })

/** Starts a policy; its tensors are freed with the scope. */
export const make = (
  config: TfjsPolicyConfig
): Effect.Effect<typeof Policy.Service, PolicyError, Scope.Scope> =>
  Effect.gen(function*() {
    const optimizer = yield* decodeOptimizer(config.optimizer)
    const { lora, model, tokenizer, ...start } = yield* Start.open(config.model, config.seed)
    const backend = yield* Backend.activate({
      ...(config.backend === undefined ? {} : { name: config.backend }),
      ...(config.threads === undefined ? {} : { threads: config.threads })
    })
    const { keeps, places } = yield* Effect.mapError(
      Memory.plan(model, backend.name, lora),
      (message) => new PolicyError({ reason: "Backend", message })
    )
    const rotary = angles(model)
    const { frozen, trained, values } = yield* start.weights
    const learner: Learner.LearnerConfig = {
      model,
      trained,
      optimizer,
      angles: rotary,
      microBatchTokens: config.microBatchTokens ?? places,
      keeps
    }
    const facts = {
      ...yield* start.facts,
      // Another division of a batch is another order of sums.
      ...(places !== Memory.usualPlaces ? { "micro-batch places": places } : {})
    }
    const room = Sampler.rooms[Memory.limit(backend.name) === undefined ? "card" : "processor"]
    let state: Learner.LearnerState = { weights: values, moments: AdamW.initial(values) }
    let reference: Weights | undefined
    let published: { readonly from: PublishedWeights; readonly weights: Weights } | undefined
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        Learner.dispose(state)
        tf.dispose([...frozen, ...reference ?? [], ...published?.weights ?? []])
      })
    )
    /** Published weights as tensors, kept until others are asked for. */
    const asTensors = (from: PublishedWeights): Weights => {
      if (published?.from === from) return published.weights
      tf.dispose([...published?.weights ?? []])
      published = { from, weights: fromValues(trained.parameters, from) }
      return published.weights
    }
    let calls = 0
    const collect = Effect.sync(() => {
      if (++calls % collectEvery === 0) Bun.gc(true)
    })
    const learn = (step: () => ReturnType<typeof Learner.update>) =>
      Effect.promise(step).pipe(
        Effect.map((next) => {
          state = next.state
          return next.report
        }),
        Effect.zipLeft(collect)
      )
    const turns = yield* Effect.makeSemaphore(1)
    /** Whole, and after what was asked before. */
    const inTurn = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
      turns.withPermits(1)(Effect.uninterruptible(effect))
    const { kernel, name, threads } = backend
    const size = countOf(parameters(model))
    const ofTrained = countOf(trained.parameters)
    return {
      info: {
        facts: {
          backend: name,
          threads,
          kernel,
          parameters: size,
          ...(lora === undefined ? {} : { "trained parameters": ofTrained }),
          ...facts
        },
        description: `${size} parameters${lora === undefined ? "" : `, ${ofTrained} of adapters trained,`}`
          + ` on ${name} (${kernel}, ${threads} threads)`,
        vocabulary: model.vocabulary,
        context: model.context,
        notes: [...backend.notes, ...Option.toArray(Option.fromNullable(advice(name)))]
      },
      encode: tokenizer.encode,
      prompt: tokenizer.prompt,
      decode: tokenizer.decode,
      endToken: tokenizer.endTokens[0],
      sample: (requests, options, from) =>
        Effect.zipRight(checkSampling(model, requests, options), checkPublished(trained.parameters, from))
          .pipe(
            Effect.zipRight(Effect.suspend(() => {
              const places = trained.network(from === undefined ? state.weights : asTensors(from))
              return Effect.promise(() =>
                Sampler.sample(model, places, rotary, tokenizer, requests, options, room)
              )
            })),
            Effect.catchSomeDefect((cause) =>
              cause instanceof NotFinite ? Option.some(Effect.fail(diverged(cause))) : Option.none()
            ),
            Effect.zipLeft(collect),
            inTurn
          ),
      update: (rollouts, options) =>
        Effect.zipRight(
          Effect.suspend(() => checkUpdate(model, rollouts, options, reference !== undefined)),
          learn(() => Learner.update(learner, state, rollouts, options, reference))
        ).pipe(inTurn),
      supervise: (examples, { learningRate }) =>
        Effect.zipRight(
          checkSequences(model, examples),
          learn(() => Learner.supervise(learner, state, examples, learningRate))
        ).pipe(inTurn),
      publish: inTurn(Effect.suspend(() =>
        Effect.forEach(state.weights, (weight) => Effect.promise(() => weight.data<"float32">()))
      )),
      snapshot: (directory) =>
        inTurn(Effect.suspend(() => Snapshot.write(trained, state, directory))),
      restore: (directory) =>
        Effect.map(Snapshot.read(trained, directory), (restored) => {
          Learner.dispose(state)
          state = restored
        }).pipe(inTurn),
      reference: (directory) =>
        Effect.map(Snapshot.readWeights(trained, directory), (read) => {
          tf.dispose([...reference ?? []])
          reference = read
        }).pipe(inTurn)
    }
  })

/** A policy in this process. */
export const layer = (config: TfjsPolicyConfig): Layer.Layer<Policy, PolicyError> =>
  Layer.scoped(Policy, make(config))
