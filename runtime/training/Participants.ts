/** Which environments take part in a run, in which way, and how high their ladders may be climbed. */
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import type { Entry } from "../curriculum/Curriculum.ts"
import { type Reach, reach } from "../rollout/Levels.ts"
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

/** An environment with how high its prompts let its ladder be climbed. */
interface Reached extends Reach {
  readonly name: string
}

const reached = ([name, environment]: readonly [string, SandboxedEnvironment], { rollout }: Recipe) =>
  reach(environment, rollout.maxPromptTokens).pipe(
    Effect.mapError((error) =>
      error._tag === "EnvironmentDefect"
        ? new RunError({ reason: "Recipe", message: `${name} cannot be used: ${error.message}` })
        : error
    ),
    Effect.map((found): Reached => ({ name, ...found }))
  )

/** The environment as a curriculum sees it, where it reaches the level that a field asks for. */
const entry = (
  { beyond, highest: maxLevel, name }: Reached,
  { rollout }: Recipe,
  lowest: number,
  field: string
): Effect.Effect<Entry, RunError> => {
  if (maxLevel >= lowest) return Effect.succeed({ name, maxLevel })
  const asks = `${field} asks for level ${lowest} of ${name}, but`
  if (beyond === undefined) {
    return new RunError({ reason: "Recipe", message: `${asks} its ladder ends at level ${maxLevel}` })
  }
  const tooLong = `its prompts are longer than rollout.maxPromptTokens, ${rollout.maxPromptTokens}:`
    + ` the longest seen at level ${maxLevel + 1} has ${beyond} tokens`
  return new RunError({
    reason: "Recipe",
    message: maxLevel < 0
      ? `${name} cannot be used: even at level 0 ${tooLong}`
      : `${asks} above level ${maxLevel} ${tooLong}`
  })
}

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
    const all: Environments = new Map([...environments, ...neverTrained, ...warmup, ...environments])
    const found = new Map(
      yield* Effect.forEach(all, (each) => Effect.map(reached(each, recipe), (of) => [of.name, of] as const))
    )
    const entries = (of: Environments, lowest: number, field: string) =>
      Effect.forEach(of.keys(), (name) => entry(found.get(name)!, recipe, lowest, field))
    const highest = Math.max(...recipe.evaluation.levels)
    const trained = yield* entries(environments, highest, "evaluation.levels")
    yield* entries(neverTrained, highest, "evaluation.levels")
    const shown = warmup.size === 0 ? trained : yield* entries(warmup, 0, "warmup.environments")
    return {
      /** All of them. */
      environments: all,
      entries: trained,
      warmup: shown.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    }
  })
