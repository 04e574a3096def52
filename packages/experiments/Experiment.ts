/** An experiment: recipes that differ in what is asked, each run with the same seeds, warm-ups and budget. */
import { setting } from "@scaler/policy/Setting"
import { differences, show } from "@scaler/runtime/run/Differences"
import { Recipe } from "@scaler/runtime/run/Recipe"
import { Schema } from "effect"
import * as Metric from "./Metric.ts"
import * as SimulatedLearner from "./simulation/SimulatedLearner.ts"
import * as SimulatedPool from "./simulation/SimulatedPool.ts"

const Name = Schema.String.pipe(Schema.pattern(/^[a-z0-9][a-z0-9-]*$/))
const Whole = Schema.Int.pipe(Schema.nonNegative())

/** One of the things that are compared. */
export const Arm = Schema.Struct({
  name: Name,
  /** One line for the report: how it differs from the others. */
  meaning: Schema.NonEmptyString,
  /** Its seed and steps are the experiment's. */
  recipe: Recipe
})
export type Arm = typeof Arm.Type

/** Who learns: the embedded model, or a simulation of a learner on a simulated pool. */
export const Learner = Schema.Union(
  Schema.TaggedStruct("embedded", {}),
  Schema.TaggedStruct("simulated", { learner: SimulatedLearner.Settings, pool: SimulatedPool.Settings })
)
export type Learner = typeof Learner.Type

/** Steps in which an arm uses up a budget of rollouts; a fraction where they do not go into it. */
export const stepsOf = (rollouts: number, { rollout: { prompts, samples } }: Recipe): number =>
  rollouts / (prompts * samples)

/** What the weights after warm-up are a function of, beside the seed. */
const warmedUp = ({ environments, model, optimizer, rollout, warmup }: Recipe) => ({
  model,
  warmup: { ...warmup, environments: warmup.environments.length === 0 ? environments : warmup.environments },
  optimizer: { ...optimizer, learningRate: null },
  rollout: { maxPromptTokens: rollout.maxPromptTokens }
})

export const Experiment = Schema.Struct({
  name: Name,
  /** What it is to answer, in one sentence. */
  question: Schema.NonEmptyString,
  learner: setting(Learner, { _tag: "embedded" }, "Who learns; the embedded model unless given"),
  seeds: Schema.NonEmptyArray(Whole),
  rollouts: Schema.Int.pipe(Schema.positive()).annotations({
    description: "Budget of each run after warm-up: steps × prompts × samples"
  }),
  arms: Schema.NonEmptyArray(Arm),
  baseline: Schema.String.annotations({ description: "The arm with which the others are compared" }),
  metrics: Schema.NonEmptyArray(Metric.Name)
}).pipe(
  Schema.filter(({ arms, baseline, rollouts }) => {
    const names = arms.map(({ name }) => name)
    const twice = names.find((name, place) => names.indexOf(name) !== place)
    if (twice !== undefined) return { path: ["arms"], message: `${twice} is there twice` }
    if (!names.includes(baseline)) {
      return { path: ["baseline"], message: `must be an arm: ${names.join(", ")}` }
    }
    for (const { name, recipe } of arms) {
      const steps = stepsOf(rollouts, recipe)
      if (!Number.isInteger(steps)) {
        return { path: ["rollouts"], message: `must be whole steps: ${name} would make ${steps}` }
      }
      if (recipe.rollout.refills > 0) {
        return { path: ["arms", name], message: "must not refill: its rollouts would differ from the budget" }
      }
    }
    const [apart] = differences(arms.map(({ recipe }) => warmedUp(recipe)))
    return apart === undefined ? undefined : {
      path: ["arms"],
      message: `must share one warm-up, but differ in ${apart.path}: ${
        arms.map(({ name }, place) => `${name} ${show(apart.values[place])}`).join(", ")
      }`
    }
  })
)
export type Experiment = typeof Experiment.Type
export type ExperimentSettings = typeof Experiment.Encoded
