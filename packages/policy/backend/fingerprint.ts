/** For tests: `bun fingerprint.ts BACKEND` prints what `fingerprint` gives in a process of its own. */
import * as tf from "@tensorflow/tfjs-core"
import { Effect } from "effect"
import { activate, type BackendName } from "./Backend.ts"
import { take } from "./Take.ts"

/** Values in about [−1.5, 1.5] that depend on their number and `phase` alone. */
export const values = (count: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * 0.7 + phase) + ((i * 31) % 17) / 17 - 0.5)

/** SHA-256 of products, and gradients through them, of the sizes of a small transformer, on the current backend. */
export const fingerprint = async (): Promise<string> => {
  const tensors = tf.tidy(() => {
    const x = tf.tensor2d(values(1024 * 128, 1), [1024, 128])
    const w = tf.tensor2d(values(128 * 384, 2), [128, 384])
    const q = tf.tensor3d(values(64 * 37 * 32, 3), [64, 37, 32])
    const gradients = tf.grads((x, w, q) => {
      const scores = tf.softmax(tf.matMul(q, q, false, true))
      return tf.add(tf.sum(tf.square(tf.matMul(x, w))), tf.sum<tf.Scalar>(tf.matMul(scores, q)))
    })([x, w, q])
    return [tf.matMul(x, w), ...gradients]
  })
  const hasher = new Bun.CryptoHasher("sha256")
  for (const tensor of tensors) hasher.update(await take(tensor))
  return hasher.digest("hex")
}

if (import.meta.main) {
  await Effect.runPromise(activate({ name: process.argv[2] as BackendName }))
  console.log(await fingerprint())
}
