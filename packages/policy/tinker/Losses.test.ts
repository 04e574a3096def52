import * as tf from "@tensorflow/tfjs-core"
import { beforeAll, expect, test } from "bun:test"
import { Effect, FastCheck as fc } from "effect"
import { activateReadable } from "../backend/activateReadable.ts"
import * as Loss from "../Loss.ts"
import type { TrainingRollout } from "../Policy.ts"
import { surrogate } from "../tfjs/loss/Surrogate.ts"
import { tokenWeights } from "../tfjs/loss/Weights.ts"
import * as Dialect from "./Dialect.ts"
import * as Losses from "./Losses.ts"
import { learn, probe, updateOptions } from "./testing/learning.ts"
import { onServer } from "./testing/policies.ts"

beforeAll(() => Effect.runPromise(activateReadable))

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const rollout = fc.record({
  advantage: number(-2, 2),
  places: fc.array(fc.record({ logProb: number(-5, -0.01), shift: number(-0.8, 0.8) }), {
    minLength: 1,
    maxLength: 5
  })
})

test("what an update came to is told as the embedded policy tells it", () => {
  const losses = fc.record({
    surrogate: fc.constantFrom("ppo" as const, "cispo" as const),
    low: number(0.05, 0.9),
    high: number(0.05, 2),
    aggregation: fc.constantFrom("token-mean" as const, "sequence-mean" as const, "fixed-length" as const)
  })
  fc.assert(
    fc.property(losses, fc.array(rollout, { minLength: 1, maxLength: 4 }), (chosen, given) => {
      const { aggregation, high, low } = chosen
      const loss: Loss.Loss = {
        ...Loss.defaults,
        surrogate: chosen.surrogate,
        aggregation,
        clip: { low, high, dual: null }
      }
      const shifts = given.flatMap(({ places }) => places.map(({ shift }) => Math.exp(shift)))
      // At a corner float32 and float64 may differ in what is clipped.
      fc.pre(
        shifts.every((ratio) => Math.min(Math.abs(ratio - 1 + low), Math.abs(ratio - 1 - high)) > 1e-4)
      )
      const weights = tokenWeights(aggregation, given.map(({ places }) => places.length), 5)
      const each = <A>(
        value: (of: typeof given[number], place: typeof given[number]["places"][number], i: number) => A
      ) => given.flatMap((of, i) => of.places.map((place) => value(of, place, i)))
      tf.tidy(() => {
        const terms = surrogate(
          tf.tensor1d(each((_, { logProb }) => logProb)),
          {
            sampledN: tf.tensor1d(each((_, { logProb, shift }) => logProb - shift)),
            advantagesN: tf.tensor1d(each(({ advantage }) => advantage)),
            inverseLengthsN: tf.tensor1d(each(() => 1)),
            length: 1
          },
          loss
        )
        const values = terms.valueN.dataSync()
        const clipped = [...terms.clippedN.dataSync<"float32">()]
        const expected = -each((_, __, i) => weights[i]!).reduce(
          (sum, weight, n) => sum + weight * values[n]!,
          0
        )
        const rollouts: ReadonlyArray<TrainingRollout> = given.map(({ advantage, places }) => ({
          prompt: Int32Array.of(1),
          response: Int32Array.from(places, () => 1),
          logProbs: Float32Array.from(places, ({ logProb, shift }) => logProb - shift),
          advantage
        }))
        const outcome = Losses.evaluate(
          loss,
          rollouts,
          given.map(({ places }) => places.map(({ logProb }) => logProb)),
          weights
        )
        expect(outcome.loss).toBeCloseTo(expected, 4)
        expect(outcome.tokens).toBe(values.length)
        if (given.every(({ advantage }) => Math.abs(advantage) > 1e-3)) {
          expect(outcome.clipFraction).toBeCloseTo(
            clipped.reduce((sum, one) => sum + one, 0) / values.length,
            6
          )
        }
      })
    }),
    { numRuns: 40 }
  )
})

test("an unbounded ratio is importance sampling", () => {
  const clip = { low: 1, high: Infinity, dual: null }
  expect(Losses.toServer({ ...Loss.defaults, clip })).toEqual({ loss_fn: "importance_sampling" })
})

/** An update and a step on examples with one loss: what was told, what the server came to, and what was learned. */
const learned = (dialect: Dialect.Dialect, loss: Loss.Loss) =>
  onServer({ dialect, polls: 1 }, (connect, { engine }) =>
    Effect.gen(function*() {
      const reports = yield* learn("losses", { ...updateOptions, loss })
      return { reports, losses: [...engine.losses], after: yield* probe }
    }).pipe(Effect.provide(connect())))

test("servers that add losses up and servers that take means learn the same", async () => {
  const choices: ReadonlyArray<Partial<Loss.Loss>> = [
    { surrogate: "ppo", aggregation: "token-mean" },
    { surrogate: "cispo", aggregation: "sequence-mean" },
    { surrogate: "ppo", aggregation: "fixed-length" }
  ]
  for (const choice of choices) {
    const loss = { ...Loss.defaults, ...choice }
    const sum = await learned(Dialect.tinker, loss)
    const mean = await learned(Dialect.skyrl, loss)
    for (const { losses, reports } of [sum, mean]) {
      expect(losses[0]).toBeCloseTo(reports[0].loss, 8)
      expect(losses[1]).toBeCloseTo(reports[1].loss, 8)
      expect(reports[0].clipFraction).toBeGreaterThan(0)
    }
    expect(mean.reports[0].loss).toBeCloseTo(sum.reports[0].loss, 8)
    expect(mean.reports[0].gradientNorm).toBeCloseTo(sum.reports[0].gradientNorm, 6)
    expect(mean.reports[1].gradientNorm).toBeCloseTo(sum.reports[1].gradientNorm, 6)
    for (const [i, { logProbs, tokens }] of mean.after.entries()) {
      expect(tokens).toEqual(sum.after[i]!.tokens)
      logProbs.forEach((logProb, place) => expect(logProb).toBeCloseTo(sum.after[i]!.logProbs[place]!, 4))
    }
  }
}, 60_000)
