/**
 * How fast an environment is learnt: δ, the log odds by which its outcomes exceed what was believed before them. Beliefs
 * lag behind a learner, so where it learns more is accepted than they expect, and where it does not no more than that,
 * whatever the success rate.
 *
 * With s of n rollouts accepted at a success rate believed to be p, s − n·p has to first order the mean δ·n·p(1 − p) and
 * the variance n·p(1 − p). With a normal prior of mean δ̄ that is worth w,
 *
 *   δ ~ N((Σ(s − n·p) + w·δ̄) / (I + w), 1 / (I + w)), I = Σ n·p(1 − p),
 *
 * with sums over an environment's steps, decayed, and δ̄ that ratio over all environments.
 */
import { Schema } from "effect"
import jstat from "jstat"

export const Sums = Schema.Struct({
  /** Σ(s − n·p): rollouts accepted beyond what was expected. */
  beyond: Schema.JsonNumber,
  /** I. */
  information: Schema.JsonNumber.pipe(Schema.nonNegative())
})
export type Sums = typeof Sums.Type

/** Before the first rollout. */
export const none: Sums = { beyond: 0, information: 0 }

/** w: δ is expected within half a unit of log odds around the others'. */
const prior = 4

/** What a step with rollouts leaves of the sums, so that some twenty steps count. */
const kept = 0.95

export const faded = ({ beyond, information }: Sums): Sums => ({
  beyond: kept * beyond,
  information: kept * information
})

/** With a step's rollouts at one level. */
export const after = (
  { beyond, information }: Sums,
  accepted: number,
  rollouts: number,
  expected: number
): Sums => ({
  beyond: beyond + accepted - rollouts * expected,
  information: information + rollouts * expected * (1 - expected)
})

/** δ̄ of environments; 0 where nothing is known. */
export const common = (all: Iterable<Sums>): number => {
  let beyond = 0
  let information = 1
  for (const each of all) {
    beyond += each.beyond
    information += each.information
  }
  return beyond / information
}

/** Below what the normal distribution's tails are exact to, and above 0, so that ratios are finite. */
const least = 1e-6

/** E[max(0, δ)], to 10⁻⁶: what is uncertain counts for what it may be. */
export const expected = ({ beyond, information }: Sums, common: number): number => {
  const precision = information + prior
  const mean = (beyond + prior * common) / precision
  const spread = 1 / Math.sqrt(precision)
  const z = mean / spread
  const density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI)
  return Math.max(least, mean * jstat.jStat.normal.cdf(z, 0, 1) + spread * density)
}
