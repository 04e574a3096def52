/** How much memory a model takes, as estimates in bytes, and what of it a backend has. */
import { Either } from "effect"
import os from "node:os"
import type { BackendName } from "../backend/BackendName.ts"
import { type ModelConfig, parameters, sizeOf } from "./ModelConfig.ts"

/** Bytes of a number. */
const float = 4
const gibibyte = 2 ** 30
/** What a wasm memory can hold, less what tfjs itself and the gaps between tensors take. */
const wasmHeap = 4 * gibibyte - 192 * 2 ** 20
/** Places of a micro-batch whose tensors still fit the caches of a desktop processor. */
export const usualPlaces = 2048
/** Places that a micro-batch must at least hold: a short prompt with a response. */
const leastPlaces = 128
/** What the gradients of a layer add to what its forward pass keeps, over the whole pass. */
const backward = 1.25
/** Tensors of the largest weight's size that an update makes on its way. */
const updateTemporaries = 5

/** What a model takes. */
export interface Needs {
  readonly parameters: number
  readonly weights: number
  /** Weights, and keys and values of one sequence as long as the context. */
  readonly sampling: number
  /** Weights, moments and gradients of all weights, without a micro-batch. */
  readonly update: number
  /** Of one place of a micro-batch. */
  readonly place: number
  /** The update with the smallest useful micro-batch. */
  readonly training: number
}

/** Numbers that the forward pass keeps of one place, all layers together. */
const kept = ({ headNorms, headWidth, heads, hiddenWidth, kvHeads, layers, width }: ModelConfig): number => {
  const queries = heads * headWidth
  const keys = kvHeads * headWidth
  const projected = headNorms ? 1 : 0
  // Queries: projected, normalised, turned, by heads, attended twice; keys and values likewise; gate, up and their unit.
  return layers * (6 * width + (5 + projected) * queries + (5 + projected) * keys + 5 * hiddenWidth)
}

export const needs = (model: ModelConfig): Needs => {
  const sizes = parameters(model).map(sizeOf)
  const count = sizes.reduce((sum, size) => sum + size, 0)
  const weights = float * count
  const cache = float * 2 * model.layers * model.kvHeads * model.headWidth * model.context
  const update = 5 * weights + updateTemporaries * float * Math.max(...sizes)
  const place = backward * float * kept(model)
  return {
    parameters: count,
    weights,
    // A step of sampling writes the keys and values of a layer anew.
    sampling: weights + cache * (1 + 1 / model.layers) + float * model.vocabulary,
    update,
    place,
    training: update + Math.min(leastPlaces, model.context) * place
  }
}

/** Memory of this machine, or of the group of processes that this one belongs to. */
const machine = (): number => {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, os.totalmem()) : os.totalmem()
}

/** What a backend's tensors may take; unknown where they are on a graphics card. */
export const limit = (backend: BackendName): number | undefined => {
  switch (backend) {
    case "tensorflow-gpu":
      return undefined
    case "onnxruntime":
    case "openblas":
    case "wasm":
      return Math.min(wasmHeap, machine())
    default:
      return machine()
  }
}

/** As people write it. */
export const format = (bytes: number): string => `${(bytes / gibibyte).toFixed(bytes < gibibyte ? 2 : 1)} GiB`

/** Most places of a micro-batch with which the model can be trained on a backend, or why it cannot. */
export const microBatch = (model: ModelConfig, backend: BackendName): Either.Either<number, string> => {
  const bytes = limit(backend)
  if (bytes === undefined) return Either.right(usualPlaces)
  const { parameters, place, training, update, weights } = needs(model)
  if (training <= bytes) {
    return Either.right(Math.min(usualPlaces, Math.floor((bytes - update) / place)))
  }
  const where = bytes < machine()
    ? `the ${backend} backend has ${format(bytes)}, where WebAssembly's memory ends`
    : `this machine has ${format(bytes)}`
  return Either.left(
    `A model of ${parameters} parameters takes ${format(weights)}, and ${
      format(training)
    } to be trained; ${where}. ` +
      "Take a smaller model, or another backend or machine"
  )
}
