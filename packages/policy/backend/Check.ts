import { PolicyError } from "@scaler/policy/Policy"
import * as tf from "@tensorflow/tfjs-core"
import { Effect } from "effect"
import * as AdamW from "../tfjs/AdamW.ts"
import { causal } from "../tfjs/BranchedTokens.ts"
import * as LargeVocabulary from "../tfjs/LargeVocabulary.ts"
import { rmsNorm } from "../tfjs/RmsNorm.ts"
import * as Rotary from "../tfjs/Rotary.ts"
import * as Softmax from "../tfjs/Softmax.ts"
import { swiGlu } from "../tfjs/SwiGlu.ts"
import { startCpu } from "./Cpu.ts"
import { take } from "./Take.ts"

/** Values in [−1, 1] that look irregular and are the same everywhere; `phase` tells tensors apart. */
const floats = <Rank extends tf.Rank>(shape: Array<number>, phase: number): tf.Tensor<Rank> =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) =>
      Math.fround(Math.sin(i * 1.7 + phase))),
    shape as tf.ShapeMap[Rank],
    "float32"
  )

const integers = (values: ReadonlyArray<number>): tf.Tensor1D => tf.tensor1d([...values], "int32")

/** The operations of tfjs that models, losses and optimisers are made of, at sizes that reach the kernels' edges. */
const operations: Readonly<Record<string, () => tf.Tensor>> = {
  "matMul": () => tf.matMul(floats([37, 19], 0), floats([19, 43], 1)),
  "matMul, A transposed": () => tf.matMul(floats([19, 37], 0), floats([19, 43], 1), true),
  "matMul, B transposed": () => tf.matMul(floats([37, 19], 0), floats([43, 19], 1), false, true),
  "matMul, both transposed": () => tf.matMul(floats([19, 37], 0), floats([43, 19], 1), true, true),
  "matMul, long": () => tf.matMul(floats([9, 700], 0), floats([700, 17], 1)),
  "matMul, batches": () => tf.matMul(floats([6, 11, 5], 0), floats([6, 5, 13], 1)),
  "matMul, batches, B transposed": () =>
    tf.matMul(floats([2, 3, 11, 5], 0), floats([2, 3, 13, 5], 1), false, true),
  "matMul, batches, A transposed": () => tf.matMul(floats([6, 5, 11], 0), floats([6, 5, 13], 1), true),
  "matMul, one weight": () => tf.matMul(floats([6, 11, 5], 0), floats([1, 5, 13], 1)),
  "fused matMul": () =>
    tf.fused.matMul({
      a: floats<tf.Rank.R2>([7, 5], 0),
      b: floats<tf.Rank.R2>([5, 9], 1),
      bias: floats<tf.Rank.R1>([9], 2),
      activation: "relu"
    }),
  "softmax": () => tf.softmax(tf.mul(floats([5, 33], 0), 20)),
  "logSoftmax": () => tf.logSoftmax(tf.mul(floats([5, 33], 0), 20)),
  "logSumExp": () => tf.logSumExp(tf.mul(floats([5, 33], 0), 20), -1),
  "softmax under a mask": () =>
    tf.softmax(tf.add(floats([3, 4, 4], 0), tf.mul(tf.less(floats([4, 4], 1), 0), -1e9))),
  "gather": () => tf.gather(floats([9, 6], 0), integers([3, 0, 8, 3])),
  "oneHot": () => tf.cast(tf.oneHot(integers([3, 0, 8, 3]), 9), "float32"),
  "oneHot to float32": () => tf.oneHot(integers([3, 0, 8, 3]), 9, 1, 0, "float32"),
  "sum of the last axis": () => tf.sum(floats([7, 5, 9], 0), -1),
  "sum of the first axes": () => tf.sum(floats([7, 5, 9], 0), [0, 1]),
  "sum of a middle axis": () => tf.sum(floats([7, 5, 9], 0), 1),
  "sum of all": () => tf.sum(floats([7, 5, 9], 0)),
  "sum of many": () => tf.addN(Array.from({ length: 26 }, (_, phase) => floats([3, 4], phase))),
  "mean": () => tf.mean(floats([7, 5, 9], 0), -1, true),
  "max": () => tf.max(floats([7, 33], 0), -1),
  "argMax": () => tf.cast(tf.argMax(floats([7, 33], 0), -1), "float32"),
  "add, broadcast": () => tf.add(floats([4, 1, 6], 0), floats([5, 1], 1)),
  "sub, broadcast": () => tf.sub(floats([4, 5, 6], 0), floats([4, 1, 1], 1)),
  "mul, broadcast": () => tf.mul(floats([4, 5, 6], 0), floats([6], 1)),
  "div": () => tf.div(floats([4, 5], 0), tf.add(floats([4, 1], 1), 3)),
  "pow": () => tf.pow(tf.add(floats([4, 5], 0), 2), 1.5),
  "minimum and maximum": () => tf.minimum(tf.maximum(floats([41], 0), floats([41], 1)), 0.5),
  "clip": () => tf.clipByValue(floats([41], 0), -0.5, 0.25),
  "where": () => tf.where(tf.greater(floats([41], 0), floats([41], 1)), floats([41], 2), floats([41], 3)),
  "transpose of heads": () => tf.transpose(floats([2, 5, 3, 4], 0), [0, 2, 1, 3]),
  "transpose": () => tf.transpose(floats([7, 5, 3], 0), [2, 0, 1]),
  "slice": () => tf.slice(floats([7, 5, 3], 0), [1, 2, 0], [4, 2, 3]),
  "slice of whole rows": () => tf.slice(floats([7, 5, 3], 0), [2, 0, 0], [3, -1, 3]),
  "slice within a row": () => tf.slice(floats([7, 5], 0), [4, 1], [1, 3]),
  "slice of nothing": () => tf.slice(floats([7, 5], 0), [4, 0], [0, 5]),
  "concat": () => tf.concat([floats([3, 2, 4], 0), floats([3, 5, 4], 1)], 1),
  "concat of rows": () => tf.concat([floats([3, 2], 0), floats([3, 5], 1), floats([3, 0], 2)], -1),
  "pad": () => tf.pad(floats([3, 4], 0), [[0, 0], [1, 2]]),
  "tile": () => tf.tile(floats([3, 1, 4], 0), [1, 2, 1]),
  "tile of several axes": () => tf.tile(floats([2, 3, 1], 0), [3, 1, 5]),
  "exp": () => tf.exp(tf.mul(floats([41], 0), 9)),
  "log": () => tf.log(tf.add(floats([41], 0), 1.5)),
  "sqrt": () => tf.sqrt(tf.add(floats([41], 0), 1.5)),
  "rsqrt": () => tf.rsqrt(tf.add(floats([41], 0), 1.5)),
  "sigmoid": () => tf.sigmoid(tf.mul(floats([41], 0), 9)),
  "square": () => tf.square(floats([41], 0)),
  "neg and abs": () => tf.abs(tf.neg(floats([41], 0))),
  "gradient of a product": () =>
    tf.grad((weight) => tf.sum<tf.Scalar>(tf.square(tf.matMul(floats([7, 5], 1), weight))))(
      floats([5, 9], 0)
    ),
  "gradient of attention": () =>
    tf.grad((queries) => {
      const scores = tf.softmax(tf.matMul(queries, floats([2, 6, 4], 1), false, true))
      return tf.sum<tf.Scalar>(tf.mul(tf.matMul(scores, floats([2, 6, 4], 2)), floats([2, 6, 4], 3)))
    })(floats([2, 6, 4], 0)),
  "gradient of cross-entropy": () =>
    tf.grad((logits) =>
      tf.neg(
        tf.sum<tf.Scalar>(
          tf.mul(tf.logSoftmax(logits), tf.cast(tf.oneHot(integers([3, 0, 8]), 9), "float32"))
        )
      )
    )(floats([3, 9], 0))
}

/** The operations that a backend may have as one kernel each, at widths that no vector divides, and their gradients. */
const fused: Readonly<Record<string, () => tf.Tensor>> = {
  "rmsNorm": () => rmsNorm(floats([5, 11], 0), floats([11], 1), 1e-5),
  "rmsNorm, gradient of x": () =>
    ofFirst((x, weight) => rmsNorm(x as tf.Tensor2D, weight as tf.Tensor1D, 1e-5), [5, 11], [11]),
  "rmsNorm, gradient of the weight": () =>
    ofFirst((weight, x) => rmsNorm(x as tf.Tensor2D, weight as tf.Tensor1D, 1e-5), [11], [5, 11]),
  "swiGlu": () => swiGlu(tf.mul(floats([3, 7], 0), 9), floats([3, 7], 1)),
  "swiGlu, gradient of gate": () =>
    ofFirst((gate, up) => swiGlu(gate as tf.Tensor2D, up as tf.Tensor2D), [3, 7], [3, 7]),
  "swiGlu, gradient of up": () =>
    ofFirst((up, gate) => swiGlu(gate as tf.Tensor2D, up as tf.Tensor2D), [3, 7], [3, 7]),
  // Two rows of three places with two heads.
  "rotary positions": () => Rotary.toHeads(floats([12, 6], 0), rotary(), 2),
  "rotary positions, gradient": () => {
    const tables = rotary()
    return ofFirst((x) => Rotary.toHeads(x as tf.Tensor2D, tables, 2), [12, 6])
  },
  "softmax of a part under a mask": () => Softmax.masked(floats([12, 5], 0), causal(5, 4)),
  "softmax of a part, gradient of scores": () =>
    Softmax.maskedGradient(floats([12, 5], 0), floats([12, 5], 1)),
  // Two requests of three samples with two heads each; later places are hidden from the first.
  "softmax of two parts": () => {
    const { first, second } = Softmax.joint(
      { scores: tf.mul(floats([12, 7], 0), 9), mask: causal(7, 2) },
      { scores: tf.mul(floats([12, 3], 1), 9), mask: causal(3, 2) },
      { samples: 3, heads: 2, each: 6 }
    )
    return tf.concat([first, second], 1)
  },
  "softmax of two parts, gradients of scores": () =>
    tf.concat(
      Softmax.jointGradient(floats([6, 7], 0), floats([6, 7], 1), floats([6, 3], 2), floats([6, 3], 3)),
      1
    ),
  "log-probabilities of a large vocabulary": () => ofLarge(floats([5, 6], 0), floats([37, 6], 1)),
  "log-probabilities of a large vocabulary, gradient of the stream": () =>
    ofFirst((x, head) => ofLarge(x, head), [5, 6], [37, 6]),
  "log-probabilities of a large vocabulary, gradient of the output": () =>
    ofFirst((head, x) => ofLarge(x, head), [37, 6], [5, 6]),
  "a step of AdamW": () => {
    const moments = { first: floats([2, 13], 1), second: tf.square(floats([2, 13], 2)) }
    const scalars = { beta1: 0.9, firstShare: 0.05, beta2: 0.99, secondShare: 0.01 }
    const rest = { kept: 0.98, rate: 0.1, rootScale: 1.5, epsilon: 1e-3 }
    return tf.stack([
      ...AdamW.changed(floats([2, 13], 0), moments, floats([2, 13], 3), { ...scalars, ...rest })
    ])
  },
  "sum of squares": () => AdamW.sumOfSquares(floats([37], 0))
}

/** The gradient of the first of its inputs, weighted so that no symmetry hides an error. */
const ofFirst = (
  operation: (...inputs: ReadonlyArray<tf.Tensor>) => tf.Tensor,
  first: Array<number>,
  ...others: ReadonlyArray<Array<number>>
): tf.Tensor =>
  tf.grad((x) => {
    const out = operation(x, ...others.map((shape, index) => floats(shape, index + 1)))
    return tf.sum<tf.Scalar>(tf.mul(out, floats([...out.shape], 9)))
  })(floats(first, 0))

/** In parts of 11 tokens; one target comes twice. */
const ofLarge = (x: tf.Tensor, head: tf.Tensor): tf.Tensor =>
  LargeVocabulary.tokenLogProbs(x as tf.Tensor2D, head as tf.Tensor2D, integers([3, 36, 0, 3, 20]), {
    logits: 55
  })

const rotary = (): Rotary.RotaryTables =>
  Rotary.tables(
    Rotary.angles({ context: 9, headWidth: 6, ropeTheta: 100 }),
    Int32Array.of(0, 3, 8, 1, 2, 7),
    0.5
  )

interface Outcome {
  readonly shape: ReadonlyArray<number>
  readonly values: ArrayLike<number>
}

/** Runs all operations on the current backend; an operation that throws gives its error. */
const outcomes = Effect.promise(async (): Promise<ReadonlyMap<string, Outcome | Error>> => {
  const found = new Map<string, Outcome | Error>()
  for (const [name, operation] of Object.entries({ ...operations, ...fused })) {
    try {
      const result = tf.tidy(operation)
      found.set(name, { shape: result.shape, values: await take(result) })
    } catch (cause) {
      found.set(name, cause instanceof Error ? cause : new Error(String(cause)))
    }
  }
  return found
})

/** Largest |difference| relative to 1 + |expected| that rounding in another order explains. */
const tolerance = 1e-4

const difference = (got: Outcome | Error, expected: Outcome | Error): string | undefined => {
  if (expected instanceof Error) return `the cpu backend fails (${expected.message})`
  if (got instanceof Error) return `it fails (${got.message})`
  if (!tf.util.arraysEqual([...got.shape], [...expected.shape])) {
    return `its shape is [${got.shape}] instead of [${expected.shape}]`
  }
  for (let i = 0; i < expected.values.length; i++) {
    const is = got.values[i]!
    const should = expected.values[i]!
    // Written so that NaN is a difference.
    if (!(Math.abs(is - should) <= tolerance * (1 + Math.abs(should)))) {
      return `element ${i} is ${is} instead of ${should}`
    }
  }
  return undefined
}

let expected: ReadonlyMap<string, Outcome | Error> | undefined

/**
 * Starts a backend and compares it, with the kernels it then has, with tfjs's plain JavaScript on a list of operations.
 * Gives what `start` gives; fails with reason `Backend` and the operations that differ. `start` makes the backend the
 * current one, and that it stays.
 */
export const check = <A>(name: string, start: Effect.Effect<A, PolicyError>): Effect.Effect<A, PolicyError> =>
  Effect.gen(function*() {
    if (expected === undefined) {
      yield* startCpu
      expected = yield* outcomes
    }
    const started = yield* start
    const got = yield* outcomes
    const wrong = [...expected].flatMap(([operation, outcome]) => {
      const text = difference(got.get(operation)!, outcome)
      return text === undefined ? [] : [`${operation}: ${text}`]
    })
    if (wrong.length > 0) {
      return yield* new PolicyError({
        reason: "Backend",
        message: `The ${name} backend computes wrongly and is not used. ${wrong.join("; ")}`
      })
    }
    return started
  })
