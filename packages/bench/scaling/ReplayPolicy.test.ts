import { registry } from "@scaler/envs/registry"
import { Policy } from "@scaler/policy/Policy"
import * as Sampling from "@scaler/policy/Sampling"
import * as Tokenizer from "@scaler/policy/tokenizer/CharacterTokenizer"
import * as Groups from "@scaler/runtime/rollout/Groups"
import * as Questions from "@scaler/runtime/rollout/Questions"
import * as Reward from "@scaler/runtime/rollout/Reward"
import { accuracy } from "@scaler/runtime/rollout/Rollout"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import { expect, test } from "bun:test"
import { Effect } from "effect"
import * as AnswerSheet from "./AnswerSheet.ts"
import * as Recording from "./Recording.ts"
import * as ReplayPolicy from "./ReplayPolicy.ts"

const names = ["sum", "sorting", "n-queens"] as const
const samples = 8

/** Accuracies of the groups of some environments, where right answers are given with a chance. */
const accuracies = (chance: number, rate: number) =>
  Effect.gen(function*() {
    const sheet: AnswerSheet.AnswerSheet = new Map()
    const sandbox = yield* Sandbox.Sandbox
    const environments = new Map(
      yield* Effect.forEach(names, (name) =>
        Effect.gen(function*() {
          const { file } = yield* registry.find(name)
          return [name, AnswerSheet.noting(yield* sandbox.load(file), sheet)] as const
        }))
    )
    const places = [0, 1, 2, 3].map((index) => ({ level: 2, index }))
    const texts = yield* Questions.drawTexts(
      environments,
      names.map((environment) => ({ environment, places })),
      { seed: 1, split: "train" }
    )
    for (const [statement, answers] of sheet) sheet.set(statement, { ...answers, chance })
    const recording = yield* Recording.make(Tokenizer)
    return yield* Effect.gen(function*() {
      const policy = yield* Policy
      const questions = yield* Effect.forEach(texts.questions, (question) =>
        Effect.map(policy.prompt(question.statement), (prompt) => ({ ...question, prompt })))
      const options = {
        ...Sampling.defaults,
        seed: 1,
        step: 1,
        purpose: "rollout",
        samples,
        maxTokens: 8192,
        reward: Reward.defaults
      } as const
      yield* Groups.sample(environments, questions, options)
      const { groups, samplingTime } = yield* Groups.sample(environments, questions, options)
      return { accuracies: groups.map(accuracy), seconds: samplingTime / 1000 }
    }).pipe(Effect.provide(ReplayPolicy.layer({ tokenizer: Tokenizer, recording, sheet, rate })))
  }).pipe(Effect.provide(Sandbox.layer()), Effect.runPromise)

test("answers that should be right are, the others mostly are not", async () => {
  expect((await accuracies(1, Infinity)).accuracies).toEqual(Array(names.length * 4).fill(1))
  const wrong = (await accuracies(0, Infinity)).accuracies
  expect(wrong.filter((each) => each === 0).length).toBeGreaterThan(wrong.length / 2)
}, 20_000)

test("responses come at the rate that is asked for, and not before", async () => {
  const rate = 400
  const { seconds } = await accuracies(1, rate)
  const expected = (names.length * 4 * samples) / rate
  // The last of 96 moments drawn over that time is mostly in its last tenth; how late timers fire is the machine's.
  expect(seconds).toBeGreaterThan(expected * 0.8)
}, 20_000)
