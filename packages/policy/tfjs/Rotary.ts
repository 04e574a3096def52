/** Rotary positions (Su et al., 2021), halves rotated against each other as in Llama and Qwen. */
import * as tf from "@tensorflow/tfjs-core"
import * as Fused from "../backend/Fused.ts"
import * as Differentiable from "./Differentiable.ts"
import * as Heads from "./Heads.ts"
import type { ModelConfig, RopeScaling } from "./ModelConfig.ts"

/** Tables for a list of positions, each `[rows, 1, headWidth]`. */
export interface RotaryTables {
  readonly cosines: tf.Tensor3D
  readonly sines: tf.Tensor3D
}

/** Cosines and sines of every position of the context. */
export interface RotaryAngles {
  readonly headWidth: number
  /** `[context · headWidth]`, the second half of each row a copy of the first. */
  readonly cosines: Float32Array
  readonly sines: Float32Array
}

/** A frequency (radians per token) after Llama 3's stretching of the context (its `rope_type` "llama3"). */
const stretched = (frequency: number, scaling: RopeScaling): number => {
  const { context, factor, highFrequency, lowFrequency } = scaling
  const turns = context * frequency / (2 * Math.PI)
  // 0 at low frequencies, 1 at high ones.
  const kept = Math.min(1, Math.max(0, (turns - lowFrequency) / (highFrequency - lowFrequency)))
  return frequency * (kept + (1 - kept) / factor)
}

export const angles = (
  { context, headWidth, ropeScaling, ropeTheta }: Pick<
    ModelConfig,
    "context" | "headWidth" | "ropeScaling" | "ropeTheta"
  >
): RotaryAngles => {
  const cosines = new Float32Array(context * headWidth)
  const sines = new Float32Array(context * headWidth)
  const half = headWidth / 2
  const frequencies = Float64Array.from({ length: half }, (_, index) => {
    const frequency = ropeTheta ** (-index / half)
    return ropeScaling === undefined ? frequency : stretched(frequency, ropeScaling)
  })
  for (let position = 0; position < context; position++) {
    for (let index = 0; index < headWidth; index++) {
      const angle = position * frequencies[index % half]!
      cosines[position * headWidth + index] = Math.cos(angle)
      sines[position * headWidth + index] = Math.sin(angle)
    }
  }
  return { headWidth, cosines, sines }
}

const rows = (table: Float32Array, width: number, positions: Int32Array, scale: number): tf.Tensor3D => {
  const values = new Float32Array(positions.length * width)
  for (let row = 0; row < positions.length; row++) {
    const from = positions[row]! * width
    for (let index = 0; index < width; index++) values[row * width + index] = table[from + index]! * scale
  }
  return tf.tensor3d(values, [positions.length, 1, width], "float32")
}

/** The tables of these positions; a `scale` (1/√headWidth for queries) costs nothing here. */
export const tables = (angles: RotaryAngles, positions: Int32Array, scale = 1): RotaryTables => ({
  cosines: rows(angles.cosines, angles.headWidth, positions, scale),
  sines: rows(angles.sines, angles.headWidth, positions, scale)
})

/** `[width, width]`: x times this is (−second half, first half). */
const halfTurn = (width: number): tf.Tensor2D => {
  const values = new Float32Array(width * width)
  const half = width / 2
  for (let index = 0; index < half; index++) {
    values[(index + half) * width + index] = -1
    values[index * width + index + half] = 1
  }
  return tf.tensor2d(values, [width, width], "float32")
}

/** Turns the heads of each row, `[rows · heads, headWidth]`, to the row's position. */
const turned = (xND: tf.Tensor2D, { cosines, sines }: RotaryTables): tf.Tensor2D => {
  const [count, width] = xND.shape
  const split = [cosines.shape[0], count / cosines.shape[0], width]
  const straight = tf.mul(tf.reshape(xND, split), cosines)
  const across = tf.mul(tf.reshape(tf.matMul(xND, halfTurn(width)), split), sines)
  return tf.reshape(tf.add(straight, across), [count, width])
}

/** The reverse of `turned`, for gradients. */
const turnedBack = (dyND: tf.Tensor2D, { cosines, sines }: RotaryTables): tf.Tensor2D => {
  const [count, width] = dyND.shape
  const dy = tf.reshape(dyND, [cosines.shape[0], count / cosines.shape[0], width])
  const across = tf.reshape(tf.mul(dy, sines), [count, width]) as tf.Tensor2D
  const back = tf.matMul(across, halfTurn(width), false, true)
  return tf.add(tf.reshape(tf.mul(dy, cosines), [count, width]), back)
}

/**
 * Turns the heads of tokens to the tokens' positions and puts them by head: `[rows · places · heads, headWidth]` to
 * `[rows · heads, places, headWidth]`.
 */
export const toHeads = (xND: tf.Tensor2D, tables: RotaryTables, rows: number): tf.Tensor3D =>
  Differentiable.apply([xND] as const, (xND) => {
    const { cosines, sines } = tables
    const [count, width] = xND.shape
    const heads = count / cosines.shape[0]
    const isFused = Fused.has("ScalerRotateHeads")
    return {
      value: isFused
        ? Fused.rotateHeads<tf.Tensor3D>(xND, cosines, sines, rows, false)
        : Heads.split(turned(xND, tables), rows, heads, width),
      saved: [],
      gradient: (dy) => [
        tf.reshape(
          isFused
            ? Fused.rotateHeads(dy, cosines, sines, rows, true)
            : turnedBack(tf.reshape(Heads.join(dy, rows), [count, width]), tables),
          [count, width]
        )
      ]
    }
  })
