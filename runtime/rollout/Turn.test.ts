import { BunContext } from "@effect/platform-bun"
import * as InProcess from "@scaler/contract/testing/InProcess"
import { Policy } from "@scaler/policy/Policy"
import { expect, test } from "bun:test"
import { Effect, Layer } from "effect"
import * as SkillPolicy from "../testing/SkillPolicy.ts"
import { recipe, say } from "../testing/testRun.ts"
import * as Groups from "./Groups.ts"
import * as Questions from "./Questions.ts"

const groups = 20

/** Times that a timer of a millisecond fires while an effect is at work. */
const fired = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const count = { of: 0 }
      return { count, timer: setInterval(() => count.of++, 1) }
    }),
    ({ count }) => Effect.map(effect, (result) => ({ result, timers: count.of })),
    ({ timer }) => Effect.sync(() => clearInterval(timer))
  )

const compute = () => {
  const until = performance.now() + 4
  while (performance.now() < until) continue
}

test("timers fire while a step's prompts are made and its responses judged", async () => {
  const environments = new Map([["alpha", InProcess.make(say("alpha"))]])
  const places = Array.from({ length: groups }, (_, index) => ({ level: 0, index }))
  const [prompts, judging] = await Effect.gen(function*() {
    const policy = yield* Policy
    const slow = Policy.of({
      ...policy,
      prompt: (statement) => Effect.tap(policy.prompt(statement), () => Effect.sync(compute)),
      decode: (tokens) => {
        compute()
        return policy.decode(tokens)
      }
    })
    return yield* Effect.gen(function*() {
      const drawn = yield* fired(
        Questions.draw(environments, [{ environment: "alpha", places }], {
          seed: 1,
          split: "train",
          maxPromptTokens: 40
        })
      )
      const sampled = yield* fired(Groups.sample(environments, drawn.result.questions, {
        ...recipe.rollout.sampling,
        seed: 1,
        step: 1,
        purpose: "rollout",
        samples: 2,
        maxTokens: 20,
        reward: recipe.reward
      }))
      expect(sampled.result.groups).toHaveLength(groups)
      return [drawn.timers, sampled.timers] as const
    }).pipe(Effect.provideService(Policy, slow))
  }).pipe(Effect.provide(Layer.provide(SkillPolicy.layer(), BunContext.layer)), Effect.runPromise)
  // One turn is had before and after; between two groups there is one for each.
  expect(prompts).toBeGreaterThan(groups / 2)
  expect(judging).toBeGreaterThan(groups / 2)
})
