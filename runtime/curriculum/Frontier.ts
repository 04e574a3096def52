/**
 * The Bayesian frontier: what is believed of the success rate at each level of an environment. `FrontierLevels.ts`
 * chooses levels by it.
 *
 * Per level there is Beta(α, β). A step of the environment with s accepted and f refused of m rollouts makes it, with
 * forgetting λ and implicit weight ρ,
 *
 *   α ← (1 − λ)α + λα₀ + (1 − ρ)s + ρ·m·p̂,  β ← (1 − λ)β + λβ₀ + (1 − ρ)f + ρ·m·(1 − p̂),
 *
 * as in BOTS (arXiv 2510.26374), where p̂ is what the link says once it has been fitted to the raw, decayed counts. A
 * step without rollouts of the environment only decays, by the fading ι in the place of λ: a learner changes little
 * where it does not train. What is kept is therefore the evidence, α − α₀ = (1 − ρ)S + ρ·I with decayed sums S of s and
 * I of m·p̂, and decay over many steps is a power. Rollouts of one instance count for less than those of several, by
 * `Unevenness.ts`.
 */
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"
import * as BetaDistribution from "./BetaDistribution.ts"
import * as Link from "./Link.ts"
import type { Seen } from "./PerEnvironment.ts"
import * as Progress from "./Progress.ts"
import * as Unevenness from "./Unevenness.ts"

const Share = Schema.Number.pipe(Schema.between(0, 1))

export const Settings = Schema.Struct({
  forgetting: setting(
    Share,
    0.2,
    "λ, share of the evidence that a step with rollouts of the environment forgets; default 0.2"
  ),
  fading: setting(
    Share,
    0.0005,
    "ι, share of the evidence, and of what the link says, that a step without such rollouts forgets; default 0.0005"
  ),
  choice: setting(
    Schema.Literal("expected", "drawn"),
    "expected",
    "The level with the largest expected chance of signal (default), or, for each instance, with the largest at success"
      + " rates drawn from the beliefs (Thompson sampling)"
  ),
  ahead: setting(
    Share,
    0,
    "Share of the largest chance of signal that is given up for a harder level; default 0"
  ),
  implicit: setting(
    Share,
    0.1,
    "ρ, weight of what the link says of a rollout, against its outcome; default 0.1"
  ),
  prior: setting(
    Schema.Literal("flat", "link"),
    "link",
    "What α₀ and β₀ expect: that half succeeds at each level, or what the link says of it; default link"
  ),
  priorWeight: setting(
    Schema.JsonNumber.pipe(Schema.positive()),
    16,
    "α₀ + β₀, rollouts that the prior is worth; default 16"
  ),
  instances: setting(
    Schema.Literal("uneven", "alike"),
    "uneven",
    "Whether instances of a level may differ in their success rates, by how much is learnt from the groups (default), or"
      + " are taken for alike"
  ),
  staleness: setting(Share, 0.9, "γ, weight of a rollout per update that its weights are older; default 0.9")
})
export type Settings = typeof Settings.Type

const Count = Schema.JsonNumber.pipe(Schema.nonNegative())

/** What is known of one environment. */
export const State = Schema.Struct({
  maxLevel: Schema.Int.pipe(Schema.nonNegative()),
  /** By level, decayed as of `asOf`: accepted and refused rollouts, and those that the link would have accepted. */
  accepted: Schema.Array(Count),
  refused: Schema.Array(Count),
  implied: Schema.Array(Count),
  /** Decayed likewise: how far instances of a level differ. */
  groups: Schema.Struct({ within: Count, overall: Count }),
  /** The ability as of the last rollouts, within the ladder of that time or a shorter one since; 0 before the first. */
  difficulty: Count,
  /** Null before the first rollout. */
  link: Schema.NullOr(Link.Link),
  /** How fast it is learnt. */
  progress: Progress.Sums,
  /** Steps with rollouts, and the last of them; −1 before the first. */
  updates: Schema.Int.pipe(Schema.nonNegative()),
  asOf: Schema.Int
})
export type State = typeof State.Type

/** Nothing, for each level. */
const zeros = (maxLevel: number): Array<number> => Array.from({ length: maxLevel + 1 }, () => 0)

export const initial = (maxLevel: number): State => {
  const none = zeros(maxLevel)
  return {
    maxLevel,
    accepted: none,
    refused: none,
    implied: none,
    groups: { within: 0, overall: 0 },
    difficulty: 0,
    link: null,
    progress: Progress.none,
    updates: 0,
    asOf: -1
  }
}

/** The state under another highest level: what is known of the levels that stay is kept. */
export const withMaxLevel = (state: State, maxLevel: number): State => {
  if (maxLevel === state.maxLevel) return state
  const resized = (counts: ReadonlyArray<number>) =>
    Array.from({ length: maxLevel + 1 }, (_, level) => counts[level] ?? 0)
  return {
    ...state,
    maxLevel,
    difficulty: Math.min(state.difficulty, maxLevel),
    accepted: resized(state.accepted),
    refused: resized(state.refused),
    implied: resized(state.implied)
  }
}

/** ρ, how far instances of a level differ. */
export const unevenness = ({ instances }: Settings, { groups }: State): number =>
  instances === "alike" ? 0 : Unevenness.of(groups)

/** Groups in an order of their own, so that sums are the same whatever the one in which they came. */
const ordered = (maxLevel: number, seen: ReadonlyArray<Seen>): ReadonlyArray<Seen> =>
  seen.filter(({ level }) => level <= maxLevel).toSorted((a, b) =>
    a.level - b.level || a.staleness - b.staleness || a.accuracy - b.accuracy || a.rollouts - b.rollouts
  )

/** Rollouts by level as far as they count: less from older weights, and less where they are of one instance. */
const counted = (settings: Settings, state: State, seen: ReadonlyArray<Seen>) => {
  const accepted = zeros(state.maxLevel)
  const refused = zeros(state.maxLevel)
  const rho = unevenness(settings, state)
  for (const { accuracy, level, rollouts, staleness } of seen) {
    const weight = settings.staleness ** staleness * rollouts * Unevenness.share(rollouts, rho)
    accepted[level]! += weight * accuracy
    refused[level]! += weight * (1 - accuracy)
  }
  return { accepted, refused }
}

/** Share of the evidence that is left when a step is planned. */
export const keptAt = ({ fading }: Settings, { asOf }: State, step: number): number =>
  (1 - fading) ** Math.max(0, step - asOf - 1)

/** The state after one step's rollouts; without a single one nothing changes. */
export const observe = (
  settings: Settings,
  state: State,
  step: number,
  results: ReadonlyArray<Seen>
): State => {
  const seen = ordered(state.maxLevel, results)
  const { accepted, refused } = counted(settings, state, seen)
  if (accepted.every((count, level) => count + refused[level]! === 0)) return state
  const kept = step > state.asOf ? (1 - settings.forgetting) * keptAt(settings, state, step) : 1
  const sums = (before: ReadonlyArray<number>, now: ReadonlyArray<number>) =>
    before.map((count, level) => kept * count + now[level]!)
  const allAccepted = sums(state.accepted, accepted)
  const allRefused = sums(state.refused, refused)
  const link = Link.fit(allAccepted, allRefused)
  const implied = accepted.map((count, level) => (count + refused[level]!) * Link.success(link, level))
  const groups = { within: kept * state.groups.within, overall: kept * state.groups.overall }
  for (const { accuracy, level, rollouts, staleness } of seen) {
    const added = Unevenness.ofGroup(accuracy, rollouts, Link.success(link, level))
    const weight = settings.staleness ** staleness
    groups.within += weight * added.within
    groups.overall += weight * added.overall
  }
  let progress = Progress.faded(state.progress)
  if (state.link !== null) {
    const before = keptAt(settings, state, step)
    for (const [level, successes] of accepted.entries()) {
      const rollouts = successes + refused[level]!
      if (rollouts === 0) continue
      const expected = BetaDistribution.mean(belief(settings, state, level, before))
      progress = Progress.after(progress, successes, rollouts, expected)
    }
  }
  return {
    maxLevel: state.maxLevel,
    accepted: allAccepted,
    refused: allRefused,
    implied: sums(state.implied, implied),
    groups,
    difficulty: Math.min(state.maxLevel, Math.max(0, Link.ability(link))),
    link,
    progress,
    updates: state.updates + 1,
    asOf: Math.max(step, state.asOf)
  }
}

/** Least of α and β: where the link is sure, its prior is not quite. */
const least = 1e-3

/**
 * What is believed of a level when a step is planned: the steps between had no rollouts, and only decayed. Where the
 * prior is the link's, what the link says goes to ½ as it fades, so that nothing is out of question for ever.
 *
 * @param kept share of the evidence that is left, by `keptAt`
 */
export const belief = (
  { implicit, prior, priorWeight }: Settings,
  { accepted, implied, link, refused }: State,
  level: number,
  kept: number
): BetaDistribution.Beta => {
  const p = prior === "flat" || link === null ? 0.5 : 0.5 + kept * (Link.success(link, level) - 0.5)
  const [s, f, i] = [accepted[level]!, refused[level]!, implied[level]!]
  return {
    alpha: Math.max(least, priorWeight * p) + kept * ((1 - implicit) * s + implicit * i),
    beta: Math.max(least, priorWeight * (1 - p)) +
      kept * ((1 - implicit) * f + implicit * Math.max(0, s + f - i))
  }
}
