import { fromCoordinates } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { activateReadable } from "../backend/activateReadable.ts"
import * as Backend from "../backend/Backend.ts"
import { remedies } from "../backend/BackendName.ts"
import { lacks } from "../backend/TensorFlow.ts"
import * as Attention from "./Attention.ts"
import { embed } from "./Embedding.ts"
import { entropy } from "./loss/Entropy.ts"
import { rmsNorm } from "./RmsNorm.ts"
import * as Rotary from "./Rotary.ts"
import { swiGlu } from "./SwiGlu.ts"
import { tokenLogProbs } from "./TokenLogProbs.ts"

const { unit } = fromCoordinates("gradients")
const random = (...shape: Array<number>): tf.Tensor =>
  tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * unit() - 1), shape)

const masks = () => ({
  causal: tf.tensor2d([0, -1e9, 0, 0], [2, 2]),
  // Two rows; the second one's prefix has one place only.
  prefix: tf.tensor2d([0, 0, 0, -1e9], [2, 2])
})

/** Places 0, 3 and 8 of two heads each. */
let tables: Rotary.RotaryTables
const makeTables = () =>
  Rotary.tables(Rotary.angles({ context: 9, headWidth: 4, ropeTheta: 100 }), Int32Array.of(0, 3, 8), 0.5)

type Operation = (...inputs: Array<never>) => tf.Tensor
/** Operations, and the shapes of their inputs: B = 2, H = 4, J = 2, P = 2, K = 3, R = 2, D = 4. */
const operations: ReadonlyArray<readonly [string, Operation, ReadonlyArray<ReadonlyArray<number>>]> = [
  ["rmsNorm", (x: tf.Tensor2D, w: tf.Tensor1D) => rmsNorm(x, w, 1e-2), [[5, 6], [6]]],
  ["toHeads", (x: tf.Tensor2D) => Rotary.toHeads(x, tables, 1), [[6, 4]]],
  ["swiGlu", swiGlu as Operation, [[3, 5], [3, 5]]],
  ["embed", (table: tf.Tensor2D) => embed(table, tf.tensor1d([3, 0, 3], "int32")), [[4, 5]]],
  ["tokenLogProbs", (x: tf.Tensor2D) => tokenLogProbs(x, tf.tensor1d([2, 0, 6], "int32")), [[3, 7]]],
  ["entropy", entropy as Operation, [[3, 7]]],
  [
    "prefixAttention",
    (q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D) => Attention.prefixAttention(q, k, v, masks().causal),
    [[8, 2, 4], [4, 2, 4], [4, 2, 4]]
  ],
  [
    "segmentAttention",
    (q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, kPrefix: tf.Tensor3D, vPrefix: tf.Tensor3D) =>
      Attention.segmentAttention(q, k, v, kPrefix, vPrefix, masks().prefix, masks().causal),
    [[8, 6, 4], [4, 6, 4], [4, 6, 4], [4, 2, 4], [4, 2, 4]]
  ]
]

/** One that this machine uses, and TensorFlow where it was added. */
const backends: ReadonlyArray<Backend.BackendName | undefined> = [
  undefined,
  ...(["tensorflow", "tensorflow-gpu"] as const).filter((name) => lacks(name) === undefined).slice(0, 1)
]
if (backends.length === 1) test.skip(`gradients on TensorFlow: ${remedies.tensorflow} adds it`, () => {})

afterAll(() => Effect.runPromise(Backend.activate()))

describe.each(backends.map((name) => [name ?? "of this machine's choice", name] as const))(
  "on the backend %s",
  (_, name) => {
    beforeAll(async () => {
      await Effect.runPromise(name === undefined ? activateReadable : Backend.activate({ name, threads: 1 }))
      tables = makeTables()
    })

    test.each(operations)("%s: the gradient agrees with finite differences", (_, operation, shapes) => {
      const step = 1e-2
      tf.tidy(() => {
        const inputs = shapes.map((shape) => random(...shape))
        const run = operation as unknown as (...inputs: ReadonlyArray<tf.Tensor>) => tf.Tensor
        // A weighted sum of the outputs, so that no symmetry hides an error.
        const output = random(...run(...inputs).shape)
        const value = (...at: ReadonlyArray<tf.Tensor>): tf.Scalar =>
          tf.sum<tf.Scalar>(tf.mul(run(...at), output))
        const gradients = tf.grads(value)(inputs)
        inputs.forEach((input, which) => {
          const gradient = gradients[which]!.dataSync()
          for (let at = 0; at < input.size; at++) {
            const moved = (by: number) => {
              const values = input.dataSync().slice()
              values[at]! += by
              return value(
                ...inputs.map((other, index) => index === which ? tf.tensor(values, input.shape) : other)
              )
                .dataSync()[0]!
            }
            const slope = (moved(step) - moved(-step)) / (2 * step)
            expect(Math.abs(slope - gradient[at]!)).toBeLessThan(2e-3)
          }
        })
      })
    })
  }
)
