/**
 * Intervals of a mean over seeds by the percentile bootstrap, at 95 %. Tails are expanded (Hesterberg 2015, "What
 * teachers should know about the bootstrap", section 5.1): with plain ones, 8 normal values miss their mean in 11 % of
 * cases, with these in 6 %.
 */
import { fromCoordinates } from "@scaler/dsl/Random"
import jstat from "jstat"

/** A mean and its interval; a single value has none. */
export interface Estimate {
  readonly mean: number
  readonly interval: { readonly low: number; readonly high: number } | null
}

/** The share of resamples' means on either side of the interval. */
export const tailOf = (size: number): number => {
  const { normal, studentt } = jstat.jStat
  return normal.cdf(-Math.sqrt(size / (size - 1)) * studentt.inv(0.975, size - 1), 0, 1)
}

/** The value below which a share of sorted values lies, linear between neighbours. */
export const quantile = (sorted: ArrayLike<number>, share: number): number => {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)]!
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below)
}

/** Which of so many values each resample takes: the same for all samples of a size, so that these can be compared. */
const drawn = (size: number, resamples: number): Uint32Array => {
  const random = fromCoordinates("bootstrap", size, resamples)
  return Uint32Array.from({ length: size * resamples }, () => random.below(size))
}

const draws = new Map<string, Uint32Array>()

const drawsOf = (size: number, resamples: number): Uint32Array => {
  const key = `${size} ${resamples}`
  const known = draws.get(key) ?? drawn(size, resamples)
  draws.set(key, known)
  return known
}

/** The mean of values with its interval; null of none. */
export const estimate = (values: ReadonlyArray<number>, resamples = 10_000): Estimate | null => {
  const size = values.length
  if (size === 0) return null
  const mean = values.reduce((total, value) => total + value, 0) / size
  if (size === 1) return { mean, interval: null }
  const places = drawsOf(size, resamples)
  const means = new Float64Array(resamples)
  for (let resample = 0, at = 0; resample < resamples; resample++) {
    let sum = 0
    for (let i = 0; i < size; i++) sum += values[places[at++]!]!
    means[resample] = sum / size
  }
  means.sort()
  const tail = tailOf(size)
  return { mean, interval: { low: quantile(means, tail), high: quantile(means, 1 - tail) } }
}
