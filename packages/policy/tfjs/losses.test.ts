import * as tf from "@tensorflow/tfjs-core"
import { beforeAll, expect, test } from "bun:test"
import { Effect, FastCheck } from "effect"
import * as Backend from "../backend/Backend.ts"
import { clippedPolicyGradient, crossEntropy } from "./losses.ts"

beforeAll(() => Effect.runPromise(Backend.activate({ threads: 1 })))

const number = (min: number, max: number) => FastCheck.double({ min, max, noNaN: true })
const place = FastCheck.record({
  logProb: number(-5, -0.01),
  shift: number(-0.8, 0.8),
  // Not so small that float32 loses it.
  advantage: FastCheck.integer({ min: -20, max: 20 }).map((tenths) => tenths / 10),
  counts: FastCheck.boolean()
})
const clip = { low: 0.2, high: 0.28 }

/** The loss of one place in plain numbers, and its derivative by the log-probability. */
const plain = ({ advantage, shift }: { readonly advantage: number; readonly shift: number }) => {
  const ratio = Math.exp(-shift)
  const bounded = Math.min(Math.max(ratio, 1 - clip.low), 1 + clip.high)
  const clipped = bounded * advantage < ratio * advantage
  return { clipped, loss: -(clipped ? bounded : ratio) * advantage, slope: clipped ? 0 : -ratio * advantage }
}

test("the clipped loss, its gradient and its clip fraction agree with a loop over plain numbers", () => {
  FastCheck.assert(
    FastCheck.property(FastCheck.array(place, { minLength: 1, maxLength: 20 }), (places) => {
      const tokens = Math.max(1, places.filter(({ counts }) => counts).length)
      // At a corner of the clipping range either derivative is right.
      FastCheck.pre(
        places.every(({ shift }) =>
          Math.min(Math.abs(Math.exp(-shift) - 0.8), Math.abs(Math.exp(-shift) - 1.28)) > 1e-4
        )
      )
      const counted = places.map((each) => ({ ...plain(each), weight: each.counts ? 1 / tokens : 0 }))
      const sum = (of: (each: (typeof counted)[number]) => number) =>
        counted.reduce((total, each) => total + each.weight * of(each), 0)
      tf.tidy(() => {
        const inputs = {
          sampledN: tf.tensor1d(places.map(({ logProb, shift }) => logProb + shift)),
          advantagesN: tf.tensor1d(places.map(({ advantage }) => advantage)),
          weightsN: tf.tensor1d(counted.map(({ weight }) => weight)),
          clip
        }
        const logProbsN = tf.tensor1d(places.map(({ logProb }) => logProb))
        const { clipped, loss, surprisal } = clippedPolicyGradient(logProbsN, inputs)
        expect(loss.dataSync()[0]!).toBeCloseTo(sum((each) => each.loss), 4)
        expect(clipped.dataSync()[0]!).toBeCloseTo(sum((each) => Number(each.clipped)), 5)
        const mean = places.reduce((total, { counts, logProb }) => total - (counts ? logProb / tokens : 0), 0)
        expect(surprisal.dataSync()[0]!).toBeCloseTo(mean, 4)
        const slopes = tf.grad((x) => clippedPolicyGradient(x as tf.Tensor1D, inputs).loss)(logProbsN)
          .dataSync()
        counted.forEach(({ slope, weight }, index) => expect(slopes[index]!).toBeCloseTo(weight * slope, 4))
      })
    }),
    { numRuns: 40 }
  )
})

test("cross-entropy is the mean surprisal of the places that count", () => {
  tf.tidy(() => {
    const { loss, surprisal } = crossEntropy(tf.tensor1d([-1, -2, -40]), tf.tensor1d([0.5, 0.5, 0]))
    expect(loss.dataSync()[0]!).toBeCloseTo(1.5, 6)
    expect(surprisal.dataSync()[0]!).toBeCloseTo(1.5, 6)
  })
})
