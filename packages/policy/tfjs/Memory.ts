/** How much memory a model takes, as estimates in bytes, and what of it a backend has. */
import { Either } from "effect"
import os from "node:os"
import type { BackendName } from "../backend/BackendName.ts"
import type { Lora } from "../Lora.ts"
import * as Adapters from "./Adapters.ts"
import { mostLogits } from "./LargeVocabulary.ts"
import { countOf, type ModelConfig, parameters, sizeOf } from "./ModelConfig.ts"

/** Bytes of a number. */
const float = 4
const gibibyte = 2 ** 30
/** What a wasm memory can hold, less what tfjs itself and the gaps between tensors take. */
const wasmHeap = 4 * gibibyte - 192 * 2 ** 20
/** Places of a micro-batch whose tensors still fit the caches of a desktop processor. */
export const usualPlaces = 2048
/** Places that a micro-batch must at least hold: a short prompt with a response. */
const leastPlaces = 128
/** Bytes of a card's micro-batch, which may have so many times the places: starting its kernels takes longer than their work. */
const cardMicroBatch = 4 * gibibyte
const mostOnCard = 8 * usualPlaces
/** Places from which on it is faster to keep products than to have larger micro-batches. */
const worthwhilePlaces = usualPlaces / 4
/**
 * How many times as much as `throughLayer` makes of a place the tape of tfjs holds at its end: it frees neither what
 * the gradients do not need nor the gradients themselves.
 */
const tape = 2.4
/** Tensors of the largest weight's size that an update makes on its way. */
const updateTemporaries = 6

/**
 * What of a pass forward is kept for its gradients: all layers, or of each its input and the products of gate and up
 * (`Products`), or its input alone.
 */
export type Keeps = "layers" | "products" | "inputs"

/** What a model takes. */
export interface Needs {
  readonly parameters: number
  readonly weights: number
  /** Weights, and keys and values of one sequence as long as the context. */
  readonly sampling: number
  /** Weights, and moments and gradients of what is trained, beside a micro-batch. */
  readonly update: number
  /** Gradients of what is trained; where all layers are kept there are those of a micro-batch beside the sums. */
  readonly gradients: number
  /** Of one place of a micro-batch. */
  readonly place: Readonly<Record<Keeps, number>>
  /** The update with the smallest useful micro-batch. */
  readonly training: number
}

/** Numbers that a layer makes of one place. */
const madeByLayer = ({ headNorms, headWidth, heads, hiddenWidth, kvHeads, width }: ModelConfig): number => {
  const projected = headNorms ? 6 : 5
  return 6 * width + projected * (heads + kvHeads) * headWidth + 5 * hiddenWidth
}

/** With all weights trained, or adapters. */
export const needs = (model: ModelConfig, lora?: Lora): Needs => {
  const all = parameters(model)
  const trained = lora === undefined ? all : Adapters.parameters(model, lora)
  const count = countOf(all)
  const weights = float * count
  const cache = float * 2 * model.layers * model.kvHeads * model.headWidth * model.context
  const gradients = float * countOf(trained)
  const largest = float * Math.max(...trained.map(sizeOf))
  // Beside what is trained there are two moments and its gradients.
  const state = weights + (lora === undefined ? 3 : 4) * gradients
  // The output matrix has its gradients first, part after part.
  const update = state + largest + float * 4 * mostLogits
  const layer = tape * float * madeByLayer(model)
  const inputs = layer + float * model.layers * model.width
  const place = {
    layers: model.layers * layer,
    products: inputs + float * model.layers * 2 * model.hiddenWidth,
    inputs
  }
  return {
    parameters: count,
    weights,
    // A step of sampling writes the keys and values of a layer anew.
    sampling: weights + cache * (1 + 1 / model.layers) + float * model.vocabulary,
    update,
    gradients,
    place,
    training: Math.max(
      update + 2 * Math.min(leastPlaces, model.context) * place.inputs,
      state + updateTemporaries * largest
    )
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
    case "webgpu":
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

/** How a model is trained within a backend's memory. */
export interface Plan {
  /** Most places of a micro-batch. */
  readonly places: number
  readonly keeps: Keeps
}

/** The fastest plan that fits, or why there is none. */
export const plan = (
  model: ModelConfig,
  backend: BackendName,
  lora?: Lora
): Either.Either<Plan, string> => {
  const bytes = limit(backend)
  const { gradients, parameters, place, training, update, weights } = needs(model, lora)
  if (bytes === undefined) {
    const places = Math.min(mostOnCard, Math.floor(cardMicroBatch / place.layers))
    return Either.right({ places: Math.max(usualPlaces, places), keeps: "layers" })
  }
  if (update + gradients + usualPlaces * place.layers <= bytes) {
    return Either.right({ places: usualPlaces, keeps: "layers" })
  }
  if (training <= bytes) {
    // Not all of what is left: where memory is short, the gaps between large tensors count.
    const fits = (keeps: Keeps) => Math.min(usualPlaces, Math.floor((bytes - update) / 1.5 / place[keeps]))
    const keeps = fits("products") >= worthwhilePlaces ? "products" : "inputs"
    return Either.right({ places: fits(keeps), keeps })
  }
  const where = bytes < machine()
    ? `the ${backend} backend has ${format(bytes)}, where WebAssembly's memory ends`
    : `this machine has ${format(bytes)}`
  return Either.left(
    `A model of ${parameters} parameters takes ${format(weights)}, and ${format(training)} to be trained${
      lora === undefined ? "" : " by adapters"
    }; ${where}. `
      + `Take a smaller model, or another backend or machine${
        lora === undefined ? ", or train adapters (LoRA)" : ""
      }`
  )
}
