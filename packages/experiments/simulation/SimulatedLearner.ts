/**
 * A learner whose skill is known: what stands in for a language model where curricula are compared.
 *
 * The logit of success at level l of environment e is
 *
 *   start_e − steepness_e·l + s_e(l) + spread·ε(instance),
 *
 * with s_e(l) all that was learnt and ε standard normal. A group teaches rate·speed_e·g, where g is the gradient of its
 * rollouts' outcomes by that logit, weighted by their advantages; the lesson fades with the distance from its level, and
 * a share of it reaches the environment's family, and all others. `docs/decisions/0020-simulated-learner.md` says what
 * of this is wrong of language models.
 */
import { fromCoordinates } from "@scaler/dsl/Random"
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"
import { normal } from "./normal.ts"
import type { Asked } from "./SimulatedEnvironment.ts"
import type { Nature } from "./SimulatedPool.ts"

const Share = Schema.Number.pipe(Schema.between(0, 1))
const NonNegative = Schema.Number.pipe(Schema.nonNegative())
const Positive = Schema.Number.pipe(Schema.positive())

export const Settings = Schema.Struct({
  rate: setting(Positive, 0.1, "Logits that a unit of a group's gradient teaches; default 0.1"),
  reach: setting(
    Schema.Struct({ up: Positive, down: Positive }),
    { up: 2, down: 2 },
    "Levels over which a lesson fades to 1/e, above and below the level at which it was learnt; default 2 and 2"
  ),
  transfer: setting(
    Schema.Struct({ family: Share, all: Share }),
    { family: 0.01, all: 0.001 },
    "Share of a lesson that each other environment of the family, and each of the others, learns; default 0.01 and 0.001"
  ),
  forgetting: setting(
    Share.pipe(Schema.lessThan(1)),
    1e-4,
    "Share of all that was learnt that fades with an update; default 0.0001"
  ),
  instanceSpread: setting(NonNegative, 0.5, "Spread of the logit between instances of a level; default 0.5"),
  noise: setting(
    NonNegative,
    0.02,
    "Spread of what is added by chance to what a group teaches, in logits; default 0.02"
  ),
  guessing: setting(
    Share.pipe(Schema.lessThan(1)),
    0,
    "Chance of a right answer without any skill; default 0"
  ),
  normalised: setting(
    Schema.Struct({ groups: Schema.Int.pipe(Schema.positive()), power: Share }),
    { groups: 64, power: 0.5 },
    "A group among n with signal teaches (groups/n)^power of a lesson. 0: an update is a sum over its groups; 1: it is as"
      + " large whatever their number; ½ (default): what AdamW does where noise prevails in its gradients"
  )
})
export type Settings = typeof Settings.Type

/**
 * What was learnt, as weights: of environments by level, of families by level, of all by level; and updates since what
 * is stored was last scaled, and all updates. What is stored counts (1 − forgetting)^(updates since).
 */
export type Skill = readonly [Float32Array, Float32Array, Float32Array, Float32Array]

/** What the rollouts of a group come to. */
export interface Lesson {
  readonly asked: Asked
  /** Derivative of the mean over its rollouts of advantage × log-probability of the outcome, by the logit. */
  readonly gradient: number
}

export interface Learner {
  /** Nothing learnt. */
  readonly initial: () => Skill
  /** Whether arrays have the lengths of a skill. */
  readonly isSkill: (weights: ReadonlyArray<Float32Array>) => weights is Skill
  /** Whether this is a level of an environment of the pool. */
  readonly knows: (asked: Asked) => boolean
  /** The chance of a right answer. */
  readonly chance: (skill: Skill, asked: Asked) => number
  /** The chance at a level, over its instances. */
  readonly meanChance: (skill: Skill, environment: string, level: number) => number
  /** Derivative of the log-probability of an outcome by the logit. */
  readonly score: (chance: number, isRight: boolean) => number
  /** The skill after an update. */
  readonly learn: (skill: Skill, lessons: ReadonlyArray<Lesson>) => Skill
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

const copied = ([own, families, all, clock]: Skill): Skill => [
  own.slice(),
  families.slice(),
  all.slice(),
  clock.slice()
]

/** How much may have faded before what is stored is scaled. */
const leastScale = 1e-3

/** Instances over which `meanChance` is the mean, at the normal distribution's quantiles. */
const quantiles = [-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645]

/** @param seed of the noise */
export const make = (settings: Settings, pool: ReadonlyArray<Nature>, seed: number): Learner => {
  const { forgetting, guessing, instanceSpread, noise, normalised, rate, reach, transfer } = settings
  const levels = 1 + Math.max(...pool.map(({ highestLevel }) => highestLevel))
  const families = 1 + Math.max(...pool.map(({ family }) => family))
  const places = new Map(pool.map((nature, place) => [nature.name, place * levels]))
  const natures = new Map(pool.map((nature) => [nature.name, nature]))
  const lengths = [pool.length * levels, families * levels, levels, 2]

  const scale = ([, , , clock]: Skill) => (1 - forgetting) ** clock[0]!

  /** The logit without what differs between instances. */
  const logit = (skill: Skill, environment: string, level: number): number => {
    const { family, start, steepness } = natures.get(environment)!
    const [own, ofFamilies, ofAll] = skill
    const stored = own[places.get(environment)! + level]! + ofFamilies[family * levels + level]!
      + ofAll[level]!
    return start - steepness * level + scale(skill) * stored
  }
  const success = (x: number) => guessing + (1 - guessing) * sigmoid(x)
  const epsilon = ({ environment, level, number }: Asked) =>
    normal(fromCoordinates("instance", environment, level, number))
  const chance = (skill: Skill, asked: Asked) =>
    success(logit(skill, asked.environment, asked.level) + instanceSpread * epsilon(asked))

  /** Adds a lesson to one row of levels. */
  const add = (weights: Float32Array, from: number, level: number, lesson: number) => {
    for (let other = 0; other < levels; other++) {
      const fading = other > level ? (other - level) / reach.up : (level - other) / reach.down
      weights[from + other]! += lesson * Math.exp(-fading)
    }
  }

  return {
    initial: () => lengths.map((length) => new Float32Array(length)) as unknown as Skill,
    isSkill: (weights): weights is Skill =>
      weights.length === lengths.length && weights.every(({ length }, i) => length === lengths[i]),
    knows: ({ environment, level }) => level <= (natures.get(environment)?.highestLevel ?? -1),
    chance,
    meanChance: (skill, environment, level) => {
      const x = logit(skill, environment, level)
      return quantiles.reduce((sum, z) => sum + success(x + instanceSpread * z), 0) / quantiles.length
    },
    score: (p, isRight) => {
      // With p = γ + (1 − γ)σ the derivative of p is (p − γ)(1 − p)/(1 − γ).
      const slope = (p - guessing) * (1 - p) / (1 - guessing)
      return isRight ? slope / p : -slope / (1 - p)
    },
    learn: (before, lessons) => {
      const skill = copied(before)
      const [own, ofFamilies, ofAll, clock] = skill
      const random = fromCoordinates("lesson", seed, clock[1]!)
      const share = (normalised.groups / lessons.length) ** normalised.power
      clock[0]!++
      clock[1]!++
      const faded = scale(skill)
      if (faded < leastScale) {
        for (const weights of [own, ofFamilies, ofAll]) {
          for (let i = 0; i < weights.length; i++) weights[i]! *= faded
        }
        clock[0] = 0
      }
      const unit = 1 / scale(skill)
      for (const { asked: { environment, level }, gradient } of lessons) {
        const { family, speed } = natures.get(environment)!
        const lesson = unit * (rate * speed * share * gradient + noise * normal(random))
        // The environment itself learns 1, its family `family`, all others `all`.
        add(own, places.get(environment)!, level, lesson * (1 - transfer.family))
        add(ofFamilies, family * levels, level, lesson * (transfer.family - transfer.all))
        add(ofAll, 0, level, lesson * transfer.all)
      }
      return skill
    }
  }
}
