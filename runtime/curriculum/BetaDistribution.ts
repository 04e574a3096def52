/** The beta distribution: what is believed of a success rate. Numbers are jstat's, randomness is ours. */
import type { Random } from "@scaler/dsl/Random"
import jstat from "jstat"

const { jStat } = jstat

/** Beta(α, β), both above 0. */
export interface Beta {
  readonly alpha: number
  readonly beta: number
}

/** E[p]. */
export const mean = ({ alpha, beta }: Beta): number => alpha / (alpha + beta)

/** P(p ≤ x), to about 10⁻⁸. */
export const cdf = (x: number, { alpha, beta }: Beta): number => jStat.ibeta(x, alpha, beta)

/** E[p(1 − p)]: how much a rollout is expected to vary, ¼ at most. */
export const expectedVariance = ({ alpha, beta }: Beta): number => {
  const total = alpha + beta
  return (alpha * beta) / (total * (total + 1))
}

/** Draws from distributions, one after the other, by a stream of ours: jstat's own is set anew for each caller. */
export const sampler = (random: Random): (distribution: Beta) => number => {
  const unit = () => random.unit()
  return ({ alpha, beta }) => {
    jStat.setRandom(unit)
    return jStat.beta.sample(alpha, beta)
  }
}
