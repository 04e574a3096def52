import { fromCoordinates } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { beforeAll, expect, test } from "bun:test"
import { Effect } from "effect"
import { activateReadable } from "../backend/activateReadable.ts"
import { prefixAttention } from "./Attention.ts"
import { causal } from "./BranchedTokens.ts"

beforeAll(() => Effect.runPromise(activateReadable))

test("a long prompt's attention in parts is that of the whole", () => {
  const { unit } = fromCoordinates("attention in parts")
  const random = (...shape: [number, number, number]): tf.Tensor3D =>
    tf.tensor3d(Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => 4 * unit() - 2), shape)
  // Two rows of 13 places, with four heads on two of keys and values.
  const places = 13
  const mask = causal(places)
  tf.tidy(() => {
    const [q, k, v] = [random(8, places, 4), random(4, places, 4), random(4, places, 4)]
    const whole = prefixAttention(q, k, v, mask)
    for (const most of [1, 8 * places * 5, 8 * places * places - 1]) {
      const parts = prefixAttention(q, k, v, mask, most)
      expect(parts.shape).toEqual(whole.shape)
      expect(tf.max(tf.abs(tf.sub(parts, whole))).dataSync()[0]!).toBeLessThan(1e-6)
    }
  })
  mask.dispose()
})
