/**
 * The paired permutation test: whether the mean of differences is other than 0. Under the hypothesis that the two sides are
 * alike each difference could as well have the other sign.
 */
import { fromCoordinates } from "@scaler/dsl/Random"

/** Differences other than 0 up to which all signs are tried. */
const mostExact = 16
/** Random signs that are tried of more. */
const resamples = 100_000

/** Sums within rounding of the observed one count as it. */
const slack = 1e-9

/** Two-sided p; exact for up to 16 differences other than 0, else of 100 000 draws, the observed signs among them. */
export const signFlip = (differences: ReadonlyArray<number>): number => {
  const moved = differences.filter((difference) => difference !== 0)
  const observed = Math.abs(moved.reduce((sum, each) => sum + each, 0)) * (1 - slack)
  const isExact = moved.length <= mostExact
  const count = isExact ? 2 ** moved.length : resamples
  const random = fromCoordinates("sign flip", moved.length)
  let asFar = 0
  for (let at = 0; at < count; at++) {
    let sum = 0
    let signs = at
    for (let i = 0; i < moved.length; i++) {
      if (!isExact && i % 32 === 0) signs = random.u32()
      sum += (signs & 1) === 1 ? moved[i]! : -moved[i]!
      signs >>>= 1
    }
    if (Math.abs(sum) >= observed) asFar++
  }
  return isExact ? asFar / count : (asFar + 1) / (count + 1)
}
