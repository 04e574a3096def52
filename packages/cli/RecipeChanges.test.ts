import { smoke } from "@scaler/recipes/smoke"
import * as Recipe from "@scaler/runtime/run/Recipe"
import { expect, test } from "bun:test"
import { Effect } from "effect"
import * as RecipeChanges from "./RecipeChanges.ts"

test("fields are changed by their names, to JSON or to text, and nothing else is", async () => {
  const changes = [
    "optimizer.maxGradientNorm=null",
    "loss.clip.low=0.1",
    "name=a=b",
    "evaluation.levels=[0,1]"
  ]
  const recipe = await Effect.runPromise(Recipe.decode(smoke))
  const { clip, ...loss } = recipe.loss
  expect(await Effect.runPromise(RecipeChanges.apply(smoke, changes))).toEqual({
    ...recipe,
    name: "a=b",
    optimizer: { ...recipe.optimizer, maxGradientNorm: null },
    loss: { ...loss, clip: { ...clip, low: 0.1 } },
    evaluation: { ...recipe.evaluation, levels: [0, 1] }
  })
})

test.each([
  ["steps", "--set steps is not FIELD=VALUE"],
  ["steps=many", "steps: "],
  ["optimizer.maxGradientNrm=null", "optimizer.maxGradientNrm: "]
])("%s is refused", async (change, expected) => {
  const { message } = await Effect.runPromise(Effect.flip(RecipeChanges.apply(smoke, [change])))
  expect(message).toContain(expected)
})
