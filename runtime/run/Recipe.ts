/** A recipe: everything that decides what a training run does, as one value. */
import { Lora } from "@scaler/policy/Lora"
import * as Loss from "@scaler/policy/Loss"
import * as Sampling from "@scaler/policy/Sampling"
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"
import * as Rules from "../curriculum/Rules.ts"
import { systemPrompt } from "../rollout/Prompt.ts"
import * as Reward from "../rollout/Reward.ts"
import * as Advantage from "../training/Advantage.ts"
import { LearningRate } from "../training/LearningRate.ts"

const Count = Schema.Int.pipe(Schema.positive())
const Whole = Schema.Int.pipe(Schema.nonNegative())
const Positive = Schema.Number.pipe(Schema.positive())
const Share = Schema.Number.pipe(Schema.between(0, 1))

const doc = (description: string) => ({ description })

const Context = Count.annotations(doc("Most tokens of prompt and response together"))

/** A new transformer of the Qwen3 shape; its vocabulary is that of characters. */
const NewModel = Schema.Struct({
  layers: Count,
  width: Count.annotations(doc("Width of the residual stream")),
  heads: Count.annotations(doc("Query heads")),
  kvHeads: Count.annotations(doc("Key and value heads; divides heads")),
  headWidth: Count.annotations(doc("Width of one head; even")),
  hiddenWidth: Count.annotations(doc("Width inside the feed-forward block")),
  context: Context
})

/** A model in a folder of Hugging Face's form, with its tokenizer. */
const PretrainedModel = Schema.Struct({
  pretrained: Schema.NonEmptyString.annotations(doc("The folder")),
  context: Context,
  lora: Schema.optionalWith(Lora, { exact: true }).annotations(
    doc(
      "Low-rank adapters are trained, and the weights stay as they are; all weights are trained unless given"
    )
  )
})

/** What a run starts from. */
export const Model = Schema.Union(NewModel, PretrainedModel)

/** Supervised steps on oracle answers, before any reward: a model from scratch needs them. */
export const Warmup = Schema.Struct({
  steps: Whole,
  examples: Count.annotations(doc("Examples per step")),
  maxLevel: Whole.annotations(doc("Examples are drawn from levels 0 to this one, each alike often")),
  learningRate: Positive.annotations(doc("Constant after a linear rise over the first 20 steps")),
  environments: setting(
    Schema.Array(Schema.NonEmptyString),
    [],
    "Environments whose examples are shown, in turn; those that are trained on unless some are named"
  )
})

/** What is sampled in a step. */
export const Rollout = Schema.Struct({
  prompts: Count.annotations(doc("Groups per step; the reference uses 64")),
  samples: Schema.Int.pipe(Schema.greaterThanOrEqualTo(2)).annotations(
    doc("Responses per group; the reference uses 8")
  ),
  maxTokens: Count.annotations(doc("Most tokens of a response")),
  maxPromptTokens: Count.annotations(doc("An environment's levels end where a prompt would be longer")),
  statements: setting(
    Schema.Literal("whole", "brief"),
    "whole",
    "Statements of a pool's environments; brief ones are the problem's title and the input alone, for models too small"
      + " to read more; default whole"
  ),
  system: setting(
    Schema.String,
    systemPrompt,
    `Message of the system before each statement, where the model has a chat template; empty for none; default`
      + ` ${JSON.stringify(systemPrompt)}`
  ),
  sampling: Schema.optionalWith(Sampling.Sampling, { default: () => Sampling.defaults }),
  refills: setting(
    Whole,
    0,
    "Dynamic sampling (DAPO): how often in a step new groups are sampled in the place of those without signal;"
      + " default 0, off"
  ),
  maxStaleness: setting(
    Whole,
    0,
    "Asynchronous training: how many updates sampling may run ahead of, in a process of its own; default 0,"
      + " synchronous. From 1 on, loss.surrogate cispo with clip.low 1 gives truncated importance weights, at most"
      + " 1 + clip.high"
  )
}).pipe(
  Schema.filter(({ sampling }) =>
    sampling.temperature > 0
      ? undefined
      : {
        path: ["sampling", "temperature"],
        message: "must be above 0: greedy responses of a group are all equal"
      }
  )
)

/** The optimiser, AdamW. */
export const Optimizer = Schema.Struct({
  learningRate: LearningRate,
  maxGradientNorm: Schema.NullOr(Positive).annotations(
    doc("Gradients of a larger global L2 norm are scaled down to it; the reference uses 1; null never does")
  ),
  weightDecay: Schema.NonNegative.annotations(doc("Decoupled, per step, in units of the learning rate")),
  beta1: Share,
  beta2: Share
})

/** The fixed grid on which accuracy is measured: environments × levels × instances, greedy. */
export const Evaluation = Schema.Struct({
  every: Count.annotations(doc("Steps between validations")),
  levels: Schema.NonEmptyArray(Whole),
  instances: Count.annotations(
    doc("Different instances per environment and level, in each of validation and test")
  ),
  neverTrained: setting(
    Schema.Array(Schema.NonEmptyString),
    [],
    "Environments that are never trained on: measured like the test, after warm-up and at the end; default none"
  )
})

export const Checkpoints = Schema.Struct({
  every: Count.annotations(doc("Steps between checkpoints, warm-up steps too")),
  keep: Schema.Int.pipe(Schema.greaterThanOrEqualTo(2)).annotations(
    doc("Newest checkpoints kept; the best by validation, and the one after warm-up, are kept beside them")
  )
})

export const Recipe = Schema.Struct({
  name: Schema.NonEmptyString,
  environments: Schema.NonEmptyArray(Schema.NonEmptyString).annotations(
    doc("Names in the registry, or paths of files that declare one")
  ),
  seed: Whole,
  steps: Whole,
  model: Model,
  warmup: Warmup,
  rollout: Rollout,
  curriculum: Rules.Settings,
  reward: Schema.optionalWith(Reward.Reward, { default: () => Reward.defaults }),
  advantage: Schema.optionalWith(Advantage.Advantage, { default: () => Advantage.defaults }),
  loss: Schema.optionalWith(Loss.Loss, { default: () => Loss.defaults }),
  optimizer: Optimizer,
  evaluation: Evaluation,
  checkpoints: Checkpoints,
  quarantineAfter: Count.annotations(doc("Defects of an environment after which it is not used again")),
  permuteRewards: Schema.Boolean.annotations(
    doc("Deal the rewards of each group out at random: the control, in which nothing can be learnt from them")
  )
}).pipe(
  Schema.filter(({ curriculum, rollout }) =>
    rollout.refills > 0 && "rule" in curriculum && curriculum.rule === "data-set"
      ? { path: ["rollout", "refills"], message: "must be 0: a data set has no further instances in a step" }
      : undefined
  )
)

/** A resolved recipe. */
export type Recipe = typeof Recipe.Type

/** A recipe in which what has a default may be left out. */
export type RecipeSettings = typeof Recipe.Encoded

/** Reads a recipe; a ParseError names the field. Unknown fields are errors too. */
export const decode = Schema.decodeUnknown(Recipe, { onExcessProperty: "error", errors: "all" })
