/**
 * Operations of a decoder and its optimiser that a backend may have as one kernel each, and so with one pass over
 * memory. Where `has` says no, the caller composes them of tfjs's kernels. None has a gradient: they are for the inside
 * of operations whose gradients are written by hand.
 */
import * as tf from "@tensorflow/tfjs-core"

/** Kernels by their names in tfjs's registry. */
export type Kernel =
  | "ScalerAdamW"
  | "ScalerAddRows"
  | "ScalerLogSumExp"
  | "ScalerRmsNorm"
  | "ScalerRmsNormGradient"
  | "ScalerRotateHeads"
  | "ScalerScaledExponentials"
  | "ScalerSoftmax"
  | "ScalerSoftmaxGradient"
  | "ScalerSumOfSquares"
  | "ScalerSwiGlu"
  | "ScalerSwiGluGradient"

/** Whether the current backend has a kernel. */
export const has = (kernel: Kernel): boolean => tf.getKernel(kernel, tf.getBackend()) !== undefined

const run = <Result>(kernel: Kernel, inputs: tf.NamedTensorMap, attributes: object = {}): Result =>
  tf.engine().runKernel(kernel, inputs, attributes as tf.NamedAttrMap) as Result

/** x / √(mean x² + ε) · weight over rows `[rows, width]`. */
export const rmsNorm = (x: tf.Tensor2D, weight: tf.Tensor1D, epsilon: number): tf.Tensor2D =>
  run("ScalerRmsNorm", { x, weight }, { epsilon })

/** Gradients of x and weight. */
export const rmsNormGradient = (
  dy: tf.Tensor2D,
  x: tf.Tensor2D,
  weight: tf.Tensor1D,
  epsilon: number
): [tf.Tensor2D, tf.Tensor1D] => run("ScalerRmsNormGradient", { dy, x, weight }, { epsilon })

/** gate · σ(gate) · up, elementwise. */
export const swiGlu = (gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D => run("ScalerSwiGlu", { gate, up })

/** Gradients of gate and up. */
export const swiGluGradient = (
  dy: tf.Tensor2D,
  gate: tf.Tensor2D,
  up: tf.Tensor2D
): [tf.Tensor2D, tf.Tensor2D] => run("ScalerSwiGluGradient", { dy, gate, up })

/**
 * Turns the heads of tokens, `[rows · places, heads · width]`, by the angles of their places, `[rows · places, 1, width]`,
 * and puts them by head: `[rows · heads, places, width]`. `back` is the reverse, for gradients.
 */
export const rotateHeads = <Result extends tf.Tensor>(
  x: tf.Tensor,
  cosines: tf.Tensor3D,
  sines: tf.Tensor3D,
  rows: number,
  back: boolean
): Result => run("ScalerRotateHeads", { x, cosines, sines }, { rows, back })

/** Scores that a softmax normalises together with another part of their row. */
export interface Part {
  /** `[rows, n]` */
  readonly scores: tf.Tensor2D
  /** Added to the scores: `[masks, n]`. */
  readonly mask: tf.Tensor2D | undefined
}

/** Which row of a part belongs to which of the other, and to which of the masks. */
export interface Layout {
  /** Rows of the second part are ordered (request, sample, head), of the first (request, head, sample). */
  readonly samples: number
  readonly heads: number
  /** Neighbouring rows of the second part with one row of its mask, which begins again after its last. */
  readonly each: number
}

/** Softmax over both parts of each row together; each row of the first mask is for as many neighbouring rows. */
export const softmax = (
  first: Part,
  second: Part,
  layout: Layout
): { readonly first: tf.Tensor2D; readonly second: tf.Tensor2D } => {
  const [toFirst, toSecond] = run<[tf.Tensor2D, tf.Tensor2D]>("ScalerSoftmax", {
    first: first.scores,
    second: second.scores,
    ...(first.mask === undefined ? {} : { firstMask: first.mask }),
    ...(second.mask === undefined ? {} : { secondMask: second.mask })
  }, layout)
  return { first: toFirst, second: toSecond }
}

/** Gradients of the scores of both parts, in one order of rows, from the probabilities and their gradients. */
export const softmaxGradient = (
  first: tf.Tensor2D,
  dFirst: tf.Tensor2D,
  second: tf.Tensor2D,
  dSecond: tf.Tensor2D
): [tf.Tensor2D, tf.Tensor2D] => run("ScalerSoftmaxGradient", { first, dFirst, second, dSecond })

/** log Σ exp of rows `[rows, n]`, `[rows, 1]`. */
export const logSumExp = (x: tf.Tensor2D): tf.Tensor2D => run("ScalerLogSumExp", { x })

/** exp(x − total) · factor over rows `[rows, n]`, with one total and one factor for each, `[rows, 1]`. */
export const scaledExponentials = (x: tf.Tensor2D, totals: tf.Tensor2D, factors: tf.Tensor2D): tf.Tensor2D =>
  run("ScalerScaledExponentials", { x, totals, factors })

/** A table `[all, width]` with rows `[count, width]` added to those which they are numbered for, `[count]` int32. */
export const addRows = (table: tf.Tensor2D, numbers: tf.Tensor1D, rows: tf.Tensor2D): tf.Tensor2D =>
  run("ScalerAddRows", { table, numbers, rows })

/** Numbers of a step of AdamW, as `AdamW` derives them. */
export interface AdamWScalars {
  readonly beta1: number
  /** Of the gradient in the first moment. */
  readonly firstShare: number
  readonly beta2: number
  /** Of the squared gradient in the second moment. */
  readonly secondShare: number
  /** Share of the weight that decay leaves. */
  readonly kept: number
  readonly rate: number
  /** Of the root of the second moment. */
  readonly rootScale: number
  readonly epsilon: number
}

/** Weight, first and second moment after a step. */
export const adamW = (
  weight: tf.Tensor,
  first: tf.Tensor,
  second: tf.Tensor,
  gradient: tf.Tensor,
  scalars: AdamWScalars
): [tf.Tensor, tf.Tensor, tf.Tensor] => run("ScalerAdamW", { weight, first, second, gradient }, scalars)

/** Σ x², a scalar. */
export const sumOfSquares = (x: tf.Tensor): tf.Scalar => run("ScalerSumOfSquares", { x })
