/** Whole runs on a server that speaks the Tinker protocol. */
import { config, onServer } from "@scaler/policy/tinker/testing/policies"
import { expect, test } from "bun:test"
import { Effect } from "effect"
import { directory, recipe as base, recorded, run, say } from "../testing/testRun.ts"

const environments = [say("alpha", () => 7), say("beta", () => 7)]
const recipe: typeof base = {
  ...base,
  steps: 6,
  warmup: { ...base.warmup, steps: 3, learningRate: 0.15 },
  rollout: { ...base.rollout, maxTokens: 6 },
  optimizer: { ...base.optimizer, learningRate: { ...base.optimizer.learningRate, peak: 0.005 } },
  evaluation: { ...base.evaluation, instances: 2, levels: [0, 1] }
}
const { optimizer } = config("")
const changes = { optimizer: { ...optimizer, maxGradientNorm: recipe.optimizer.maxGradientNorm } }

const synchronous = onServer({}, (connect) =>
  Effect.gen(function*() {
    const path = directory()
    const { events, outcome } = run({ environments, recipe, directory: path, policy: connect(changes) })
    return { events, outcome: yield* outcome, record: recorded(path) }
  }))

test("reward rises", async () => {
  const { events, outcome } = await synchronous
  const rewards = events.flatMap((event) =>
    event._tag === "Stepped" && event.position.phase === "training" ? [event.metrics.reward ?? 0] : []
  )
  expect(rewards.length).toBe(recipe.steps)
  expect(outcome.test!.final).toBe(1)
  expect(rewards.at(-1)).toBeGreaterThan(rewards[0]! + 0.2)
}, 60_000)

test("a run that loses its server goes on from its checkpoint, to the same end", async () => {
  let restart = () => {}
  const fault = (path: string, before: number) => {
    // In the middle of an update of the training.
    if (path === "optim_step" && before === recipe.warmup.steps + 3) restart()
    return undefined
  }
  const { error, record } = await onServer({ fault }, (connect, server) =>
    Effect.gen(function*() {
      restart = server.restart
      const path = directory()
      const options = { environments, recipe, directory: path, policy: connect(changes) }
      const error = yield* Effect.flip(run(options).outcome)
      yield* run({ ...options, mode: "resume" }).outcome
      return { error, record: recorded(path) }
    }))
  expect(error).toMatchObject({ _tag: "PolicyError", reason: "Crashed" })
  expect(record).toEqual((await synchronous).record)
}, 60_000)

test("sampling runs ahead of updates", async () => {
  const ahead = { ...recipe, rollout: { ...recipe.rollout, maxStaleness: 2 } }
  const { events } = await onServer({}, (connect) =>
    Effect.gen(function*() {
      const { events, outcome } = run({
        environments,
        recipe: ahead,
        directory: directory(),
        policy: connect(changes)
      })
      yield* outcome
      return { events }
    }))
  const staleness = events.flatMap((event) =>
    event._tag === "Stepped" && event.position.phase === "training" ? [event.metrics.staleness] : []
  )
  expect(Math.max(...staleness.map((value) => value ?? 0))).toBe(2)
}, 60_000)
