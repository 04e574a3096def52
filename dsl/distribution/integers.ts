import type { Random } from "../Random.ts"

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

/** `count` different integers in `min` … `max` in random order, every such sequence alike likely (Floyd's sample). */
export const distinctIntegers = (random: Random, min: number, max: number, count: number): Array<number> => {
  const size = max - min + 1
  if (!(count >= 0 && count <= size)) {
    throw new RangeError(`distinct(${min}, ${max}, ${count}): there are only ${size} such numbers`)
  }
  const chosen = new Set<number>()
  for (let top = size - count; top < size; top++) {
    const pick = random.below(top + 1)
    chosen.add(min + (chosen.has(min + pick) ? top : pick))
  }
  return shuffled(random, [...chosen])
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
