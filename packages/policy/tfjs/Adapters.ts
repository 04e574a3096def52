/** Low-rank adapters of a model's matrices: their names and shapes, first values, and places in the network. */
import { fromCoordinates } from "@scaler/dsl/Random"
import type * as tf from "@tensorflow/tfjs-core"
import { type Lora, Target } from "../Lora.ts"
import { type ModelConfig, type Parameter, parameters as allParameters, sizeOf } from "./ModelConfig.ts"
import type { LayerWeights, Network, Projection, Weights } from "./Weights.ts"

/** Where each matrix is in a layer. */
const fields: Readonly<
  Record<Target, keyof { [K in keyof LayerWeights as LayerWeights[K] extends Projection ? K : never]: 0 }>
> = {
  q_proj: "query",
  k_proj: "key",
  v_proj: "value",
  o_proj: "output",
  gate_proj: "gate",
  up_proj: "up",
  down_proj: "down"
}

/** In the order in which a model's parameters have them. */
const inOrder = ({ targets }: Lora): ReadonlyArray<Target> =>
  Target.literals.filter((target) => targets.includes(target))

/** The matrices that are adapted, `[out, in]`, layer by layer. */
export const matrices = (config: ModelConfig, lora: Lora): ReadonlyArray<Parameter> => {
  const endings = inOrder(lora).map((target) => `.${target}.weight`)
  return allParameters(config).filter(({ name }) => endings.some((ending) => name.endsWith(ending)))
}

/** Names of A and B of a matrix, as PEFT writes them. */
export const names = (matrix: string) => {
  const module = `base_model.model.${matrix.replace(/\.weight$/, "")}`
  return { a: `${module}.lora_A.weight`, b: `${module}.lora_B.weight` }
}

/** A and B of every adapted matrix, in a fixed order. */
export const parameters = (config: ModelConfig, lora: Lora): ReadonlyArray<Parameter> =>
  matrices(config, lora).flatMap(({ name, shape: [out, input] }): ReadonlyArray<Parameter> => [
    { name: names(name).a, shape: [lora.rank, input!], kind: "matrix" },
    { name: names(name).b, shape: [out, lora.rank], kind: "matrix" }
  ])

/**
 * The first values of a parameter, a function of (seed, name) alone: B is zero, so that nothing is added at first, and A
 * is uniform within ±1/√in, as in PEFT.
 */
export const initial = (parameter: Parameter, seed: number): Float32Array => {
  const values = new Float32Array(sizeOf(parameter))
  if (parameter.name.endsWith(".lora_B.weight")) return values
  const bound = 1 / Math.sqrt(parameter.shape[1]!)
  const { unit } = fromCoordinates("initial adapter", seed, parameter.name)
  for (let index = 0; index < values.length; index++) values[index] = bound * (2 * unit() - 1)
  return values
}

/** The network with adapters; `values` follow the order of `parameters`. */
export const adapted = (frozen: Network, lora: Lora, values: Weights): Network => {
  const targets = inOrder(lora)
  const scale = lora.alpha / lora.rank
  return {
    ...frozen,
    hasTrainedEnds: false,
    layers: frozen.layers.map((layer, index) => ({
      ...layer,
      ...Object.fromEntries(targets.map((target, place) => {
        const field = fields[target]
        const at = 2 * (index * targets.length + place)
        const adapter = { a: values[at] as tf.Tensor2D, b: values[at + 1] as tf.Tensor2D, scale }
        return [field, { ...layer[field], adapter }]
      }))
    }))
  }
}
