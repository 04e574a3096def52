/**
 * Drawing without replacement, by weight. Each next name is drawn from those left with a chance in proportion to its
 * weight.
 *
 * The draw is a race: each name arrives after an exponential time of rate `weight`. That is the same as drawing one
 * after the other (Efraimidis and Spirakis 2006), but a name's time is a function of its coordinates alone, so that
 * nobody else's moves when one is taken out.
 */
import { type Coordinate, fromSeed, seedsBelow } from "@scaler/dsl/Random"

/**
 * Names in the order in which they are drawn; those of weight 0 come after all others, in random order.
 *
 * @param coordinates what the draw is for; a name's time is named by them and the name
 * @param weight finite and ≥ 0
 */
export const order = (
  coordinates: ReadonlyArray<Coordinate>,
  names: ReadonlyArray<string>,
  weight: (name: string) => number
): ReadonlyArray<string> => {
  const seedOf = seedsBelow(...coordinates)
  const times = Float64Array.from(names, (name) => -Math.log1p(-fromSeed(seedOf(name)).unit()))
  const arrivals = Float64Array.from(names, (name, i) => {
    const rate = weight(name)
    return rate > 0 ? times[i]! / rate : Infinity
  })
  return Uint32Array.from(names.keys())
    // Not by difference: ∞ − ∞ is no order.
    .sort((a, b) =>
      arrivals[a] !== arrivals[b]
        ? (arrivals[a]! < arrivals[b]! ? -1 : 1)
        : times[a]! - times[b]! || (names[a]! < names[b]! ? -1 : 1)
    )
    .reduce<Array<string>>((ordered, i) => {
      ordered.push(names[i]!)
      return ordered
    }, [])
}
