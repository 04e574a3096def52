/**
 * Twenty steps of GRPO on a real Tinker server, which is started anew in the middle. `SCALER_TINKER_URL` is its address,
 * `SCALER_TINKER_MODEL` the folder that `packages/policy/tinker/testing/tiny_qwen3.py` wrote and that it serves, and
 * `SCALER_TINKER_RESTART` a command that ends it and starts it again.
 */
import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { config } from "@scaler/policy/tinker/testing/policies"
import * as TinkerPolicy from "@scaler/policy/tinker/TinkerPolicy"
import { expect, test } from "bun:test"
import { Effect, Schema } from "effect"
import { Recipe } from "../run/Recipe.ts"
import { directory, recipe as base, run } from "../testing/testRun.ts"

const {
  SCALER_TINKER_MODEL: baseModel = "",
  SCALER_TINKER_RESTART: restart = "",
  SCALER_TINKER_URL: url = ""
} = process.env

/** What the model answers right less than every other time. */
const guess = (name: string, digit: number) =>
  Environment.make({
    name: name.toLowerCase(),
    tags: [],
    skill: "for tests",
    source: "for tests",
    scale: { digits: Scale.linear({ min: 3, max: 3 }) },
    instance: Schema.Struct({ value: Schema.Int }),
    answer: Answer.integer,
    generate: () => Gen.struct({ value: Gen.int(0, 999) }),
    statement: ({ value }) => `${name} ${value}`,
    solve: () => digit
  })

const environments = [guess("Alpha", 1), guess("Beta", 2), guess("Gamma", 3)]
const recipe: typeof base = Schema.decodeSync(Recipe)({
  ...base,
  environments: ["alpha", "beta", "gamma"],
  steps: 20,
  warmup: { ...base.warmup, steps: 0 },
  rollout: { ...base.rollout, prompts: 12, samples: 16, maxTokens: 6 },
  optimizer: { ...base.optimizer, learningRate: { ...base.optimizer.learningRate, peak: 0.002 } },
  curriculum: {
    controller: { response: "base", target: 0.5, gain: 2, stepCap: 1, historyLength: 10 },
    activeSet: { mode: "window", slots: 3, zeroAccuracyLimit: 10, maxDifficultyLimit: 10 }
  },
  evaluation: { ...base.evaluation, every: 20, levels: [0], instances: 4 },
  checkpoints: { every: 4, keep: 3 }
})

const policy = TinkerPolicy.layer({
  ...config(url),
  baseModel,
  lora: { rank: 8 },
  firstPause: "200 millis",
  tries: 40
})

test.skipIf(url === "" || baseModel === "" || restart === "")(
  "on a real server reward rises, and its restart is survived (needs SCALER_TINKER_URL, _MODEL and _RESTART)",
  async () => {
    let updates = 0
    const options = { environments, recipe, directory: directory(), policy }
    const first = run({
      ...options,
      between: (policy) => ({
        ...policy,
        update: (...asked) =>
          Effect.zipRight(
            Effect.sync(() => ++updates === 10 && Bun.spawnSync(["sh", "-c", restart])),
            policy.update(...asked)
          )
      })
    })
    const error = await Effect.runPromise(Effect.flip(first.outcome))
    expect(error).toMatchObject({ _tag: "PolicyError", reason: "Crashed" })

    const second = run({ ...options, mode: "resume" })
    const { test: tested } = await Effect.runPromise(second.outcome)
    const rewards = [...first.events, ...second.events].flatMap((event) =>
      event._tag === "Stepped" && event.position.phase === "training"
        ? [[event.position.step, event.metrics.reward ?? 0] as const]
        : []
    )
    console.log({ error: error.message, rewards: rewards.map((pair) => pair.join(": ")), tested })
    const mean = (steps: typeof rewards) => steps.reduce((sum, [, reward]) => sum + reward, 0) / steps.length
    // Four steps are 768 responses: the difference of two such means has a standard error of some 0.025.
    expect(mean(rewards.slice(-4))).toBeGreaterThan(mean(rewards.slice(0, 4)) + 0.1)
  },
  1_800_000
)
