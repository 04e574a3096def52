import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm"
import * as tf from "@tensorflow/tfjs-core"
import type { Gemm } from "./Gemm.ts"
import * as Kernels from "./Kernels.ts"

interface MatMulAttrs {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** Bytes from one matrix to the next along each axis of `out`; 0 along an axis that is broadcast. */
const strides = (
  batch: ReadonlyArray<number>,
  out: ReadonlyArray<number>,
  matrixBytes: number
): Array<number> => {
  const result = out.map(() => 0)
  let stride = matrixBytes
  for (let axis = batch.length - 1; axis >= 0; axis--) {
    const size = batch[axis]!
    if (size !== 1) result[out.length - batch.length + axis] = stride
    stride *= size
  }
  return result
}

/** Byte offsets of operand matrices for every batch index of `out`, in row-major order. */
const offsets = (out: ReadonlyArray<number>, steps: ReadonlyArray<number>): Array<number> =>
  out.reduce<Array<number>>(
    (before, size, axis) =>
      before.flatMap((at) => Array.from({ length: size }, (_, i) => at + i * steps[axis]!)),
    [0]
  )

const multiply = (
  gemm: Gemm,
  backend: BackendWasm,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  attrs: MatMulAttrs
): tf.TensorInfo => {
  const { transposeA, transposeB } = attrs
  if (a.dtype !== "float32" || b.dtype !== "float32") {
    throw new Error(`matMul takes float32 tensors, not ${a.dtype} and ${b.dtype}`)
  }
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number]
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number]
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA]
  const [inner, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB]
  if (inner !== k) {
    throw new Error(
      `matMul: inner sizes ${k} and ${inner} differ (shapes [${a.shape}] and [${b.shape}], ` +
        `transposeA ${transposeA}, transposeB ${transposeB})`
    )
  }
  const batchA = a.shape.slice(0, -2)
  const batchB = b.shape.slice(0, -2)
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB)
  // The output comes first: allocating it may grow the heap, and addresses taken before would be stale.
  const out = backend.makeOutput([...batch, m, n], "float32")
  const address = (tensor: tf.TensorInfo) => backend.dataIdMap.get(tensor.dataId).memoryOffset
  const c = address(out)
  if (k === 0) backend.typedArrayFromHeap(out).fill(0)
  const size = tf.util.sizeFromShape(out.shape)
  if (k === 0 || size === 0) return out

  const count = tf.util.sizeFromShape(batch)
  const matrix = { transposeA, transposeB, m, n, k, a: address(a), b: address(b), c }
  const manyA = tf.util.sizeFromShape(batchA) > 1
  const manyB = tf.util.sizeFromShape(batchB) > 1
  if (!manyB && !transposeA) {
    // One weight for all: a single product over all rows.
    gemm.multiply({ ...matrix, m: m * count, count: 1, sharedA: false, sharedB: false })
  } else if (!manyA || !manyB || tf.util.arraysEqual(batchA, batchB)) {
    gemm.multiply({ ...matrix, count, sharedA: !manyA, sharedB: !manyB })
  } else {
    const fromA = offsets(batch, strides(batchA, batch, m * k * 4))
    const fromB = offsets(batch, strides(batchB, batch, k * n * 4))
    for (let i = 0; i < count; i++) {
      gemm.multiply({
        ...matrix,
        a: matrix.a + fromA[i]!,
        b: matrix.b + fromB[i]!,
        c: c + i * m * n * 4,
        count: 1,
        sharedA: false,
        sharedB: false
      })
    }
  }
  return out
}

/** Kernels of the activations that `tf.fused.matMul` knows, and the attribute or input each takes. */
const activations: Readonly<Record<string, string | undefined>> = {
  relu: tf.Relu,
  relu6: tf.Relu6,
  elu: tf.Elu,
  sigmoid: tf.Sigmoid,
  leakyrelu: tf.LeakyRelu,
  prelu: tf.Prelu
}

const stockMatMul = Kernels.current(tf.BatchMatMul)
const stockFusedMatMul = Kernels.current(tf._FusedMatMul)

/** Puts tfjs's own kernels back, so that nothing refers to the kernel of the last `install` any more. */
export const uninstall = (): void => {
  Kernels.replace(tf.BatchMatMul, stockMatMul)
  Kernels.replace(tf._FusedMatMul, stockFusedMatMul)
}

/**
 * Makes every matrix product of the wasm backend go through `gemm`, in place on the heap.
 * Batch axes broadcast as in NumPy; bias and activation of `tf.fused.matMul` run as the backend's own kernels.
 */
export const install = (gemm: Gemm): void => {
  Kernels.replace(
    tf.BatchMatMul,
    ({ inputs, backend, attrs }) =>
      multiply(gemm, backend as BackendWasm, inputs["a"]!, inputs["b"]!, attrs as unknown as MatMulAttrs)
  )

  Kernels.replace(tf._FusedMatMul, ({ inputs, backend: untyped, attrs }) => {
    const backend = untyped as BackendWasm
    const { activation, leakyreluAlpha, ...matMul } = attrs as unknown as MatMulAttrs & {
      readonly activation: string
      readonly leakyreluAlpha?: number
    }
    let out = multiply(gemm, backend, inputs["a"]!, inputs["b"]!, matMul)
    const then = (name: string, more: tf.NamedTensorInfoMap, key: string, attributes: tf.NamedAttrMap) => {
      const next = Kernels.run(backend, name, { ...more, [key]: out }, attributes)
      backend.disposeData(out.dataId)
      out = next
    }
    const { bias, preluActivationWeights } = inputs
    if (bias !== undefined && bias !== null) then(tf.Add, { b: bias }, "a", {})
    if (activation !== "linear") {
      const kernel = activations[activation]
      if (kernel === undefined) throw new Error(`fused matMul: unknown activation ${activation}`)
      if (kernel === tf.Prelu) then(kernel, { alpha: preluActivationWeights! }, "x", {})
      else then(kernel, {}, "x", kernel === tf.LeakyRelu ? { alpha: leakyreluAlpha ?? 0.2 } : {})
    }
    return out
  })
}
