/**
 * A language model small enough for a server in a test: the logits of the next token are a row for the token before it
 * plus one for the two before it. Its log-probabilities, losses and gradients are exact.
 */
import { fromCoordinates } from "@scaler/dsl/Random"
import type { AdamParams } from "../wire/OptimStep.ts"

/** A logit is this times its parameters: the model learns fast at usual learning rates. */
const gain = 25

interface Row {
  readonly values: Float64Array
  readonly gradient: Float64Array
  readonly first: Float64Array
  readonly second: Float64Array
}

export interface TinyModel {
  readonly seed: number
  /** Number of tokens. */
  readonly vocabulary: number
  readonly rows: Map<string, Row>
  steps: number
  /** Data whose gradients were added since the last step. */
  examples: number
}

export const make = (seed: number, vocabulary: number): TinyModel => ({
  seed,
  vocabulary,
  rows: new Map(),
  steps: 0,
  examples: 0
})

/** As it is now, independent of what becomes of the other. */
export const copy = (model: TinyModel): TinyModel => structuredClone(model)

const rowOf = (model: TinyModel, name: string): Row => {
  const known = model.rows.get(name)
  if (known !== undefined) return known
  const { seed, vocabulary } = model
  const random = fromCoordinates("tiny model", seed, name)
  const zeros = () => new Float64Array(vocabulary)
  const row = {
    values: Float64Array.from({ length: vocabulary }, () => (random.unit() - 0.5) / gain),
    gradient: zeros(),
    first: zeros(),
    second: zeros()
  }
  model.rows.set(name, row)
  return row
}

/** The rows that speak after these tokens. */
const speaking = (model: TinyModel, before: ReadonlyArray<number>): ReadonlyArray<Row> => [
  rowOf(model, String(before.at(-1))),
  rowOf(model, `${before.at(-2)} ${before.at(-1)}`)
]

/** Log-probabilities of all tokens after some, of logits that are divided by a temperature. */
export const logProbs = (
  model: TinyModel,
  before: ReadonlyArray<number>,
  temperature = 1
): Float64Array => {
  const [one, two] = speaking(model, before)
  const logits = one!.values.map((value, token) => gain * (value + two!.values[token]!) / temperature)
  const most = Math.max(...logits)
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0)) + most
  return logits.map((logit) => logit - total)
}

/** A token: the most probable one at temperature 0, else that at `unit`. */
export const draw = (logProbs: Float64Array, temperature: number, unit: number): number => {
  if (temperature === 0) return logProbs.indexOf(Math.max(...logProbs))
  let sum = 0
  const drawn = logProbs.findIndex((logProb) => (sum += Math.exp(logProb)) > unit)
  return drawn === -1 ? logProbs.length - 1 : drawn
}

/** Adds the gradient of `slope` times the log-probability of a token after some. */
export const addGradient = (
  model: TinyModel,
  before: ReadonlyArray<number>,
  token: number,
  slope: number
): void => {
  const all = logProbs(model, before)
  for (const { gradient } of speaking(model, before)) {
    for (let i = 0; i < model.vocabulary; i++) {
      gradient[i]! += gain * slope * ((i === token ? 1 : 0) - Math.exp(all[i]!))
    }
  }
}

/** One step of AdamW with the gradients divided by `divisor`; gives their norm. */
export const step = (
  model: TinyModel,
  { beta1, beta2, eps, grad_clip_norm = 0, learning_rate, weight_decay }: AdamParams,
  divisor: number
): number => {
  const rows = [...model.rows.values()]
  const norm = Math.sqrt(
    rows.reduce((sum, { gradient }) => gradient.reduce((sum, value) => sum + value ** 2, sum), 0)
  ) / divisor
  const scale = (grad_clip_norm > 0 && norm > grad_clip_norm ? grad_clip_norm / norm : 1) / divisor
  model.steps++
  model.examples = 0
  for (const { first, gradient, second, values } of rows) {
    for (let i = 0; i < model.vocabulary; i++) {
      const slope = gradient[i]! * scale
      first[i] = beta1 * first[i]! + (1 - beta1) * slope
      second[i] = beta2 * second[i]! + (1 - beta2) * slope ** 2
      const [mean, square] = [first[i]! / (1 - beta1 ** model.steps), second[i]! / (1 - beta2 ** model.steps)]
      values[i]! -= learning_rate * (mean / (Math.sqrt(square) + eps) + weight_decay * values[i]!)
    }
    gradient.fill(0)
  }
  return norm
}
