/** Which of many sets of grams are nearly the same. */
import { similarity } from "@scaler/synthesis/problems/Grams"

/** Two sets, by their places, the earlier one first. */
export interface Pair {
  readonly first: number
  readonly second: number
  /** Share of the grams of either that are in both. */
  readonly similarity: number
}

/**
 * All pairs of sets whose similarity is at least `threshold` (above 0), found exactly: two such sets share one of their
 * rarest grams, n − ⌈threshold · n⌉ + 1 of a set of n (prefix filtering, Chaudhuri et al. 2006, Bayardo et al. 2007),
 * so only sets that do are compared. `mayPair` leaves pairs out before that.
 */
export const similarPairs = (
  sets: ReadonlyArray<ReadonlySet<string>>,
  threshold: number,
  mayPair: (first: number, second: number) => boolean = () => true
): ReadonlyArray<Pair> => {
  const frequency = new Map<string, number>()
  for (const set of sets) for (const gram of set) frequency.set(gram, (frequency.get(gram) ?? 0) + 1)
  const rarity = (a: string, b: string) => frequency.get(a)! - frequency.get(b)! || (a < b ? -1 : 1)
  const having = new Map<string, Array<number>>()
  const pairs: Array<Pair> = []
  for (const [second, set] of sets.entries()) {
    const candidates = new Set<number>()
    const rarest = [...set].sort(rarity).slice(0, set.size - Math.ceil(threshold * set.size) + 1)
    for (const gram of rarest) {
      const earlier = having.get(gram) ?? []
      for (const first of earlier) candidates.add(first)
      having.set(gram, [...earlier, second])
    }
    for (const first of candidates) {
      const [smaller, larger] = [sets[first]!.size, set.size].sort((a, b) => a - b) as [number, number]
      if (smaller < threshold * larger || !mayPair(first, second)) continue
      const found = similarity(sets[first]!, set)
      if (found >= threshold) pairs.push({ first, second, similarity: found })
    }
  }
  return pairs.sort((a, b) => a.first - b.first || a.second - b.second)
}
