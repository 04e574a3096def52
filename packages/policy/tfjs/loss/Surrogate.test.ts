import * as tf from "@tensorflow/tfjs-core"
import { beforeAll, expect, test } from "bun:test"
import { Effect, FastCheck as fc } from "effect"
import { tokenLoss } from "../../../../docs/grpo-on-one-page.ts"
import { activateReadable } from "../../backend/activateReadable.ts"
import * as Loss from "../../Loss.ts"
import { surrogate } from "./Surrogate.ts"

beforeAll(() => Effect.runPromise(activateReadable))

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const place = fc.record({
  logProb: number(-5, -0.01),
  shift: number(-0.8, 0.8),
  // Not so small that float32 loses it.
  advantage: fc.integer({ min: -20, max: 20 }).map((tenths) => tenths / 10)
})

test("value and slope of each token are those of docs/grpo-on-one-page.ts, in plain numbers", () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (places) => {
      // At a corner of the clipping range either derivative is right.
      fc.pre(
        places.every(({ shift }) =>
          Math.min(Math.abs(Math.exp(shift) - 0.8), Math.abs(Math.exp(shift) - 1.2)) > 1e-4
        )
      )
      const expected = places.map(({ advantage, logProb, shift }) =>
        tokenLoss(logProb, logProb - shift, advantage)
      )
      tf.tidy(() => {
        const inputs = {
          sampledN: tf.tensor1d(places.map(({ logProb, shift }) => logProb - shift)),
          advantagesN: tf.tensor1d(places.map(({ advantage }) => advantage)),
          inverseLengthsN: tf.tensor1d(places.map(() => 1)),
          length: 1
        }
        const logProbsN = tf.tensor1d(places.map(({ logProb }) => logProb))
        const values = surrogate(logProbsN, inputs, Loss.defaults).valueN.dataSync()
        const slopes = tf.grad((x) => tf.neg(surrogate(x as tf.Tensor1D, inputs, Loss.defaults).valueN))(
          logProbsN
        )
          .dataSync()
        expected.forEach(({ loss, slope }, index) => {
          expect(-values[index]!).toBeCloseTo(loss, 4)
          expect(slopes[index]!).toBeCloseTo(slope, 4)
        })
      })
    }),
    { numRuns: 40 }
  )
})
