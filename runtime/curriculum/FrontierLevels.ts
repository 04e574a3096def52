/**
 * Levels at which a group is likely to have signal, by what is believed of an environment; of one that nothing has been
 * seen of yet, by what is believed of the others.
 */
import type { Random } from "@scaler/dsl/Random"
import * as BetaDistribution from "./BetaDistribution.ts"
import { figure } from "./Explanation.ts"
import * as Frontier from "./Frontier.ts"
import * as FrontierPopulation from "./FrontierPopulation.ts"
import * as Link from "./Link.ts"

/** The chance that a group of G rollouts is neither all right nor all wrong, where success rates are Beta(α, β). */
export const expectedSignal = ({ alpha, beta }: BetaDistribution.Beta, samples: number): number => {
  let allAccepted = 1
  let allRefused = 1
  for (let i = 0; i < samples; i++) {
    allAccepted *= (alpha + i) / (alpha + beta + i)
    allRefused *= (beta + i) / (alpha + beta + i)
  }
  return 1 - allAccepted - allRefused
}

/** Beta with a mean, whose outcomes correlate by ρ > 0 within a group. */
const correlated = (mean: number, rho: number): BetaDistribution.Beta => {
  const total = 1 / rho - 1
  return { alpha: mean * total, beta: (1 - mean) * total }
}

/** The same where instances of a level have the mean success rate p, and differ by ρ. */
export const signal = (p: number, samples: number, unevenness: number): number =>
  unevenness > 0
    ? expectedSignal(correlated(p, unevenness), samples)
    : 1 - p ** samples - (1 - p) ** samples

/** The same where that mean is only believed: outcomes then correlate by 1 − (1 − ρ)(1 − 1 / (α + β + 1)). */
export const believedSignal = (
  belief: BetaDistribution.Beta,
  samples: number,
  unevenness: number
): number => {
  const total = belief.alpha + belief.beta
  const rho = 1 - (1 - unevenness) * total / (total + 1)
  return expectedSignal(correlated(BetaDistribution.mean(belief), rho), samples)
}

/** A level with the success rate for which it was chosen, and the chance of signal then. */
interface Candidate {
  readonly level: number
  readonly rate: number
  readonly signal: number
}

const largest = (candidates: ReadonlyArray<Candidate>) => Math.max(...candidates.map(({ signal }) => signal))

/** The hardest level whose chance of signal is large enough. */
const hardest = (candidates: ReadonlyArray<Candidate>, ahead: number): Candidate => {
  const enough = (1 - ahead) * largest(candidates)
  return candidates.findLast(({ signal }) => signal >= enough)!
}

/** One of the levels with the largest chance of signal. */
const anyOfBest = (candidates: ReadonlyArray<Candidate>, random: Random): Candidate => {
  const best = candidates.filter(({ signal }) => signal === largest(candidates))
  return best[random.below(best.length)]!
}

/** Levels of an environment that is one of a population. */
const asOthers = ({ members }: FrontierPopulation.Population, maxLevel: number, samples: number) =>
  Array.from({ length: maxLevel + 1 }, (_, level): Candidate => ({
    level,
    rate: FrontierPopulation.mean(members, ({ link }) => Link.success(link, level)),
    signal: FrontierPopulation.mean(
      members,
      ({ link, unevenness }) => signal(Link.success(link, level), samples, unevenness)
    )
  }))

/** Levels for the next instances, each with a chance of signal that is among the largest. */
export const propose = (
  settings: Frontier.Settings,
  state: Frontier.State,
  { count, others: asked, random, samples, step }: {
    readonly count: number
    readonly step: number
    /** Responses in a group. */
    readonly samples: number
    /** Asked where nothing has been seen of the environment. */
    readonly others: () => FrontierPopulation.Population
    readonly random: Random
  }
) => {
  const kept = Frontier.keptAt(settings, state, step)
  const rho = Frontier.unevenness(settings, state)
  const beliefs = state.accepted.map((_, level) => Frontier.belief(settings, state, level, kept))
  const draw = BetaDistribution.sampler(random)
  const drawn = () =>
    beliefs.map((belief, level): Candidate => {
      const rate = draw(belief)
      return { level, rate, signal: signal(rate, samples, rho) }
    })
  const believed = () =>
    beliefs.map((belief, level): Candidate => ({
      level,
      rate: BetaDistribution.mean(belief),
      signal: believedSignal(belief, samples, rho)
    }))
  const others = state.link === null ? asked() : null
  const isLikeOthers = others !== null && others.members.length > 0
  const expected = isLikeOthers ? asOthers(others, state.maxLevel, samples) : believed()
  const isExpected = settings.choice === "expected" || isLikeOthers
  const chosen = Array.from({ length: count }, () => {
    const candidates = isExpected ? expected : drawn()
    if (state.link !== null) return hardest(candidates, settings.ahead)
    return isLikeOthers ? hardest(candidates, 0) : anyOfBest(candidates, random)
  })
  const first = new Map(chosen.toReversed().map((choice) => [choice.level, choice]))
  return {
    levels: chosen.map(({ level }) => level),
    choice: {
      _tag: "frontier",
      maxLevel: state.maxLevel,
      ability: state.link === null ? null : figure(Link.ability(state.link)),
      unevenness: figure(rho),
      choices: [...first.values()].sort((a, b) => a.level - b.level).map((each) => ({
        level: each.level,
        expected: figure(expected[each.level]!.rate),
        draw: figure(each.rate),
        signal: figure(each.signal)
      }))
    } as const
  }
}
