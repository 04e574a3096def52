/** Which environments take part in a run, in which way, and how high their ladders may be climbed. */
import type { Policy, PolicyError } from "@scaler/policy/Policy"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import type { Entry } from "../curriculum/Curriculum.ts"
import { reach } from "../rollout/Levels.ts"
import type { Environments } from "../rollout/Questions.ts"
import type { Recipe } from "../run/Recipe.ts"
import { RunError } from "../run/RunError.ts"

/** The environments of a run, by name. */
export interface Participants {
  /** Those that are trained on. */
  readonly environments: Environments
  /** Those of the recipe's `warmup.environments`; where there are none, the warm-up shows those that are trained on. */
  readonly warmup?: Environments
  /** Those of the recipe's `evaluation.neverTrained`. */
  readonly neverTrained?: Environments
}

const none: Environments = new Map()

/** Each environment with the highest level that its prompts allow, which must be at least `lowest`. */
const entries = (environments: Environments, recipe: Recipe, lowest: number, asks: string) =>
  Effect.forEach([...environments], ([name, environment]): Effect.Effect<
    Entry,
    RunError | SandboxError | PolicyError,
    Policy
  > =>
    Effect.gen(function*() {
      const budget = recipe.rollout.maxPromptTokens
      const { beyond, highest: maxLevel } = yield* Effect.mapError(
        reach(environment, budget),
        (error) =>
          error._tag === "EnvironmentDefect"
            ? new RunError({ reason: "Recipe", message: `${name} cannot be used: ${error.message}` })
            : error
      )
      if (maxLevel < lowest) {
        const tooLong = `its prompts are longer than rollout.maxPromptTokens, ${budget}:`
          + ` the longest seen at level ${maxLevel + 1} has ${beyond} tokens`
        return yield* new RunError({
          reason: "Recipe",
          message: maxLevel < 0
            ? `${name} cannot be used: even at level 0 ${tooLong}`
            : `${asks} asks for level ${lowest} of ${name}, but above level ${maxLevel} ${tooLong}`
        })
      }
      return { name, maxLevel }
    }))

/** Fails with reason `Recipe` where an environment cannot be used as the recipe wants it. */
export const resolve = ({ environments, neverTrained = none, warmup = none }: Participants, recipe: Recipe) =>
  Effect.gen(function*() {
    for (const name of neverTrained.keys()) {
      if (!environments.has(name)) continue
      return yield* new RunError({
        reason: "Recipe",
        message: `${name} is trained on: it cannot be in evaluation.neverTrained too`
      })
    }
    const highest = Math.max(...recipe.evaluation.levels)
    const trained = yield* entries(environments, recipe, highest, "evaluation.levels")
    yield* entries(neverTrained, recipe, highest, "evaluation.levels")
    const shown = warmup.size === 0 ? trained : yield* entries(warmup, recipe, 0, "warmup.environments")
    return {
      /** All of them. */
      environments: new Map([...warmup, ...neverTrained, ...environments]) as Environments,
      entries: trained,
      warmup: shown.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    }
  })
