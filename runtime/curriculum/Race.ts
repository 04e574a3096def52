/**
 * Drawing without replacement, by weight. Each next name is drawn from those left with a chance in proportion to its
 * weight.
 *
 * The draw is a race: each name arrives after an exponential time of rate `weight`. That is the same as drawing one
 * after the other (Efraimidis and Spirakis 2006), but a name's time is a function of its coordinates alone, so that
 * nobody else's moves when one is taken out.
 */
import { type Coordinate, seedsBelow } from "@scaler/dsl/Random"

/** Names that are put in order at first; each further batch is twice as large as the one before. */
const firstBatch = 128

/**
 * Names in the order in which they are drawn; those of weight 0 come after all others, in random order. Only as many
 * are put in order as are asked for.
 *
 * @param coordinates what the draw is for; a name's time is named by them and the name
 * @param weights finite and ≥ 0, one per name
 */
export function* order(
  coordinates: ReadonlyArray<Coordinate>,
  names: ReadonlyArray<string>,
  weights: ArrayLike<number>
): Generator<string, void, undefined> {
  const seedOf = seedsBelow(...coordinates)
  const times = new Float64Array(names.length)
  const arrivals = new Float64Array(names.length)
  for (const [i, name] of names.entries()) {
    // The one number that is drawn: the seed's first 53 bits.
    const [high, low] = seedOf(name)
    times[i] = -Math.log1p(-((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53)
    arrivals[i] = weights[i]! > 0 ? times[i]! / weights[i]! : Infinity
  }
  const sorted = arrivals.toSorted()
  let after = -1
  for (let batch = firstBatch; after < Infinity && names.length > 0; batch *= 2) {
    const until = batch < sorted.length ? sorted[batch - 1]! : Infinity
    const next: Array<number> = []
    for (let i = 0; i < arrivals.length; i++) {
      if (arrivals[i]! > after && arrivals[i]! <= until) next.push(i)
    }
    // Not by difference: ∞ − ∞ is no order.
    next.sort((a, b) =>
      arrivals[a] !== arrivals[b]
        ? (arrivals[a]! < arrivals[b]! ? -1 : 1)
        : times[a]! - times[b]! || (names[a]! < names[b]! ? -1 : 1)
    )
    for (const i of next) yield names[i]!
    after = until
  }
}
