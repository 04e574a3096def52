/** What is expected of an environment that nothing has been seen of: that it is like one of those that something has. */
import * as Frontier from "./Frontier.ts"
import * as Link from "./Link.ts"
import * as Progress from "./Progress.ts"

/** What is known of an environment. */
interface Known {
  readonly link: Link.Link
  readonly unevenness: number
  /** E[max(0, δ)]. */
  readonly progress: number
}

export interface Population {
  /** Environments that something is known of; of a large pool some, spread evenly over them. */
  readonly members: ReadonlyArray<Known>
  /** max over levels 0 … maxLevel of the mean of (1 − ρ)·p(1 − p); null where nothing is known of any. */
  readonly learnability: (maxLevel: number) => number | null
  /** E[max(0, δ)] of an environment, in units of the members' mean; 1 where nothing is known of any. */
  readonly progress: (sums: Progress.Sums) => number
}

/** Members at most, so that a large pool costs no more than a small one. */
const most = 64

export const mean = (members: ReadonlyArray<Known>, of: (member: Known) => number): number =>
  members.reduce((sum, member) => sum + of(member), 0) / members.length

export const of = (settings: Frontier.Settings, states: ReadonlyArray<Frontier.State>): Population => {
  const known = states.filter(({ link }) => link !== null)
  const stride = Math.max(1, known.length / most)
  const common = Progress.common(known.map(({ progress }) => progress))
  const progress = (sums: Progress.Sums) => Progress.expected(sums, common)
  const members = Array.from({ length: Math.min(known.length, most) }, (_, place): Known => {
    const state = known[Math.floor(place * stride)]!
    return {
      link: state.link!,
      unevenness: Frontier.unevenness(settings, state),
      progress: progress(state.progress)
    }
  })
  const usual = members.length === 0 ? progress(Progress.none) : mean(members, (member) => member.progress)
  /** By level: the largest learnability of the levels up to it. */
  const largest: Array<number> = []
  return {
    members,
    progress: (sums) => progress(sums) / usual,
    learnability: (maxLevel) => {
      if (members.length === 0) return null
      for (let level = largest.length; level <= maxLevel; level++) {
        const here = mean(members, ({ link, unevenness }) => {
          const p = Link.success(link, level)
          return (1 - unevenness) * p * (1 - p)
        })
        largest.push(Math.max(here, largest[level - 1] ?? 0))
      }
      return largest[maxLevel]!
    }
  }
}
