import { smoke } from "@scaler/recipes/smoke"
import { expect, test } from "bun:test"
import { Effect } from "effect"
import * as RecipeChanges from "./RecipeChanges.ts"

test("fields are changed by their names, to JSON or to text, and nothing else is", async () => {
  const changes = ["optimizer.maxGradientNorm=null", "loss.clip.low=0.1", "name=a=b", "evaluation.levels=[0,1]"]
  expect(await Effect.runPromise(RecipeChanges.apply(smoke, changes))).toEqual({
    ...smoke,
    name: "a=b",
    optimizer: { ...smoke.optimizer, maxGradientNorm: null },
    loss: { clip: { low: 0.1 } },
    evaluation: { ...smoke.evaluation, levels: [0, 1] }
  })
})

test("what is no change is refused", async () => {
  const { message } = await Effect.runPromise(Effect.flip(RecipeChanges.apply(smoke, ["steps"])))
  expect(message).toContain("--set steps is not FIELD=VALUE")
})
