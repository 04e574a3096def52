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

/** Copies a slice that is one run of bytes; undefined where it is several runs. */
const sliceOfRun = (backend: BackendWasm, x: tf.TensorInfo, attrs: SliceAttrs): tf.TensorInfo | undefined => {
  const { computeFlatOffset, isSliceContinous, parseSliceParams } = tf.slice_util
  const [begin, shape] = parseSliceParams(x as tf.Tensor, attrs.begin, attrs.size) as [
    Array<number>,
    Array<number>
  ]
  if (!isSliceContinous(x.shape, begin, shape)) return undefined
  const out = backend.makeOutput(shape, x.dtype)
  const length = tf.util.sizeFromShape(shape)
  if (length === 0) return out
  const element = tf.util.bytesPerElement(x.dtype)
  const first = computeFlatOffset(begin, tf.util.computeStrides(x.shape)) * element
  const from = backend.getMemoryOffset(x.dataId) + first
  const heap = new Uint8Array(backend.typedArrayFromHeap(out).buffer)
  heap.copyWithin(backend.getMemoryOffset(out.dataId), from, from + length * element)
  return out
}

/** Joins tensors along an axis by copying runs of bytes; the stock kernel makes two views for each run. */
const concat = (backend: BackendWasm, inputs: ReadonlyArray<tf.TensorInfo>, axis: number): tf.TensorInfo => {
  const shape = tf.backend_util.computeOutShape(inputs.map((input) => input.shape), axis)
  const { dtype } = inputs[0]!
  const out = backend.makeOutput(shape, dtype)
  const heap = new Uint8Array(backend.typedArrayFromHeap(out).buffer)
  const element = tf.util.bytesPerElement(dtype)
  const runs = inputs.map((input) => ({
    from: backend.getMemoryOffset(input.dataId),
    length: tf.util.sizeFromShape(input.shape.slice(axis)) * element
  }))
  let to = backend.getMemoryOffset(out.dataId)
  const count = tf.util.sizeFromShape(shape.slice(0, axis))
  for (let i = 0; i < count; i++) {
    for (const { from, length } of runs) {
      heap.copyWithin(to, from + i * length, from + (i + 1) * length)
      to += length
    }
  }
  return out
}

const stockConcat = current(tf.Concat)
const stockOneHot = current(tf.OneHot)
const stockSlice = current(tf.Slice)

/** Replaces kernels of the wasm backend that are wrong or needlessly slow. */
export const install = (): void => {
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
    return dtype === "string" ? stockConcat(call) : concat(call.backend as BackendWasm, inputs, axis!)
  })
  // The stock kernel copies the whole tensor out of the heap first, for every slice.
  replace(
    tf.Slice,
    (call) =>
      sliceOfRun(call.backend as BackendWasm, call.inputs["x"]!, call.attrs as unknown as SliceAttrs)
        ?? stockSlice(call)
  )
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
