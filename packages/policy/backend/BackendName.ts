/** Names of the tensor backends and what to tell people about them, without loading any. */

/**
 * In order of preference. ONNX Runtime comes before OpenBLAS: it is as fast, is there after `bun install` alone, and its
 * threads sleep while they wait, so that two of them stay fast on cores that are shared with sandboxes.
 */
export const names = [
  "tensorflow-gpu",
  "onnxruntime",
  "openblas",
  "tensorflow",
  "wasm",
  "webgpu",
  "cpu"
] as const

/**
 * How tensors are computed: TensorFlow's library with CUDA or without, WebGPU, tfjs-wasm with a matrix kernel of that
 * name, or tfjs's plain JavaScript.
 */
export type BackendName = typeof names[number]

/** Used where they are named, and not else: of cards one kind was measured, and plain JavaScript is for tests. */
export const onlyByName: ReadonlySet<BackendName> = new Set(["webgpu", "cpu"])

/** Elsewhere the library is an old one, which tfjs's package downloads; `package.json` and the lockfile stay. */
const addTensorFlow = (options: string, name: string): string =>
  process.platform === "linux"
    ? `bun run scaler setup tensorflow${options}`
    : `bun add --no-save --trust ${name}@4.22.0`

/** The one command that adds what the backend needs; none where it needs nothing. */
export const remedies: Readonly<Record<BackendName, string | undefined>> = {
  "tensorflow-gpu": addTensorFlow(" --gpu", "@tensorflow/tfjs-node-gpu"),
  webgpu: "bun install",
  onnxruntime: "bun install",
  openblas: process.platform === "darwin" ? "brew install openblas" : "sudo apt-get install -y libopenblas0",
  tensorflow: addTensorFlow("", "@tensorflow/tfjs-node"),
  wasm: undefined,
  cpu: undefined
}

/** Time of a training step of a small model, measured on two cores. */
export const speeds: Readonly<Record<BackendName, string>> = {
  "tensorflow-gpu": "on an NVIDIA GPU, not measured",
  webgpu: "on an NVIDIA H200 2 to 11× as fast as two processor cores, on other cards not measured",
  onnxruntime: "2× as fast as wasm",
  openblas: "2× as fast as wasm",
  tensorflow: "half as fast as onnxruntime",
  wasm: "half as fast as onnxruntime",
  cpu: "70× slower than onnxruntime, for tests"
}

/** What would make a run on this backend faster, and by how much; nothing where no other backend would. */
export const advice = (name: BackendName): string | undefined => {
  if (name !== "wasm" && name !== "cpu") return undefined
  return `Tensors are computed by the ${name} backend, ${speeds[name]}. ` +
    `To be faster: ${remedies.onnxruntime} (ONNX Runtime, an optional dependency), or ${remedies.openblas}`
}
