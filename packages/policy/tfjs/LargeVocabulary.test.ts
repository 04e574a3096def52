/** Lookups and losses of large vocabularies against those of small ones, which `gradients.test.ts` and goldens hold. */
import { fromCoordinates } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { afterAll, beforeAll, expect, test } from "bun:test"
import { Effect } from "effect"
import { activateReadable } from "../backend/activateReadable.ts"
import { embed, oneHot } from "./Embedding.ts"
import * as LargeVocabulary from "./LargeVocabulary.ts"
import { entropy } from "./loss/Entropy.ts"
import { tokenLogProbs } from "./TokenLogProbs.ts"

let tensorsBefore = 0
beforeAll(async () => {
  await Effect.runPromise(activateReadable)
  tensorsBefore = tf.memory().numTensors
})
afterAll(() => expect(tf.memory().numTensors).toBe(tensorsBefore))

const random = <Rank extends tf.Rank>(shape: ReadonlyArray<number>, scale: number, name: string) => {
  const { unit } = fromCoordinates("large vocabulary", name)
  const size = shape.reduce((product, length) => product * length, 1)
  return tf.tensor<Rank>(
    Float32Array.from({ length: size }, () => scale * (2 * unit() - 1)),
    [...shape] as tf.ShapeMap[Rank]
  )
}

type Operation = (...inputs: ReadonlyArray<tf.Tensor2D>) => tf.Tensor
/** What an operation gives, and the gradients of a weighted sum of that. */
const outcome = (operation: Operation, inputs: ReadonlyArray<tf.Tensor2D>) => {
  const value = operation(...inputs)
  const weights = random(value.shape, 1, "weights")
  const gradients = tf.grads((...at) =>
    tf.sum<tf.Scalar>(tf.mul(operation(...at as ReadonlyArray<tf.Tensor2D>), weights))
  )([...inputs])
  return [value, ...gradients].map((tensor) => ({ shape: tensor.shape, values: [...tensor.dataSync()] }))
}

const agree = (large: Operation, small: Operation, inputs: ReadonlyArray<tf.Tensor2D>, tolerance: number) => {
  const expected = outcome(small, inputs)
  outcome(large, inputs).forEach(({ shape, values }, index) => {
    expect(shape).toEqual(expected[index]!.shape)
    values.forEach((value, at) =>
      expect(Math.abs(value - expected[index]!.values[at]!)).toBeLessThan(tolerance)
    )
  })
}

const logits = (x: tf.Tensor2D, head: tf.Tensor2D): tf.Tensor2D => tf.matMul(x, head, false, true)

// All logits at once, parts of which the last is shorter, and a token at a time. Logits reach ±60.
test.each([1000, 21, 1])("log-probabilities and entropies with %p logits at once", (most) => {
  tf.tidy(() => {
    const inputs = [random<tf.Rank.R2>([3, 5], 4, "stream"), random<tf.Rank.R2>([11, 5], 4, "output")]
    const targets = tf.tensor1d([10, 0, 3], "int32")
    agree(
      (x, head) => LargeVocabulary.tokenLogProbs(x!, head!, targets, { logits: most }),
      (x, head) => tokenLogProbs(logits(x!, head!), targets),
      inputs,
      1e-4
    )
    agree(
      (x, head) => LargeVocabulary.entropy(x!, head!, { logits: most }),
      (x, head) => entropy(logits(x!, head!)),
      inputs,
      1e-4
    )
  })
})

test("vectors of a large table, of which some are looked up more than once", () => {
  tf.tidy(() => {
    const tokens = tf.tensor1d([1099, 3, 0, 3, 3], "int32")
    agree(
      (table) => embed(table!, tokens),
      (table) => tf.matMul(oneHot(tokens, 1100), table!),
      [random<tf.Rank.R2>([1100, 3], 1, "table")],
      1e-6
    )
  })
})
