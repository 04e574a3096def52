/** What is expected of an environment that nothing has been seen of: that it is like one of those that something has. */
import type * as Frontier from "./Frontier.ts"
import * as Link from "./Link.ts"

/** Links of environments that something is known of; of a large pool some, spread evenly over them. */
export interface Population {
  readonly links: ReadonlyArray<Link.Link>
  /** max over levels 0 … maxLevel of the mean of p(1 − p); null where nothing is known of any. */
  readonly learnability: (maxLevel: number) => number | null
}

/** Links at most, so that a large pool costs no more than a small one. */
const most = 64

/** Success rates at a level, one for each link. */
export const rates = ({ links }: Population, level: number): ReadonlyArray<number> =>
  links.map((link) => Link.success(link, level))

export const mean = (values: ReadonlyArray<number>): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export const of = (states: Iterable<Frontier.State>): Population => {
  const known = [...states].flatMap(({ link }) => link === null ? [] : [link])
  const stride = Math.max(1, known.length / most)
  const links = Array.from(
    { length: Math.min(known.length, most) },
    (_, place) => known[Math.floor(place * stride)]!
  )
  /** By level: the largest learnability of the levels up to it. */
  const largest: Array<number> = []
  const learnability = (maxLevel: number) => {
    if (links.length === 0) return null
    for (let level = largest.length; level <= maxLevel; level++) {
      const here = mean(rates(population, level).map((p) => p * (1 - p)))
      largest.push(Math.max(here, largest[level - 1] ?? 0))
    }
    return largest[maxLevel]!
  }
  const population: Population = { links, learnability }
  return population
}
