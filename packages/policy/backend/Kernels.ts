import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm"
import "@tensorflow/tfjs-backend-wasm"
import * as tf from "@tensorflow/tfjs-core"

const backendName = "wasm"

/** Puts a kernel in the place of the wasm backend's own. */
export const replace = (kernelName: string, kernelFunc: tf.KernelFunc): void => {
  if (tf.getKernel(kernelName, backendName) !== undefined) tf.unregisterKernel(kernelName, backendName)
  tf.registerKernel({ kernelName, backendName, kernelFunc })
}

/** The kernel that the wasm backend now runs under a name: its own until `replace`. */
export const current = (kernelName: string): tf.KernelFunc => tf.getKernel(kernelName, backendName).kernelFunc

/** Runs a kernel of the wasm backend from within another one; the result is the caller's to dispose. */
export const run = (
  backend: BackendWasm,
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap = {}
): tf.TensorInfo => current(kernelName)({ inputs, backend, attrs }) as tf.TensorInfo

/** Repeats a tensor along its axes by copying runs of bytes; the stock kernel computes an index per element. */
const tile = (backend: BackendWasm, x: tf.TensorInfo, reps: ReadonlyArray<number>): tf.TensorInfo => {
  const out = backend.makeOutput(x.shape.map((size, axis) => size * reps[axis]!), x.dtype)
  if (tf.util.sizeFromShape(out.shape) === 0) return out
  const element = tf.util.bytesPerElement(x.dtype)
  const { buffer } = backend.typedArrayFromHeap(out)
  const heap = new Uint8Array(buffer)
  // Axes from this one on are not repeated: what they hold is copied in one piece.
  const whole = reps.findLastIndex((times) => times > 1) + 1
  const block = tf.util.sizeFromShape(x.shape.slice(whole)) * element
  let from = backend.getMemoryOffset(x.dataId)
  let to = backend.getMemoryOffset(out.dataId)
  const write = (axis: number): void => {
    if (axis === whole) {
      heap.copyWithin(to, from, from + block)
      from += block
      to += block
      return
    }
    const start = to
    for (let i = 0; i < x.shape[axis]!; i++) write(axis + 1)
    // Doubling, so that many repeats of a few bytes are few copies.
    const end = start + (to - start) * reps[axis]!
    while (to < end) {
      const length = Math.min(to - start, end - to)
      heap.copyWithin(to, start, start + length)
      to += length
    }
  }
  write(0)
  return out
}

interface SliceAttrs {
  readonly begin: Array<number>
  readonly size: Array<number>
}

/** Copies rows of so many bytes from and to addresses of the heap, each a step behind the one before. */
export type CopyRows = (
  from: number,
  fromStep: number,
  to: number,
  toStep: number,
  bytes: number,
  rows: number
) => void

/** Copies a slice; the stock kernel copies the whole tensor out of the heap first. */
const slice = (
  copyRows: CopyRows,
  backend: BackendWasm,
  x: tf.TensorInfo,
  attrs: SliceAttrs
): tf.TensorInfo => {
  const [begin, shape] = tf.slice_util.parseSliceParams(x as tf.Tensor, attrs.begin, attrs.size) as [
    Array<number>,
    Array<number>
  ]
  const out = backend.makeOutput(shape, x.dtype)
  if (tf.util.sizeFromShape(shape) === 0) return out
  const element = tf.util.bytesPerElement(x.dtype)
  const cut = [...shape.keys()].filter((axis) => shape[axis] !== x.shape[axis])
  const axis = cut.at(-1) ?? 0
  // Between the last two axes that are cut, rows follow one another at equal steps.
  const outer = (cut.at(-2) ?? -1) + 1
  const bytes = tf.util.sizeFromShape(shape.slice(axis)) * element
  const rows = tf.util.sizeFromShape(shape.slice(outer, axis))
  const step = (from: number) => tf.util.sizeFromShape(x.shape.slice(from)) * element
  let to = backend.getMemoryOffset(out.dataId)
  const copy = (from: number, at: number): void => {
    if (at < outer) {
      for (let i = 0; i < shape[at]!; i++) copy(from + (begin[at]! + i) * step(at + 1), at + 1)
      return
    }
    const first = from + (x.shape.length === 0 ? 0 : begin[axis]! * step(axis + 1))
    copyRows(first, step(axis), to, bytes, bytes, rows)
    to += rows * bytes
  }
  copy(backend.getMemoryOffset(x.dataId), 0)
  return out
}

/** Joins tensors along an axis; the stock kernel makes two views for each row. */
const concat = (
  copyRows: CopyRows,
  backend: BackendWasm,
  inputs: ReadonlyArray<tf.TensorInfo>,
  axis: number
): tf.TensorInfo => {
  const shape = tf.backend_util.computeOutShape(inputs.map((input) => input.shape), axis)
  const { dtype } = inputs[0]!
  const out = backend.makeOutput(shape, dtype)
  const element = tf.util.bytesPerElement(dtype)
  const rows = tf.util.sizeFromShape(shape.slice(0, axis))
  const step = tf.util.sizeFromShape(shape.slice(axis)) * element
  let to = backend.getMemoryOffset(out.dataId)
  for (const input of inputs) {
    const bytes = tf.util.sizeFromShape(input.shape.slice(axis)) * element
    copyRows(backend.getMemoryOffset(input.dataId), bytes, to, step, bytes, rows)
    to += bytes
  }
  return out
}

const stockConcat = current(tf.Concat)
const stockOneHot = current(tf.OneHot)
const stockSlice = current(tf.Slice)

/** Replaces kernels of the wasm backend that are wrong or needlessly slow. */
export const install = (copyRows: CopyRows): void => {
  // The stock kernel copies; a clone, and so every tensor that a gradient keeps, can share the memory.
  replace(tf.Identity, ({ inputs, backend: untyped }) => {
    const backend = untyped as BackendWasm
    const x = inputs["x"]!
    backend.incRef(x.dataId)
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype }
  })
  // The stock kernel writes the bits of integers into a float32 result.
  replace(tf.OneHot, (call) => {
    const dtype = (call.attrs as unknown as { readonly dtype: tf.DataType }).dtype
    if (dtype !== "float32") return stockOneHot(call)
    const integers = stockOneHot({ ...call, attrs: { ...call.attrs, dtype: "int32" } }) as tf.TensorInfo
    const backend = call.backend as BackendWasm
    const floats = run(backend, tf.Cast, { x: integers }, { dtype: "float32" })
    backend.disposeData(integers.dataId)
    return floats
  })
  replace(tf.Concat, (call) => {
    const inputs = call.inputs as unknown as ReadonlyArray<tf.TensorInfo>
    const { dtype, shape } = inputs[0]!
    const [axis] = tf.util.parseAxisParam((call.attrs as unknown as { readonly axis: number }).axis, shape)
    return dtype === "string"
      ? stockConcat(call)
      : concat(copyRows, call.backend as BackendWasm, inputs, axis!)
  })
  replace(tf.Slice, (call) => {
    const x = call.inputs["x"]!
    return x.dtype === "string"
      ? stockSlice(call)
      : slice(copyRows, call.backend as BackendWasm, x, call.attrs as unknown as SliceAttrs)
  })
  replace(
    tf.Tile,
    ({ inputs, backend, attrs }) =>
      tile(
        backend as BackendWasm,
        inputs["x"]!,
        (attrs as unknown as { readonly reps: ReadonlyArray<number> }).reps
      )
  )
}
