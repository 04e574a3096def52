import { BunContext } from "@effect/platform-bun"
import * as InProcess from "@scaler/contract/testing/InProcess"
import * as TextModel from "@scaler/policy/TextModel"
import { expect, test } from "bun:test"
import { Effect, Layer } from "effect"
import * as SkillPolicy from "../testing/SkillPolicy.ts"
import { recipe, say } from "../testing/testRun.ts"
import * as Evaluation from "./Evaluation.ts"

const environments = new Map([
  ["alpha", InProcess.make(say("alpha"))],
  ["beta", InProcess.make(say("beta", () => 7))],
  ["gamma", InProcess.make(say("gamma", (value) => value, () => true))]
])

test("a model that is asked in texts scores as it does in tokens", async () => {
  const policy = Layer.provide(SkillPolicy.layer({}), BunContext.layer)
  const inTokens = Effect.flatMap(
    Evaluation.grid(environments, recipe, "test"),
    (grid) => Effect.map(Evaluation.evaluate(environments, grid, recipe), (scores) => ({ grid, scores }))
  )
  const inTexts = Effect.flatMap(
    Evaluation.textGrid(environments, recipe, "test"),
    (grid) => Effect.map(Evaluation.evaluateTexts(environments, grid, recipe), (scores) => ({ grid, scores }))
  )
  const [tokens, texts] = await Effect.runPromise(
    Effect.all([inTokens, inTexts]).pipe(
      Effect.provide(Layer.merge(policy, Layer.provide(TextModel.ofPolicy, policy)))
    )
  )
  expect(texts.grid.map(({ statement }) => statement)).toEqual(tokens.grid.map(({ statement }) => statement))
  expect(texts.scores).toEqual(tokens.scores)
  expect(texts.scores.macro).toBeGreaterThan(0)
  expect(texts.scores.macro).toBeLessThan(1)
  expect(texts.scores.instances).toBe(3 * 4 * 8)
})
