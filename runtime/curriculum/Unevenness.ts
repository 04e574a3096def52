/**
 * How far the instances of a level differ: the correlation ρ of the outcomes within a group (intra-class correlation).
 *
 * Where an instance has the success rate pᵢ, with mean p over the instances of its level, ρ = Var(pᵢ) / p(1 − p). With k
 * of G rollouts accepted, whatever the distribution of pᵢ,
 *
 *   E[k(G − k) / G(G − 1)] = E[pᵢ(1 − pᵢ)] = (1 − ρ)·p(1 − p),
 *
 * so that 1 − ρ is estimated by a ratio of sums over groups. G rollouts of one instance say as much of p as
 * G / (1 + (G − 1)ρ) rollouts of different ones (Kish's design effect).
 */

/** Sums over groups, each decayed. */
export interface Sums {
  /** Of k(G − k) / G(G − 1). */
  readonly within: number
  /** Of p(1 − p). */
  readonly overall: number
}

/** What is assumed before the first group: worth a few groups, and ρ = 0.1. */
const prior: Sums = { within: 0.9, overall: 1 }

/** Where all groups were all right or all wrong, the next one may still have signal. */
const most = 0.95

/** The estimate of ρ. */
export const of = ({ overall, within }: Sums): number =>
  Math.min(most, Math.max(0, 1 - (within + prior.within) / (overall + prior.overall)))

/** What a group adds to the sums, at a level whose success rate is taken to be p; nothing where G = 1. */
export const ofGroup = (accuracy: number, rollouts: number, p: number): Sums =>
  rollouts < 2
    ? { within: 0, overall: 0 }
    : { within: accuracy * (1 - accuracy) * rollouts / (rollouts - 1), overall: p * (1 - p) }

/** The part of a group's rollouts that counts as evidence of p. */
export const share = (rollouts: number, unevenness: number): number => 1 / (1 + (rollouts - 1) * unevenness)
