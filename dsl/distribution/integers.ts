import type { Random } from "../Random.ts"
import { whole } from "./whole.ts"

/** Faster than `isSafeInteger` where a number is small. */
const isWhole = (value: number): boolean => value === (value | 0) || Number.isSafeInteger(value)

/** A uniform integer in `min` … `max`, both included. */
export const integer = (random: Random, min: number, max: number): number => {
  if (!(isWhole(min) && isWhole(max) && min <= max)) {
    throw new RangeError(
      `int(${min}, ${max}): both ends must be whole numbers, the first not above the second`
    )
  }
  return min + random.below(max - min + 1)
}

/** The largest of 1 + `lean` uniform integers in `min` … `max`, or where `lean` is below 0 the smallest of 1 − `lean`. */
export const skewed = (random: Random, min: number, max: number, lean: number): number => {
  whole("skewed", "lean", lean, -1000, 1000)
  const further = lean < 0 ? Math.min : Math.max
  let value = integer(random, min, max)
  for (let draw = 0; draw < Math.abs(lean); draw++) value = further(value, integer(random, min, max))
  return value
}

/** An index, each with a chance in proportion to its weight. Weights are finite and ≥ 0, and one is above 0. */
export const weightedIndex = (random: Random, weights: ReadonlyArray<number>): number => {
  let total = 0
  for (const weight of weights) {
    if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`weighted: ${weight} is not a weight`)
    total += weight
  }
  if (total === 0) throw new RangeError("weighted: no weight is above 0")
  let left = random.unit() * total
  let last = 0
  for (let index = 0; index < weights.length; index++) {
    if (weights[index] === 0) continue
    last = index
    left -= weights[index]!
    if (left < 0) return index
  }
  return last
}

/** `count` different integers in `min` … `max` in random order, every such sequence alike likely. */
export const distinctIntegers = (random: Random, min: number, max: number, count: number): Array<number> => {
  const size = max - min + 1
  if (!(count >= 0 && count <= size)) {
    throw new RangeError(`distinct(${min}, ${max}, ${count}): there are only ${size} such numbers`)
  }
  return shuffled(random, chosen(random, min, size, count))
}

/** `count` of the `size` integers from `min` on, every such set alike likely, in no order (Floyd's sample). */
export const chosen = (random: Random, min: number, size: number, count: number): Array<number> => {
  const values = new Set<number>()
  for (let top = size - count; top < size; top++) {
    const pick = random.below(top + 1)
    values.add(min + (values.has(min + pick) ? top : pick))
  }
  return [...values]
}

/** A copy in uniformly random order (Fisher and Yates, Durstenfeld's form). */
export const shuffled = <A>(random: Random, values: ReadonlyArray<A>): Array<A> => {
  const result = values.slice()
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const moved = result[last]!
    result[last] = result[other]!
    result[other] = moved
  }
  return result
}
