/** A model on a server: a LoRA adapter with its optimiser, in a session of its own. */
import { Array as Arr, Effect, Schedule, type Scope } from "effect"
import type { Client } from "./Client.ts"
import type { TinkerError } from "./TinkerError.ts"
import type { Datum } from "./wire/Datum.ts"
import { type ClipRange, forwardBackward, type LossName } from "./wire/ForwardBackward.ts"
import { createModel, unloadModel } from "./wire/Model.ts"
import * as ModelInput from "./wire/ModelInput.ts"
import { type AdamParams, optimStep } from "./wire/OptimStep.ts"
import { sample, type SamplingParams } from "./wire/Sample.ts"
import { createSession, heartbeat } from "./wire/Session.ts"
import { loadWeights, saveWeights, saveWeightsForSampler } from "./wire/Weights.ts"

/** Weights on the server that can be sampled from. */
export type Sampler = (
  prompt: Int32Array,
  samples: number,
  params: SamplingParams
) => Effect.Effect<(typeof sample.result.Type)["sequences"], TinkerError>

export interface RemoteModel {
  /** Log-probabilities of each datum's targets under the present weights; their gradients are added to the model's. */
  readonly forwardBackward: (
    data: ReadonlyArray<Datum>,
    loss: { readonly loss_fn: LossName; readonly loss_fn_config?: ClipRange }
  ) => Effect.Effect<ReadonlyArray<ReadonlyArray<number>>, TinkerError>
  /** What the server measured of the step. */
  readonly optimStep: (params: AdamParams) => Effect.Effect<ReadonlyMap<string, number>, TinkerError>
  /** The present weights, to be sampled from. */
  readonly sampler: Effect.Effect<Sampler, TinkerError>
  /** Keeps weights and optimiser on the server; gives the path from which they can be loaded. */
  readonly save: (name: string) => Effect.Effect<string, TinkerError>
  readonly unload: Effect.Effect<void>
}

export interface Options {
  readonly baseModel: string
  readonly rank: number
  readonly seed: number
  /** What another model saved, with which this one starts. */
  readonly path?: string
}

/** Most tokens in one request; a batch with more goes in several. */
const maxRequestTokens = 65_536

const tokensOf = ({ model_input }: Datum): number => ModelInput.tokensOf(model_input).length

/** Neighbours that fit into one request; one that is too long by itself goes alone. */
const requests = (data: ReadonlyArray<Datum>): ReadonlyArray<Arr.NonEmptyReadonlyArray<Datum>> => {
  const parts: Array<[Datum, ...Array<Datum>]> = []
  let tokens = Infinity
  for (const datum of data) {
    const size = tokensOf(datum)
    if (tokens + size > maxRequestTokens) {
      parts.push([datum])
      tokens = size
    } else {
      parts.at(-1)!.push(datum)
      tokens += size
    }
  }
  return parts
}

/** Makes a model; its session lives as long as the scope. */
export const make = (
  client: Client,
  { baseModel, path, rank, seed }: Options
): Effect.Effect<RemoteModel, TinkerError, Scope.Scope> =>
  Effect.gen(function*() {
    const { session_id } = yield* client.ask(createSession, { tags: ["scaler"], sdk_version: "scaler" })
    // A server that has forgotten the session says so to the next request that counts.
    yield* client.ask(heartbeat, { session_id }).pipe(
      Effect.ignore,
      Effect.repeat(Schedule.spaced("30 seconds")),
      Effect.forkScoped
    )
    const { model_id } = yield* client.call(createModel, {
      session_id,
      model_seq_id: 0,
      base_model: baseModel,
      lora_config: { rank, seed }
    })
    // The model's creation was number 0.
    let requestsMade = 0
    const numbered = () => ({ model_id, seq_id: ++requestsMade })
    if (path !== undefined) yield* client.call(loadWeights, { ...numbered(), path, optimizer: true })
    let samplers = 0

    return {
      forwardBackward: (data, loss) =>
        Effect.gen(function*() {
          const results = yield* Effect.forEach(requests(data), (part) =>
            client.submit(forwardBackward, {
              ...numbered(),
              forward_backward_input: { data: part, ...loss }
            }))
          const parts = yield* Effect.all(results, { concurrency: "unbounded" })
          return parts.flatMap(({ loss_fn_outputs }) =>
            loss_fn_outputs.map(({ logprobs }) => logprobs.data.map((logProb) => logProb ?? NaN))
          )
        }),
      optimStep: (adam_params) =>
        Effect.map(
          Effect.suspend(() => client.call(optimStep, { ...numbered(), adam_params })),
          ({ metrics }) => new Map(Object.entries(metrics ?? {}).map(([name, value]) => [name, value ?? NaN]))
        ),
      sampler: Effect.gen(function*() {
        const { sampling_session_id } = yield* client.call(saveWeightsForSampler, {
          ...numbered(),
          sampling_session_seq_id: samplers++
        })
        let drawn = 0
        return (prompt: Int32Array, num_samples: number, sampling_params: SamplingParams) =>
          Effect.suspend(() =>
            client.call(sample, {
              sampling_session_id,
              seq_id: drawn++,
              prompt: ModelInput.of(prompt),
              num_samples,
              sampling_params
            })
          ).pipe(Effect.map(({ sequences }) => sequences))
      }),
      save: (name) =>
        Effect.map(
          Effect.suspend(() => client.call(saveWeights, { ...numbered(), path: name })),
          ({ path }) => path
        ),
      unload: client.call(unloadModel, { model_id }).pipe(Effect.timeout("5 seconds"), Effect.ignore)
    }
  })
