/** What training changes of a model, and the network that its values make: all weights, or adapters of frozen ones. */
import type * as tf from "@tensorflow/tfjs-core"
import type { Lora } from "../Lora.ts"
import * as Adapters from "./Adapters.ts"
import { type ModelConfig, type Parameter, parameters } from "./ModelConfig.ts"
import { type Network, network, type Weights } from "./Weights.ts"

export interface Trained {
  /**
   * What is trained, in a fixed order: layer by layer, as many in each; where the network has trained ends, the embedding
   * before them, the last norm and an output of its own after them.
   */
  readonly parameters: ReadonlyArray<Parameter>
  /** Values in the order of `parameters` at their places in the network. */
  readonly network: (values: Weights) => Network
  /** File of a snapshot that holds the values. */
  readonly file: string
}

/** Names of files with what is trained: those of Transformers and PEFT. */
export const files = { all: "model.safetensors", adapters: "adapter_model.safetensors" } as const

/** Every weight. */
export const all = (config: ModelConfig): Trained => ({
  parameters: parameters(config),
  network: (values) => network(config, values),
  file: files.all
})

/** Adapters of weights that stay as they are; those remain the caller's. */
export const adapters = (config: ModelConfig, lora: Lora, weights: ReadonlyArray<tf.Tensor>): Trained => {
  const frozen = network(config, weights)
  return {
    parameters: Adapters.parameters(config, lora),
    network: (values) => Adapters.adapted(frozen, lora, values),
    file: files.adapters
  }
}
