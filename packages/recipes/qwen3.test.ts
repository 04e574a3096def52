import { registry } from "@scaler/envs/registry"
import * as Recipe from "@scaler/runtime/run/Recipe"
import { expect, test } from "bun:test"
import { Effect } from "effect"
import { recipes } from "./registry.ts"

test("every recipe is one, under its name", async () => {
  for (const [name, settings] of Object.entries(recipes)) {
    expect((await Effect.runPromise(Recipe.decode(settings))).name).toBe(name)
  }
})

test.each(["qwen3-1.7b", "qwen3-4b"] as const)(
  "%s has the reference's settings, and every environment",
  async (name) => {
    const recipe = await Effect.runPromise(Recipe.decode(recipes[name]))
    expect(recipe.environments).toEqual(registry.entries.map(({ name }) => name) as never)
    expect(recipe).toMatchObject({
      model: { context: 12_288 },
      rollout: {
        prompts: 64,
        samples: 8,
        maxPromptTokens: 4096,
        maxTokens: 8192,
        sampling: { temperature: 1 }
      },
      curriculum: { controller: { target: 0.5 }, activeSet: { mode: "window", slots: 64 } },
      reward: { refused: -1 },
      advantage: { baseline: "group-mean", scale: "deviation" },
      loss: {
        surrogate: "ppo",
        clip: { low: 0.2, high: 0.2 },
        aggregation: "token-mean",
        klCoefficient: 0,
        entropyCoefficient: 0
      },
      optimizer: { learningRate: { peak: 1e-6, rise: 20, decay: "constant" }, maxGradientNorm: 1 },
      evaluation: { every: 20 }
    })
  }
)
