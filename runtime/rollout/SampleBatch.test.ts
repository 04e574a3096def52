import { Policy, type SampleRequest } from "@scaler/policy/Policy"
import { PolicyError } from "@scaler/policy/Policy"
import * as Sampling from "@scaler/policy/Sampling"
import { expect, test } from "bun:test"
import { Effect, Layer } from "effect"
import * as SampleBatch from "./SampleBatch.ts"

const options = { ...Sampling.defaults, maxTokens: 1 }
const request = (place: number): SampleRequest => ({
  prompt: Int32Array.of(place),
  samples: 1,
  seed: [0, 0, 0, place]
})

/** A policy that only samples, and answers with the prompt. */
const echo = (seen: (requests: ReadonlyArray<SampleRequest>) => void, failure?: PolicyError) =>
  Layer.succeed(
    Policy,
    {
      sample: (requests: ReadonlyArray<SampleRequest>) => {
        seen(requests)
        return failure ?? Effect.succeed(
          requests.map((
            { prompt }
          ) => [{ tokens: prompt, logProbs: new Float32Array(1), finish: "stop" as const }])
        )
      }
    } as unknown as typeof Policy.Service
  )

test("requests become one, in the order of their places, whatever the order of arrival", async () => {
  const calls: Array<ReadonlyArray<SampleRequest>> = []
  const arrival = [3, 0, 4, 2, 1]
  const program = Effect.gen(function*() {
    const batch = yield* SampleBatch.make(arrival.length, options)
    return yield* Effect.forEach(arrival, (place) => batch.sample(place, request(place)), {
      concurrency: "unbounded"
    })
  })
  const answers = await Effect.runPromise(Effect.provide(program, echo((requests) => calls.push(requests))))
  expect(answers.map(([response]) => response!.tokens[0]!)).toEqual(arrival)
  expect(calls.map((requests) => requests.map(({ prompt }) => prompt[0]!))).toEqual([[0, 1, 2, 3, 4]])
})

test("a policy that fails, fails every place", async () => {
  const failure = new PolicyError({ reason: "Crashed", message: "gone" })
  const program = Effect.gen(function*() {
    const batch = yield* SampleBatch.make(3, options)
    return yield* Effect.forEach([0, 1, 2], (place) => Effect.flip(batch.sample(place, request(place))), {
      concurrency: "unbounded"
    })
  })
  expect(await Effect.runPromise(Effect.provide(program, echo(() => undefined, failure)))).toEqual([
    failure,
    failure,
    failure
  ])
})
