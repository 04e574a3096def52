/**
 * The link between the levels of an environment: success at level l has chance σ(c − a·l) with a > 0, so that what is
 * seen at one level says something of its neighbours. It is fitted to counts, by the largest posterior.
 */
import { Schema } from "effect"

/** The priors, per level: wide enough that a few rollouts outweigh them, and what makes the fit unique. */
export const priors = {
  /** Mean and standard deviation of a. */
  steepness: 1,
  steepnessSpread: 1,
  /** a is at least this: a ladder never becomes easier. */
  leastSteepness: 0.05,
  /** Standard deviation of c, whose mean is 0. */
  interceptSpread: 10
} as const

export const Link = Schema.Struct({
  /** c, the log odds of success at level 0. */
  intercept: Schema.JsonNumber,
  /** a, how much the log odds fall from one level to the next. */
  steepness: Schema.JsonNumber,
  /** Standard deviation of the ability, by the curvature at the fit. */
  spread: Schema.JsonNumber
})
export type Link = typeof Link.Type

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** log(1 + eˣ). */
const softplus = (x: number): number => x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))

/** The level at which half is solved; may lie outside of the ladder. */
export const ability = ({ intercept, steepness }: Link): number => intercept / steepness

/** The chance of success at a level. */
export const success = ({ intercept, steepness }: Link, level: number): number =>
  sigmoid(intercept - steepness * level)

/** −log posterior up to a constant; convex in (c, a). */
export const loss = (
  accepted: ReadonlyArray<number>,
  refused: ReadonlyArray<number>,
  c: number,
  a: number
): number => {
  let sum = ((a - priors.steepness) / priors.steepnessSpread) ** 2 / 2 + (c / priors.interceptSpread) ** 2 / 2
  for (let level = 0; level < accepted.length; level++) {
    const successes = accepted[level]!
    const seen = successes + refused[level]!
    if (seen === 0) continue
    // softplus(−z) = softplus(z) − z
    const z = c - a * level
    sum += seen * softplus(z) - successes * z
  }
  return sum
}

/** First and second derivatives of the loss by c and a. */
const derivatives = (
  accepted: ReadonlyArray<number>,
  refused: ReadonlyArray<number>,
  c: number,
  a: number
) => {
  let byC = c / priors.interceptSpread ** 2
  let byA = (a - priors.steepness) / priors.steepnessSpread ** 2
  let cc = 1 / priors.interceptSpread ** 2
  let ca = 0
  let aa = 1 / priors.steepnessSpread ** 2
  for (let level = 0; level < accepted.length; level++) {
    const successes = accepted[level]!
    const seen = successes + refused[level]!
    if (seen === 0) continue
    const p = sigmoid(c - a * level)
    const residual = seen * p - successes
    const weight = seen * p * (1 - p)
    byC += residual
    byA -= residual * level
    cc += weight
    ca -= weight * level
    aa += weight * level ** 2
  }
  return { byC, byA, cc, ca, aa }
}

const iterations = 50

/** The fit to (decayed) counts by level. Newton's method, which converges since the loss is convex. */
export const fit = (accepted: ReadonlyArray<number>, refused: ReadonlyArray<number>): Link => {
  let c = 0
  let a: number = priors.steepness
  let current = loss(accepted, refused, c, a)
  for (let i = 0; i < iterations; i++) {
    const { aa, byA, byC, ca, cc } = derivatives(accepted, refused, c, a)
    const determinant = cc * aa - ca ** 2
    let stepC = (aa * byC - ca * byA) / determinant
    let stepA = (cc * byA - ca * byC) / determinant
    // At the bound a stays, and c moves alone.
    if (a === priors.leastSteepness && stepA >= 0) [stepC, stepA] = [byC / cc, 0]
    // What the step promises is below what the loss can show.
    if (byC * stepC + byA * stepA < 1e-12) break
    let scale = 1
    let [nextC, nextA] = [c, a]
    let next = current
    for (; scale > 1e-6; scale /= 2) {
      nextC = c - scale * stepC
      nextA = Math.max(priors.leastSteepness, a - scale * stepA)
      next = loss(accepted, refused, nextC, nextA)
      if (next <= current) break
    }
    if (!(next <= current)) break
    ;[c, a, current] = [nextC, nextA, next]
  }
  const { aa, ca, cc } = derivatives(accepted, refused, c, a)
  const [gradientC, gradientA] = [1 / a, -c / a ** 2]
  const variance = (aa * gradientC ** 2 - 2 * ca * gradientC * gradientA + cc * gradientA ** 2)
    / (cc * aa - ca ** 2)
  return { intercept: c, steepness: a, spread: Math.sqrt(variance) }
}
