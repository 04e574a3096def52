/** Choosing one token from logits. */
import { fromCoordinates, type Seed } from "@scaler/dsl/Random"
import type { SamplingOptions } from "../Policy.ts"

/** The number on [0, 1) that draws token `token` of sample `sample` of a request with this seed. */
export const uniform = (seed: Seed, sample: number, token: number): number =>
  fromCoordinates("token", ...seed, sample, token).unit()

/** A chosen token and its natural log-probability in the temperature-scaled, untruncated distribution. */
export interface Choice {
  readonly token: number
  readonly logProb: number
}

const greediest = (logits: Float32Array): number => {
  let best = 0
  for (let token = 1; token < logits.length; token++) if (logits[token]! > logits[best]!) best = token
  return best
}

/**
 * The place at which the running sum of weights over `order` passes `mass`, and what is left of `mass` before it; by
 * rounding the last with any weight.
 */
export const draw = (
  weights: Float32Array | Float64Array,
  order: Iterable<number>,
  mass: number
): { readonly at: number; readonly left: number } => {
  let [last, before, sum] = [0, 0, 0]
  for (const at of order) {
    if (weights[at]! === 0) continue
    last = at
    before = sum
    sum += weights[at]!
    if (sum > mass) break
  }
  return { at: last, left: mass - before }
}

/**
 * The tokens that may be drawn, the most probable first and ties by number, and the sum of their probabilities: those
 * that top-k and min-p leave (both of the whole distribution), and of them, renormalised, the fewest that reach top-p.
 */
export const candidates = (
  probabilities: Float64Array,
  { minP, topK, topP }: Pick<SamplingOptions, "minP" | "topK" | "topP">
): { readonly tokens: ReadonlyArray<number>; readonly mass: number } => {
  const sorted = Array.from(probabilities.keys())
    .sort((a, b) => probabilities[b]! - probabilities[a]! || a - b)
  const least = minP * probabilities[sorted[0]!]!
  const left = sorted.slice(0, topK === 0 ? sorted.length : topK).filter((token) =>
    probabilities[token]! >= least
  )
  const enough = topP * left.reduce((sum, token) => sum + probabilities[token]!, 0)
  let mass = 0
  let count = 0
  while (count < left.length && mass < enough) mass += probabilities[left[count++]!]!
  return { tokens: left.slice(0, count), mass }
}

/**
 * Picks a token from the logits of one place by a number on [0, 1). At temperature 0 it is the most probable token
 * (the first of equals) and its log-probability that of temperature 1. `scratch` has the vocabulary's length.
 */
export const choose = (
  logits: Float32Array,
  options: SamplingOptions,
  uniform: number,
  scratch: Float64Array
): Choice => {
  const { minP, temperature, topK, topP } = options
  const best = greediest(logits)
  const scale = temperature === 0 ? 1 : 1 / temperature
  const highest = logits[best]!
  let total = 0
  for (let token = 0; token < logits.length; token++) {
    total += scratch[token] = Math.exp((logits[token]! - highest) * scale)
  }
  const logProb = (token: number) => (logits[token]! - highest) * scale - Math.log(total)
  if (temperature === 0) return { token: best, logProb: logProb(best) }
  if (topP >= 1 && topK === 0 && minP === 0) {
    const { at: token } = draw(scratch, scratch.keys(), uniform * total)
    return { token, logProb: logProb(token) }
  }
  for (let token = 0; token < scratch.length; token++) scratch[token]! /= total
  const { mass, tokens } = candidates(scratch, options)
  const { at: token } = draw(scratch, tokens, uniform * mass)
  return { token, logProb: logProb(token) }
}
