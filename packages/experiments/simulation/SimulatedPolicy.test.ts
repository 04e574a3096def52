import { seed } from "@scaler/dsl/Random"
import * as Loss from "@scaler/policy/Loss"
import { Policy, type PolicyError, type Response } from "@scaler/policy/Policy"
import * as Sampling from "@scaler/policy/Sampling"
import { Settings } from "@scaler/runtime/curriculum/Rules"
import { recipe as base, run } from "@scaler/runtime/testing/testRun"
import { afterAll, expect, test } from "bun:test"
import { Effect, Schema } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as SimulatedEnvironment from "./SimulatedEnvironment.ts"
import * as SimulatedLearner from "./SimulatedLearner.ts"
import * as SimulatedPolicy from "./SimulatedPolicy.ts"
import * as SimulatedPool from "./SimulatedPool.ts"

const pool = SimulatedPool.make(
  Schema.decodeSync(SimulatedPool.Settings)({ environments: 8, neverTrained: 2, hopeless: 0, trivial: 0 }),
  3
)
/** A quick one. */
const settings = Schema.decodeSync(SimulatedLearner.Settings)({ rate: 1 })
const layer = SimulatedPolicy.layer(settings, pool, 1)
type Service = typeof Policy.Service

const fresh = <A>(body: (policy: Service) => Effect.Effect<A, PolicyError>): Promise<A> =>
  Effect.runPromise(Effect.provide(Effect.flatMap(Policy, body), layer))

const directory = mkdtempSync(join(tmpdir(), "simulated-policy-"))
afterAll(() => rmSync(directory, { recursive: true }))

const free = { ...Sampling.defaults, maxTokens: 6 }
const greedy = { ...Sampling.greedy, maxTokens: 6 }
const options = { learningRate: 1, loss: Loss.defaults, temperature: 1, maxTokens: 6 }

/** Questions about all environments at level 0. */
const ask = (policy: Service, samples: number, purpose: string | number, instances = 1) =>
  Effect.forEach(
    pool.flatMap(({ name }) => Array.from({ length: instances }, (_, number) => ({ name, number }))),
    ({ name, number }) =>
      Effect.map(
        policy.prompt(`${name}, level 0, instance ${number}`),
        (prompt) => ({ prompt, samples, seed: seed("test", purpose, name, number) })
      )
  )
const isRight = (policy: Service, number: number, { tokens }: Response) =>
  policy.decode(tokens) === `\\boxed{${SimulatedEnvironment.gold({ number })}}`

/** An update in which every first response of a group was better than the others. */
const learn = (policy: Service, step: number) =>
  Effect.gen(function*() {
    const requests = yield* ask(policy, 4, step)
    const groups = yield* policy.sample(requests, free)
    return yield* policy.update(
      groups.flatMap((group, place) =>
        group.map(({ logProbs, tokens }, i) => ({
          prompt: requests[place]!.prompt,
          response: tokens,
          logProbs,
          advantage: i === 0 ? 1 : -1 / 3
        }))
      ),
      options
    )
  })

test("answers rightly as often as the learner would", async () => {
  const learner = SimulatedLearner.make(settings, pool, 1)
  const [sampled, certain, again] = await fresh((policy) =>
    Effect.gen(function*() {
      const requests = yield* ask(policy, 8, "often", 50)
      const others = yield* ask(policy, 1, "others", 50)
      return [
        yield* policy.sample(requests, free),
        yield* policy.sample(requests.map((request) => ({ ...request, samples: 1 })), greedy),
        yield* policy.sample(others, greedy)
      ].map((groups) =>
        groups.map((group, place) => group.filter((each) => isRight(policy, place % 50, each)).length)
      )
    })
  )
  expect(again).toEqual(certain!)
  for (const [place, { name }] of pool.entries()) {
    let expected = 0
    for (let number = 0; number < 50; number++) {
      expected += learner.chance(learner.initial(), { environment: name, level: 0, number }) / 50
    }
    const share = (counts: ReadonlyArray<number>, samples: number) =>
      counts.slice(50 * place, 50 * place + 50).reduce((sum, each) => sum + each, 0) / (50 * samples)
    // Standard deviations are at most 0.025 and 0.071.
    expect(Math.abs(share(sampled!, 8) - expected)).toBeLessThan(0.1)
    expect(Math.abs(share(certain!, 1) - expected)).toBeLessThan(0.28)
  }
})

test("published weights are sampled from after an update has changed the present ones", async () => {
  const [before, after, published, surprisal, logProb] = await fresh((policy) =>
    Effect.gen(function*() {
      const requests = yield* ask(policy, 8, "published", 20)
      const before = yield* policy.sample(requests, free)
      const weights = yield* policy.publish
      const groups = yield* policy.sample(yield* ask(policy, 4, 0), free)
      const { surprisal, tokens } = yield* learn(policy, 0)
      const logProb = groups.flat().reduce((sum, each) => sum + each.logProbs[0]!, 0) / tokens
      for (let step = 1; step < 30; step++) yield* learn(policy, step)
      return [
        before,
        yield* policy.sample(requests, free),
        yield* policy.sample(requests, free, weights),
        surprisal,
        logProb
      ] as const
    })
  )
  expect(after).not.toEqual(before)
  expect(published).toEqual(before)
  expect(surprisal).toBeCloseTo(-logProb, 5)
})

test("a restored policy goes on equal to the bit: 2 + 2 updates are 4", async () => {
  const steps = (policy: Service, ...numbers: ReadonlyArray<number>) =>
    Effect.forEach(numbers, (step) => learn(policy, step))
  const straight = await fresh((policy) =>
    Effect.gen(function*() {
      yield* steps(policy, 0, 1)
      yield* policy.snapshot(directory)
      return [yield* steps(policy, 2, 3), yield* policy.publish]
    })
  )
  const resumed = await fresh((policy) =>
    Effect.gen(function*() {
      yield* steps(policy, 7)
      yield* policy.restore(directory)
      return [yield* steps(policy, 2, 3), yield* policy.publish]
    })
  )
  expect(resumed).toEqual(straight)
})

test("what it cannot do is refused, and changes nothing", async () => {
  const rollout = (policy: Service) =>
    Effect.map(ask(policy, 1, 0), ([request]) => ({
      prompt: request!.prompt,
      response: Int32Array.of(policy.endToken),
      logProbs: Float32Array.of(-1),
      advantage: 1
    }))
  const bad: ReadonlyArray<(policy: Service) => Effect.Effect<unknown, PolicyError>> = [
    (policy) => policy.sample([{ prompt: Int32Array.of(5), samples: 1, seed: seed(1) }], free),
    (policy) =>
      Effect.flatMap(
        policy.prompt("sim-00001, level 99, instance 1"),
        (prompt) => policy.sample([{ prompt, samples: 1, seed: seed(1) }], free)
      ),
    (policy) => Effect.flatMap(ask(policy, 0, 0), (requests) => policy.sample(requests, free)),
    (policy) =>
      Effect.flatMap(ask(policy, 1, 0), (requests) => policy.sample(requests, { ...free, maxTokens: 2 })),
    (policy) => Effect.flatMap(ask(policy, 1, 0), (requests) => policy.sample(requests, free, [])),
    (policy) => policy.update([], options),
    (policy) => policy.restore(join(directory, "absent")),
    (policy) => policy.snapshot(join(directory, "absent"))
  ]
  const { after, applied, before, reasons } = await fresh((policy) =>
    Effect.gen(function*() {
      const before = yield* policy.publish
      const reasons = yield* Effect.forEach(
        bad,
        (body) =>
          Effect.match(body(policy), { onFailure: ({ reason }) => reason, onSuccess: () => "not refused" })
      )
      const { applied } = yield* policy.update([{ ...yield* rollout(policy), advantage: NaN }], options)
      return { before, reasons, applied, after: yield* policy.publish }
    })
  )
  expect(reasons).toEqual([...Array<string>(6).fill("Request"), "Snapshot", "Snapshot"])
  expect(applied).toBe(false)
  expect(after).toEqual(before)
})

test("the real training loop teaches it, the same for the same seed", async () => {
  const trained = pool.filter((nature) => nature.isTrained)
  const recipe: typeof base = {
    ...base,
    environments: trained.map(({ name }) => name) as [string, ...Array<string>],
    steps: 20,
    warmup: { ...base.warmup, steps: 0 },
    rollout: { ...base.rollout, samples: 8, maxTokens: 6, maxPromptTokens: 64 },
    curriculum: Schema.decodeSync(Settings)({ activeSet: { mode: "window", slots: 4 } }),
    evaluation: { ...base.evaluation, every: 20, levels: [0, 2], instances: 4 },
    checkpoints: { every: 20, keep: 2 }
  }
  const learnt = async () => {
    const environments = new Map(trained.map((nature) => [nature.name, SimulatedEnvironment.make(nature)]))
    const { events, outcome } = run({ recipe, environments, policy: layer })
    return {
      test: (await Effect.runPromise(outcome)).test!,
      steps: events.flatMap((event) => event._tag === "Stepped" ? [event.metrics] : [])
    }
  }
  const first = await learnt()
  expect(first.test.final).toBeGreaterThan(first.test.afterWarmup + 0.05)
  expect(await learnt()).toEqual(first)
})
