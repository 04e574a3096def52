/** Where the fibers of a step meet: their sampling requests become one, in an order that arrival does not change. */
import {
  Policy,
  type PolicyError,
  type PublishedWeights,
  type Response,
  type SampleRequest,
  type SamplingOptions
} from "@scaler/policy/Policy"
import { Deferred, Duration, Effect } from "effect"

/** A place for each of a known number of requests. */
export interface SampleBatch {
  /** Hands in the request of a place and waits until all places are filled and sampled. */
  readonly sample: (
    place: number,
    request: SampleRequest
  ) => Effect.Effect<ReadonlyArray<Response>, PolicyError>
  /** How long the policy took, in milliseconds; 0 before it has answered. */
  readonly samplingTime: () => number
}

export const make = (
  places: number,
  options: SamplingOptions,
  weights?: PublishedWeights
): Effect.Effect<SampleBatch, never, Policy> =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const sampled = yield* Deferred.make<ReadonlyArray<ReadonlyArray<Response>>, PolicyError>()
    const requests: Array<SampleRequest> = []
    let filled = 0
    let samplingTime = 0
    const sampleAll = Effect.map(
      Effect.timed(Effect.suspend(() => policy.sample(requests, options, weights))),
      ([duration, responses]) => {
        samplingTime = Duration.toMillis(duration)
        return responses
      }
    )
    return {
      sample: (place, request) =>
        Effect.gen(function*() {
          requests[place] = request
          if (++filled === places) yield* Effect.intoDeferred(sampleAll, sampled)
          return (yield* Deferred.await(sampled))[place]!
        }),
      samplingTime: () => samplingTime
    }
  })
