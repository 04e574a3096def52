/**
 * The active set by value: drawn anew for each step, by what environments promise.
 *
 *   value = max over levels of E[pᵢ(1 − pᵢ)] · E[max(0, δ)] / mean E[max(0, δ)] + c·√(ln N/(n + 1)) + η·min(1, age/A)
 *
 * with pᵢ, the success rate of an instance, as believed after the last rollouts (before the first, as of the others), δ
 * of `Progress.ts` and its mean over environments, n the environment's steps with rollouts, N those of all together, and
 * age the steps since the last. The draw is a softmax over values, mixed with a uniform floor, without
 * replacement. Passed over while there are others are the hopeless, P(max over levels of p < 1/G) > certainty, and the
 * mastered, P(p at the top > 1 − 1/G) > certainty; they come back as what is known of them fades with age.
 */
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import * as BetaDistribution from "./BetaDistribution.ts"
import type { Reason } from "./Curriculum.ts"
import { figure } from "./Explanation.ts"
import * as Frontier from "./Frontier.ts"
import type * as FrontierPopulation from "./FrontierPopulation.ts"
import type { Curated, Memories, Memory } from "./PerEnvironment.ts"
import * as SampledCuration from "./SampledCuration.ts"

const Weight = Schema.JsonNumber.pipe(Schema.nonNegative())
const Scale = Schema.JsonNumber.pipe(Schema.positive())
const Share = Schema.Number.pipe(Schema.between(0, 1))

export const Settings = Schema.Struct({
  slots: ActiveSet.Slots,
  novelty: setting(Weight, 0.05, "c, value of having had few steps; default 0.05"),
  age: setting(Weight, 0.05, "η, value of not having been seen for long; default 0.05"),
  ageScale: setting(Scale, 100, "A, steps without rollouts after which an absence counts 1; default 100"),
  temperature: setting(Scale, 0.05, "T of the softmax over values; default 0.05"),
  floor: setting(Share, 0.1, "Share of the draw that is uniform; default 0.1"),
  certainty: setting(
    Share,
    0.95,
    "Chance above which an environment counts as hopeless or mastered; default 0.95"
  )
})
export type Settings = typeof Settings.Type

/** All that a value is a function of, beside an environment's own state. */
export interface Context {
  readonly settings: Settings
  readonly frontier: Frontier.Settings
  /** G, responses in a group. */
  readonly samples: number
  readonly step: number
  /** N, steps with rollouts of all environments together. */
  readonly updates: number
  /** What one is like that nothing has been seen of. */
  readonly others: FrontierPopulation.Population
}

/** Learnabilities of states, which do not change: a step sees only some of a pool's environments. */
const learnabilities = new WeakMap<
  Frontier.State,
  { readonly of: Frontier.Settings; readonly value: number }
>()

/** max over levels of E[pᵢ(1 − pᵢ)], as believed after the last rollouts. */
const learnability = (frontier: Frontier.Settings, state: Frontier.State): number => {
  const known = learnabilities.get(state)
  if (known?.of === frontier) return known.value
  let largest = 0
  for (let level = 0; level <= state.maxLevel; level++) {
    largest = Math.max(largest, BetaDistribution.expectedVariance(Frontier.belief(frontier, state, level, 1)))
  }
  const value = (1 - Frontier.unevenness(frontier, state)) * largest
  learnabilities.set(state, { of: frontier, value })
  return value
}

/** What an environment's value consists of: learnability × progress + novelty + age. */
export const value = ({ frontier, others, settings, step, updates }: Context, state: Frontier.State) => {
  const age = state.updates === 0 ? 1 : Math.min(1, (step - state.asOf) / settings.ageScale)
  return {
    learnability: (state.link === null ? others.learnability(state.maxLevel) : null)
      ?? learnability(frontier, state),
    progress: others.progress(state.progress),
    novelty: settings.novelty * Math.sqrt(Math.log(Math.max(1, updates)) / (state.updates + 1)),
    age: settings.age * age
  }
}

const total = ({ age, learnability, novelty, progress }: ReturnType<typeof value>): number =>
  learnability * progress + novelty + age

/** A chance that no decision or reason depends on. */
const negligible = 1e-6

/** P(max over levels of p < 1/G), to 10⁻⁶: that hardly any group has an accepted response. */
export const hopeless = ({ frontier, samples, step }: Context, state: Frontier.State): number => {
  const kept = Frontier.keptAt(frontier, state, step)
  let chance = 1
  for (let level = 0; level <= state.maxLevel && chance > negligible; level++) {
    chance *= BetaDistribution.cdf(1 / samples, Frontier.belief(frontier, state, level, kept))
  }
  return chance
}

/** P(p at the top > 1 − 1/G): that hardly any group has a refused response. */
export const mastered = ({ frontier, samples, step }: Context, state: Frontier.State): number => {
  const top = Frontier.belief(frontier, state, state.maxLevel, Frontier.keptAt(frontier, state, step))
  return 1 - BetaDistribution.cdf(1 - 1 / samples, top)
}

/** Why an environment should make room, if it should. */
export const reasonToLeave = (context: Context, state: Frontier.State): Reason | undefined => {
  const { certainty } = context.settings
  if (mastered(context, state) > certainty) return "mastered"
  if (hopeless(context, state) > certainty) return "hopeless"
  return undefined
}

/** Weights of a draw: a softmax over values, mixed with a uniform floor; they sum to 1. */
export const weights = (
  { floor, temperature }: Settings,
  values: ReadonlyArray<number>
): ReadonlyArray<number> => {
  let highest = -Infinity
  for (const each of values) highest = Math.max(highest, each)
  const exponentials = values.map((each) => Math.exp((each - highest) / temperature))
  const sum = exponentials.reduce((total, each) => total + each, 0)
  return exponentials.map((each) => (1 - floor) * each / sum + floor / values.length)
}

/** An environment with its state. */
interface Member extends Memory {
  readonly frontier: Frontier.State
}

/** The active set of a step, with the reason for each. */
export const curate = (
  state: ActiveSet.State,
  { all, get }: Memories<Member>,
  context: Context,
  seed: number
): Curated<Member> => {
  const { settings, step } = context
  const chances = weights(settings, all.map(({ frontier }) => total(value(context, frontier))))
  const reasons = new Map<string, Reason | undefined>()
  const reason = (name: string): Reason | undefined => {
    if (!reasons.has(name)) reasons.set(name, reasonToLeave(context, get(name).frontier))
    return reasons.get(name)
  }
  return {
    ...SampledCuration.curate(state, {
      seed,
      step,
      members: all.map(({ name }, i) => ({ name, weight: chances[i]! })),
      weight: ({ weight }) => weight,
      reasonToLeave: reason
    }),
    place: ({ frontier }) => {
      const parts = value(context, frontier)
      return {
        _tag: "value",
        value: figure(total(parts)),
        learnability: figure(parts.learnability),
        progress: figure(parts.progress),
        novelty: figure(parts.novelty),
        age: figure(parts.age),
        hopeless: figure(hopeless(context, frontier)),
        mastered: figure(mastered(context, frontier))
      }
    }
  }
}
