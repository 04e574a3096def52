/** What a run would do, before it does any of it. */
import type { Recipe } from "@scaler/runtime/run/Recipe"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { named } from "./layout.ts"

/** How much there is of everything, at most where it depends on what is sampled. */
export interface Plan {
  readonly environments: number
  readonly warmup: { readonly steps: number; readonly examples: number }
  readonly training: {
    readonly steps: number
    readonly groups: number
    readonly rollouts: number
    readonly promptTokens: number
    readonly responseTokens: number
  }
  /** Instances that are asked each time, and how often. */
  readonly evaluation: {
    readonly instances: number
    readonly neverTrainedInstances: number
    readonly validations: number
    readonly tests: number
  }
  readonly checkpoints: { readonly every: number; readonly kept: number }
}

export const planOf = (recipe: Recipe): Plan => {
  const { checkpoints, evaluation, rollout, steps, warmup } = recipe
  const { instances, levels, neverTrained } = evaluation
  const groups = steps * rollout.prompts * (1 + rollout.refills)
  const cells = levels.length * instances
  return {
    environments: recipe.environments.length,
    warmup: { steps: warmup.steps, examples: warmup.steps * warmup.examples },
    training: {
      steps,
      groups,
      rollouts: groups * rollout.samples,
      promptTokens: groups * rollout.maxPromptTokens,
      responseTokens: groups * rollout.samples * rollout.maxTokens
    },
    evaluation: {
      instances: recipe.environments.length * cells,
      neverTrainedInstances: neverTrained.length * cells,
      // After the warm-up, now and then, and after the last step.
      validations: steps === 0 ? 1 : 1 + Math.ceil(steps / evaluation.every),
      tests: 2
    },
    checkpoints: { every: checkpoints.every, kept: checkpoints.keep }
  }
}

/** How many levels each environment has. */
export const levelsOf = (environments: ReadonlyMap<string, SandboxedEnvironment>) =>
  Object.fromEntries([...environments].map(([name, { manifest }]) => [name, manifest.ladder.length]))

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 })

/** For people; `model` says which one, and where. */
export const describePlan = (
  recipe: Recipe,
  environments: ReadonlyMap<string, SandboxedEnvironment>,
  model: string,
  directory: string
): ReadonlyArray<string> => {
  const { evaluation, training, warmup } = planOf(recipe)
  const levels = Object.values(levelsOf(environments))
  return [
    `${recipe.name}, seed ${recipe.seed}: nothing is done`,
    ...named([
      ["model", `${model}, ${recipe.model.context} tokens of context`],
      [
        "environments",
        `${environments.size}, with ${
          [...new Set([Math.min(...levels), Math.max(...levels)])].join(" to ")
        } levels: ${[...environments.keys()].join(", ")}`
      ],
      [
        "warm-up",
        warmup.steps === 0 ? "none" : `${warmup.steps} steps, ${compact.format(warmup.examples)} examples`
      ],
      [
        "training",
        `${training.steps} steps of ${recipe.rollout.prompts} groups of ${recipe.rollout.samples}: at most ${
          compact.format(training.rollouts)
        } rollouts, ${compact.format(training.promptTokens)} tokens of prompts, ${
          compact.format(training.responseTokens)
        } of responses`
      ],
      [
        "evaluation",
        `${evaluation.validations} validations and ${evaluation.tests} tests of ${evaluation.instances} instances`
        + (evaluation.neverTrainedInstances === 0
          ? ""
          : `, and ${evaluation.neverTrainedInstances} of environments never trained on`)
      ],
      [
        "checkpoints",
        `every ${recipe.checkpoints.every} steps, the newest ${recipe.checkpoints.keep} and the best kept, in ${directory}`
      ]
    ])
  ]
}
