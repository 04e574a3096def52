import { seed } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { beforeAll, describe, expect, test } from "bun:test"
import { Effect, Schema } from "effect"
import { activateReadable } from "../backend/activateReadable.ts"
import type { Response, SampleRequest, SamplingOptions } from "../Policy.ts"
import * as Sampling from "../Sampling.ts"
import * as Tokenizer from "../tokenizer/CharacterTokenizer.ts"
import { pack } from "./Batch.ts"
import { branchedTokens } from "./BranchedTokens.ts"
import { blockPlaces } from "./Cache.ts"
import * as Model from "./Model.ts"
import { ModelConfig } from "./ModelConfig.ts"
import { angles } from "./Rotary.ts"
import * as Sampler from "./Sampler.ts"
import { tiny } from "./tiny.ts"
import { initialise, network, type Weights } from "./Weights.ts"

const model = Schema.decodeSync(ModelConfig)(tiny.model)
const rotary = angles(model)
let weights: Weights = []

beforeAll(async () => {
  await Effect.runPromise(activateReadable)
  // Ten times the usual deviation: a distribution with a shape, in which a wrong place or mask shows.
  weights = initialise(model, 3).map((weight) => weight.rank === 2 ? tf.mul(weight, 10) : weight)
})

/** Prompts of 1 to 20 tokens. */
const requests: ReadonlyArray<SampleRequest> = Array.from({ length: 9 }, (_, index) => ({
  prompt: Int32Array.from({ length: 1 + (index * 7) % 20 }, (_, at) => 4 + (index * 31 + at * 17) % 90),
  samples: index === 4 ? 3 : 4,
  seed: seed("sampler", index)
}))

const sample = (requests: ReadonlyArray<SampleRequest>, options: SamplingOptions, room?: Sampler.Room) =>
  Sampler.sample(model, network(model, weights), rotary, Tokenizer, requests, options, room)

const tokensOf = (groups: ReadonlyArray<ReadonlyArray<Response>>) =>
  groups.map((group) => group.map(({ tokens }) => [...tokens]))

/** The distribution of every token of a response from one uncached pass over it alone, in plain numbers. */
const recompute = (prompt: Int32Array, response: Int32Array): ReadonlyArray<Float64Array> => {
  const [batch] = pack([{ prompt, response }], 1)
  const places = network(model, weights)
  const tensor = tf.tidy(() =>
    Model.logits(model, places, Model.forward(model, places, branchedTokens(batch!, rotary)))
  )
  const logits = tensor.dataSync()
  tensor.dispose()
  return Array.from(response, (_, place) => {
    const row = Float64Array.from(logits.subarray(place * model.vocabulary, (place + 1) * model.vocabulary))
    const total = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0))
    return row.map((value) => value - total)
  })
}

const worstDifference = (groups: ReadonlyArray<ReadonlyArray<Response>>): number =>
  Math.max(...groups.flatMap((group, index) =>
    group.flatMap(({ logProbs, tokens }) => {
      const expected = recompute(requests[index]!.prompt, tokens)
      return Array.from(logProbs, (logProb, place) => Math.abs(logProb - expected[place]![tokens[place]!]!))
    })
  ))

test("cached log-probabilities are those of a full pass, while requests finish at different times", async () => {
  const groups = await sample(requests, { ...Sampling.defaults, maxTokens: 24 })
  const lengths = groups.map((group) => Math.max(...group.map(({ tokens }) => tokens.length)))
  // Otherwise nothing was dropped from the batch on the way.
  expect(Math.min(...lengths)).toBeLessThan(Math.max(...lengths))
  expect(worstDifference(groups)).toBeLessThan(1e-4)
})

test("greedy sampling takes the most probable token of a full pass", async () => {
  const groups = await sample(requests, { ...Sampling.greedy, maxTokens: 12 })
  groups.forEach((group, index) => {
    const { tokens } = group[0]!
    recompute(requests[index]!.prompt, tokens).forEach((row, place) => {
      expect(row[tokens[place]!]!).toBeGreaterThan(Math.max(...row) - 1e-4)
    })
  })
})

test("a request gets the same tokens alone as among others", async () => {
  const options = { ...Sampling.defaults, maxTokens: 16, temperature: 0.8, topP: 0.9 }
  const together = await sample(requests, options)
  for (const [index, request] of requests.entries()) {
    const [alone] = await sample([request], options)
    expect(tokensOf([alone!])).toEqual(tokensOf([together[index]!]))
  }
})

test("a stop text ends a response where it first appears, and every other goes on as without it", async () => {
  const options = { ...Sampling.defaults, maxTokens: 24 }
  const free = await sample(requests, options)
  // Two characters that some responses hold and others do not.
  const texts = free.flat().map(({ tokens }) => Tokenizer.decode(tokens))
  const stop = texts.find((text) => text.length > 6)!.slice(3, 5)
  const stopped = (await sample(requests, { ...options, stop: ["never this", stop] })).flat()
  expect(texts.filter((text) => text.includes(stop)).length).toBeLessThan(texts.length)
  free.flat().forEach(({ finish, tokens }, index) => {
    const text = texts[index]!
    const at = text.indexOf(stop)
    expect(Tokenizer.decode(stopped[index]!.tokens)).toBe(at < 0 ? text : text.slice(0, at + stop.length))
    expect(stopped[index]!.finish).toBe(at < 0 ? finish : "stop")
    if (at < 0) expect(stopped[index]!.tokens).toEqual(tokens)
  })
})

describe("requests that wait take the room of those that have ended", () => {
  /** As many tokens as make two blocks, in a model that has places for them. */
  const maxTokens = 2 * blockPlaces
  const long = { ...model, context: maxTokens + 20 }
  /** Room for so many requests at a time, while nothing has been sampled. */
  const roomFor = (count: number): Sampler.Room => ({
    cache: count * (20 + maxTokens) * model.layers * model.kvHeads * model.headWidth * 2 * 4,
    logits: Infinity
  })
  const single = Array.from({ length: 6 * requests.length }, (_, index): SampleRequest => ({
    ...requests[index % requests.length]!,
    samples: 1,
    seed: seed("long", index)
  }))
  const run = (requests: ReadonlyArray<SampleRequest>, room?: Sampler.Room) =>
    Sampler.sample(
      long,
      network(long, weights),
      angles(long),
      Tokenizer,
      requests,
      { ...Sampling.defaults, maxTokens },
      room
    )

  test("and get the same tokens as together", async () => {
    const together = await run(single)
    const lengths = together.flat().map(({ tokens }) => tokens.length)
    // Otherwise there was one block, and none that nobody sees any more.
    expect(Math.max(...lengths)).toBeGreaterThan(blockPlaces)
    expect(lengths.reduce((sum, length) => sum + length) / 6).toBeGreaterThan(2 * blockPlaces)
    expect(tokensOf(await run(single, roomFor(6)))).toEqual(tokensOf(together))
  }, 60_000)
})
