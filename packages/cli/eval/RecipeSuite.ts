/** The grid of a recipe by the name of a suite: `recipe:quickstart`, `recipe:quickstart:validation`. */
import type { HeldOut } from "@scaler/dsl/Split"
import { recipes } from "@scaler/recipes/registry"
import { Effect } from "effect"
import { named } from "../Environments.ts"

const prefix = "recipe:"

/** How such a name is written, for people. */
export const form = `${prefix}NAME`

export const isOne = (suite: string): boolean => suite.startsWith(prefix)

/** A recipe, and the split whose grid is asked; the error suggests the nearest names. */
export const read = (suite: string) => {
  const [, name, split] = /^recipe:(.*?)(?::(test|validation))?$/.exec(suite)!
  return Effect.map(named("recipe", recipes, name!), (recipe) => ({
    recipe,
    split: (split ?? "test") as HeldOut
  }))
}
