import { BunContext } from "@effect/platform-bun"
import * as InProcess from "@scaler/contract/testing/InProcess"
import { type EnvironmentName, registry } from "@scaler/envs/registry"
import { Policy } from "@scaler/policy/Policy"
import * as Recipe from "@scaler/runtime/run/Recipe"
import * as SkillPolicy from "@scaler/runtime/testing/SkillPolicy"
import * as Evaluation from "@scaler/runtime/training/Evaluation"
import { expect, test } from "bun:test"
import { Context, Effect, Layer } from "effect"
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

/** No tokenizer makes more tokens of a text than it has bytes. */
const bytes = Layer.map(SkillPolicy.layer({}), (context) =>
  Context.make(Policy, {
    ...Context.get(context, Policy),
    prompt: (statement) => Effect.succeed(Int32Array.from(Buffer.from(statement)))
  })).pipe(Layer.provide(BunContext.layer))

test("every environment has the instances that are measured, in prompts that fit", async () => {
  const recipe = await Effect.runPromise(Recipe.decode(recipes["qwen3-1.7b"]))
  const { evaluation: { instances, levels } } = recipe
  const loaded = await Effect.runPromise(
    Effect.forEach(registry.entries, ({ name }) => registry.get(name as EnvironmentName))
  )
  const environments = new Map(loaded.map((environment) => [environment.name, InProcess.make(environment)]))
  for (const split of ["validation", "test"] as const) {
    // What is too long is left out, and the draws would not suffice.
    const grid = await Effect.runPromise(Effect.provide(Evaluation.grid(environments, recipe, split), bytes))
    expect(grid.length).toBe(environments.size * levels.length * instances)
  }
}, 120_000)
