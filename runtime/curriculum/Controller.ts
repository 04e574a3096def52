/**
 * The difficulty controller: one continuous difficulty per environment, pushed up while the policy succeeds more
 * often than a target and down while it succeeds less often. The rule is SCALER's (arXiv 2601.04809).
 *
 * All functions are pure; a `State` is JSON as it stands and survives `JSON.parse(JSON.stringify(…))` bit for bit.
 */
import type { Random } from "@scaler/dsl/Random"
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"

/**
 * How a batch's accuracy becomes a step of the difficulty. `base` and `base_tanh` take the rollout-weighted mean
 * over the levels seen, `linear` and `tanh` interpolate between the two levels at the difficulty itself; the tanh
 * pair saturates smoothly at the step cap.
 */
export const Response = Schema.Literal("base", "base_tanh", "linear", "tanh")
export type Response = typeof Response.Type

/** The controller's settings, the same for all environments of a run. Defaults are those of the released recipes. */
export const Settings = Schema.Struct({
  response: setting(Response, "base", "How accuracy becomes a step; default base"),
  target: setting(Schema.Number.pipe(Schema.between(0, 1)), 0.5, "Accuracy aimed at; default 0.5"),
  gain: setting(Schema.JsonNumber.pipe(Schema.positive()), 2, "Levels per unit of error; default 2"),
  stepCap: setting(
    Schema.JsonNumber.pipe(Schema.positive()),
    1,
    "Largest change of difficulty in one step, in levels; default 1"
  ),
  historyLength: setting(
    Schema.Int.pipe(Schema.positive()),
    10,
    "Steps remembered, for the slope and the trailing counts; default 10"
  )
})
export type Settings = typeof Settings.Type

/** The settings of SCALER's released recipes. */
export const defaults: Settings = Schema.decodeSync(Settings)({})

const Level = Schema.Int.pipe(Schema.nonNegative())

/** What the controller knows of one environment. */
export const State = Schema.Struct({
  /** The highest level in use: the top of the ladder, or lower where a token budget says so. */
  maxLevel: Level,
  /** In [0, maxLevel]; between two whole levels the proposals are a mixture of them. */
  difficulty: Schema.JsonNumber.pipe(Schema.nonNegative()),
  /** The difficulties *before* each of the last `historyLength` updates, oldest first. */
  difficulties: Schema.Array(Schema.JsonNumber),
  /** The rollout-weighted accuracies of the same updates. */
  accuracies: Schema.Array(Schema.JsonNumber)
}).pipe(
  Schema.filter(({ difficulty, maxLevel }) =>
    difficulty <= maxLevel || `a difficulty of ${difficulty} is above the highest level, ${maxLevel}`
  ),
  Schema.filter(({ accuracies, difficulties }) =>
    accuracies.length === difficulties.length || "the two histories differ in length"
  )
)
export type State = typeof State.Type

/** What rollouts at one level came to; several observations of a level (one per group) count as their sum. */
export interface Observation {
  readonly level: number
  /** Share of the rollouts that were accepted, in [0, 1]. */
  readonly accuracy: number
  readonly rollouts: number
}

/** The state of an environment not seen yet: difficulty 0, no history. */
export const initial = (maxLevel: number): State => ({
  maxLevel,
  difficulty: 0,
  difficulties: [],
  accuracies: []
})

/** Forgets the histories and keeps the difficulty: what becomes of an environment that leaves the active set. */
export const clearHistory = (state: State): State => ({ ...state, difficulties: [], accuracies: [] })

const roundHalfToEven = (value: number): number => {
  const below = Math.floor(value)
  const rest = value - below
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below
}

/**
 * Levels for the next `count` instances: round-half-to-even(count · frac(d)) of them at ⌈d⌉, the others at ⌊d⌋,
 * in random order.
 */
export const propose = ({ difficulty }: State, count: number, random: Random): ReadonlyArray<number> => {
  const floor = Math.floor(difficulty)
  const raised = roundHalfToEven(count * (difficulty - floor))
  const levels = Array.from({ length: count }, (_, i) => i < raised ? floor + 1 : floor)
  for (let last = count - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const level = levels[last]!
    levels[last] = levels[other]!
    levels[other] = level
  }
  return levels
}

/**
 * Sums observations level by level, in ascending order. Addends are sorted first: floating-point sums depend on
 * their order, and the order in which groups finish must not show.
 */
const byLevel = (observations: ReadonlyArray<Observation>): ReadonlyArray<Observation> => {
  const sorted = observations
    .filter(({ rollouts }) => rollouts > 0)
    .sort((a, b) => a.level - b.level || a.accuracy - b.accuracy || a.rollouts - b.rollouts)
  const merged: Array<Observation> = []
  for (const next of sorted) {
    const last = merged.at(-1)
    if (last?.level !== next.level) merged.push(next)
    else {
      const rollouts = last.rollouts + next.rollouts
      const accuracy = (last.accuracy * last.rollouts + next.accuracy * next.rollouts) / rollouts
      merged[merged.length - 1] = { level: next.level, accuracy, rollouts }
    }
  }
  return merged
}

const weightedAccuracy = (levels: ReadonlyArray<Observation>): number => {
  const rollouts = levels.reduce((sum, level) => sum + level.rollouts, 0)
  return levels.reduce((sum, level) => sum + level.accuracy * level.rollouts, 0) / rollouts
}

const interpolatedAccuracy = (difficulty: number, levels: ReadonlyArray<Observation>): number => {
  const [low, high] = levels
  const bracketed = low !== undefined && high !== undefined && levels.length === 2 &&
    high.level === low.level + 1 && low.level <= difficulty && difficulty <= high.level
  return bracketed
    ? levels.reduce((sum, { accuracy, level }) => sum + (1 - Math.abs(difficulty - level)) * accuracy, 0)
    : weightedAccuracy(levels)
}

const clip = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value))

const change = ({ gain, response, stepCap, target }: Settings, accuracy: number): number => {
  const error = gain * (accuracy - target)
  const saturating = response === "tanh" || response === "base_tanh"
  return clip(saturating ? Math.tanh(3 * error) / Math.tanh(3) * stepCap : error, -stepCap, stepCap)
}

/**
 * The state after one step's observations, whatever their order. Without a single rollout nothing changes.
 *
 * Levels that do not bracket the difficulty (rollouts of an earlier proposal, which the reference never has) cannot
 * be interpolated at it: there `linear` and `tanh` fall back to the rollout-weighted accuracy.
 */
export const observe = (
  settings: Settings,
  state: State,
  observations: ReadonlyArray<Observation>
): State => {
  const levels = byLevel(observations)
  if (levels.length === 0) return state
  const weighted = weightedAccuracy(levels)
  const interpolates = settings.response === "linear" || settings.response === "tanh"
  const accuracy = interpolates ? interpolatedAccuracy(state.difficulty, levels) : weighted
  return {
    maxLevel: state.maxLevel,
    difficulty: clip(state.difficulty + change(settings, accuracy), 0, state.maxLevel),
    difficulties: [...state.difficulties, state.difficulty].slice(-settings.historyLength),
    accuracies: [...state.accuracies, weighted].slice(-settings.historyLength)
  }
}

/**
 * Least-squares slope of values one step apart, in units per step; needs two of them. Opposite ends are paired, which
 * makes it exactly 0 where all are equal.
 */
const fittedSlope = (values: ReadonlyArray<number>): number => {
  const count = values.length
  let moment = 0
  for (let i = 0; 2 * i < count - 1; i++) {
    moment += (count - 1 - 2 * i) * (values[count - 1 - i]! - values[i]!)
  }
  return 6 * moment / (count * (count ** 2 - 1))
}

/**
 * Slope of the last `historyLength` difficulties, in levels per step; 1 until there are that many, and where one point
 * determines no line.
 */
export const slope = ({ historyLength }: Settings, { difficulties }: State): number =>
  historyLength < 2 || difficulties.length < historyLength
    ? 1
    : fittedSlope(difficulties.slice(-historyLength))

/** Points from which a slope is fitted to a history that may not be full. */
export const minSlopePoints = 3

/** Slope of what there is of the last `historyLength` difficulties; undefined below `minSlopePoints`. */
export const earlySlope = ({ historyLength }: Settings, { difficulties }: State): number | undefined => {
  const recent = difficulties.slice(-historyLength)
  return recent.length < minSlopePoints ? undefined : fittedSlope(recent)
}

const trailing = (history: ReadonlyArray<number>, holds: (value: number) => boolean): number =>
  history.length - 1 - history.findLastIndex((value) => !holds(value))

/** How many of the last steps, without a break, had no accepted rollout at all; at most `historyLength`. */
export const trailingZeroAccuracy = ({ accuracies }: State): number =>
  trailing(accuracies, (accuracy) => accuracy === 0)

/** How many of the last steps, without a break, were at the highest level; at most `historyLength`. */
export const trailingMaxDifficulty = ({ difficulties, maxLevel }: State): number =>
  trailing(difficulties, (difficulty) => difficulty >= maxLevel)

/**
 * The state under another highest level (a ladder or a token budget that changed): the difficulty is clipped to it,
 * and the histories, which speak of the old one, are forgotten.
 */
export const withMaxLevel = (state: State, maxLevel: number): State =>
  maxLevel === state.maxLevel
    ? state
    : { ...clearHistory(state), maxLevel, difficulty: Math.min(state.difficulty, maxLevel) }
