/** What is expected of an environment that nothing has been seen of: that it is like one of those that something has. */
import { Schema } from "effect"
import * as Frontier from "./Frontier.ts"
import * as Link from "./Link.ts"

/** What is known of an environment. */
interface Known {
  readonly link: Link.Link
  readonly unevenness: number
}

/** Whose success rate learnability is computed of. */
export const Learnability = Schema.Literal("instance", "level")
export type Learnability = typeof Learnability.Type

export interface Population {
  /** Environments that something is known of; of a large pool some, spread evenly over them. */
  readonly members: ReadonlyArray<Known>
  /**
   * max over levels 0 … maxLevel of the mean of p(1 − p) of levels, or of (1 − ρ)·p(1 − p) of instances; null where
   * nothing is known of any.
   */
  readonly learnability: (of: Learnability, maxLevel: number) => number | null
}

/** Members at most, so that a large pool costs no more than a small one. */
const most = 64

export const mean = (members: ReadonlyArray<Known>, of: (member: Known) => number): number =>
  members.reduce((sum, member) => sum + of(member), 0) / members.length

export const of = (settings: Frontier.Settings, states: ReadonlyArray<Frontier.State>): Population => {
  const known = states.filter(({ link }) => link !== null)
  const stride = Math.max(1, known.length / most)
  const members = Array.from({ length: Math.min(known.length, most) }, (_, place): Known => {
    const state = known[Math.floor(place * stride)]!
    return { link: state.link!, unevenness: Frontier.unevenness(settings, state) }
  })
  /** By level: the largest learnability of the levels up to it. */
  const largestOf: Readonly<Record<Learnability, Array<number>>> = { instance: [], level: [] }
  return {
    members,
    learnability: (of, maxLevel) => {
      if (members.length === 0) return null
      const largest = largestOf[of]
      for (let level = largest.length; level <= maxLevel; level++) {
        const here = mean(members, ({ link, unevenness }) => {
          const p = Link.success(link, level)
          return (of === "instance" ? 1 - unevenness : 1) * p * (1 - p)
        })
        largest.push(Math.max(here, largest[level - 1] ?? 0))
      }
      return largest[maxLevel]!
    }
  }
}
