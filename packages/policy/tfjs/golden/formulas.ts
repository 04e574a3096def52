/** The weights and rollouts that the Python scripts beside this compute too, so that only results are recorded. */
import * as tf from "@tensorflow/tfjs-core"
import { Schema } from "effect"
import { ModelConfig, type ModelSettings, parameters, sizeOf } from "../ModelConfig.ts"
import type { Weights } from "../Weights.ts"

export const modelOf = (config: ModelSettings, tieEmbeddings: boolean): ModelConfig =>
  Schema.decodeSync(ModelConfig)({ ...config, tieEmbeddings })

/** Weights by formula, each moved by `move` of its index among `names` and its place. The caller disposes them. */
export const weightsOf = (
  model: ModelConfig,
  names: ReadonlyArray<string>,
  move: (index: number, place: number) => number = () => 0
): Weights =>
  parameters(model).map((parameter) => {
    const index = names.indexOf(parameter.name)
    if (index < 0) throw new Error(`the recorded model has no ${parameter.name}`)
    const values = Float32Array.from({ length: sizeOf(parameter) }, (_, place) => {
      const value = Math.sin(0.7 * (place + 1) + 1.3 * (index + 1))
      return (parameter.kind === "norm" ? 1 + 0.2 * value : 0.4 * value) + move(index, place)
    })
    return tf.tensor(values, [...parameter.shape])
  })

/** Prompts with their responses and advantages, one after the other. */
export const rolloutsOf = (
  prompts: ReadonlyArray<ReadonlyArray<number>>,
  responses: ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>>,
  advantages: ReadonlyArray<ReadonlyArray<number>>
) =>
  responses.flatMap((group, index) =>
    group.map((response, member) => ({
      prompt: Int32Array.from(prompts[index]!),
      response: Int32Array.from(response),
      advantage: advantages[index]![member]!
    }))
  )
