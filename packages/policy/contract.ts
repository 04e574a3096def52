/** What every trainable policy keeps, as tests; run against each implementation. */
import { seed } from "@scaler/dsl/Random"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect, Either, Layer, ManagedRuntime } from "effect"
import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { lossContract, type Losses } from "./contract.losses.ts"
import { orderContract } from "./contract.order.ts"
import {
  ask,
  free,
  greedy,
  learn,
  plain,
  type Service,
  supervised,
  updateOptions
} from "./contract.requests.ts"
import { textContract } from "./contract.text.ts"
import { Policy, type PolicyError } from "./Policy.ts"
import * as TextModel from "./TextModel.ts"

/** What not every policy can do; all of it unless given. */
export interface Abilities {
  readonly losses: Losses
  /** Whether a snapshot's files are the same for the same weights. */
  readonly equalFiles: boolean
}

const everything: Abilities = {
  losses: { surrogates: ["ppo", "gspo", "cispo"], divergence: true, entropy: true },
  equalFiles: true
}

/** `layer` makes a fresh policy of few weights with equal first weights each time; its context is 64 tokens. */
export const policyContract = (
  name: string,
  layer: Layer.Layer<Policy, PolicyError>,
  { equalFiles, losses }: Abilities = everything
): void => {
  describe(`policy contract: ${name}`, () => {
    let directory = ""
    let runtime: ManagedRuntime.ManagedRuntime<Policy, PolicyError>
    const fresh = <A>(body: (policy: Service) => Effect.Effect<A, PolicyError>): Promise<A> =>
      Effect.runPromise(Effect.provide(Effect.flatMap(Policy, body), layer))
    const run = <A>(body: (policy: Service) => Effect.Effect<A, PolicyError>): Promise<A> =>
      runtime.runPromise(Effect.flatMap(Policy, body))
    /** The reason with which a call fails. */
    const refused = async (body: (policy: Service) => Effect.Effect<unknown, PolicyError>) => {
      const outcome = await run((policy) => Effect.either(body(policy)))
      return Either.isLeft(outcome) ? outcome.left.reason : "not refused"
    }
    const scratch = (part: string) => mkdtempSync(join(directory, part))

    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), "policy-contract-"))
      runtime = ManagedRuntime.make(layer)
    })
    afterAll(async () => {
      rmSync(directory, { recursive: true, force: true })
      await runtime.dispose()
    })

    test("encodes and decodes, and refuses what it cannot encode", async () => {
      const text = await run((policy) => Effect.map(policy.encode("\\boxed{12}"), policy.decode))
      expect(text).toBe("\\boxed{12}")
      expect(await refused((policy) => policy.encode("é"))).toBe("Request")
    }, 20_000)

    test("gives each request its samples, with lengths and ends as promised", async () => {
      const { endToken, groups } = await run((policy) =>
        Effect.gen(function*() {
          const requests = yield* ask(policy, 3, "shape")
          requests[1] = { ...requests[1]!, samples: 1 }
          return { endToken: policy.endToken, groups: yield* policy.sample(requests, free) }
        })
      )
      expect(groups.map((group) => group.length)).toEqual([3, 1, 3, 3])
      for (const { finish, logProbs, tokens } of groups.flat()) {
        expect(tokens.length).toBeGreaterThan(0)
        expect(tokens.length).toBeLessThanOrEqual(free.maxTokens)
        expect(logProbs.length).toBe(tokens.length)
        expect(finish).toBe(tokens.at(-1) === endToken ? "stop" : "length")
        expect(tokens.subarray(0, -1).includes(endToken)).toBe(false)
        for (const logProb of logProbs) expect(logProb).toBeLessThanOrEqual(0)
      }
    })

    test("equal requests give equal responses, other seeds others", async () => {
      const [first, again, other, certain, certainToo] = await run((policy) =>
        Effect.gen(function*() {
          const requests = yield* ask(policy, 4, "equal")
          return [
            yield* policy.sample(requests, free),
            yield* policy.sample(requests, free),
            yield* policy.sample(yield* ask(policy, 4, "unequal"), free),
            yield* policy.sample(requests, greedy),
            yield* policy.sample(yield* ask(policy, 4, "unequal"), greedy)
          ] as const
        })
      )
      expect(plain(again)).toEqual(plain(first))
      expect(plain(other)).not.toEqual(plain(first))
      expect(plain(certainToo)).toEqual(plain(certain))
      expect(new Set(first.flat().map(({ tokens }) => String(tokens))).size).toBeGreaterThan(8)
    })

    test("a response may fill the context and no more", async () => {
      const groups = await run((policy) =>
        policy.sample(
          [{ prompt: new Int32Array(policy.info.context - 2).fill(20), samples: 4, seed: seed("full") }],
          { ...free, maxTokens: 50 }
        )
      )
      expect(Math.max(...groups.flat().map(({ tokens }) => tokens.length))).toBe(2)
    })

    test("the first update sees the sampler's log-probabilities", async () => {
      // With fresh weights every ratio is 1: nothing is clipped, and the surprisal is that of the sampled tokens.
      const { groups, report } = await fresh((policy) =>
        Effect.gen(function*() {
          const groups = yield* policy.sample(yield* ask(policy, 4, 0), free)
          return { groups, report: yield* learn(policy, 0) }
        })
      )
      const logProbs = groups.flat().flatMap((response) => [...response.logProbs])
      const mean = logProbs.reduce((sum, value) => sum + value, 0) / logProbs.length
      expect(report.tokens).toBe(logProbs.length)
      expect(report.clipFraction).toBe(0)
      expect(report.applied).toBe(true)
      expect(report.surprisal).toBeCloseTo(-mean, 4)
    }, 20_000)

    test("supervised updates teach", async () => {
      const losses = await fresh((policy) =>
        Effect.forEach(Array.from({ length: 12 }), () => supervised(policy))
      )
      expect(losses.at(-1)!.loss).toBeLessThan(0.5 * losses[0]!.loss)
      expect(
        losses.every(({ applied, clipFraction, tokens }) => applied && clipFraction === 0 && tokens === 16)
      ).toBe(true)
    }, 20_000)

    test("a restored policy goes on bit-equal: 2 + 2 steps are 4 steps", async () => {
      const steps = (policy: Service, ...numbers: ReadonlyArray<number>) =>
        Effect.forEach(numbers, (step) => Effect.all([supervised(policy), learn(policy, step)]))
      const end = (policy: Service, part: string) =>
        Effect.gen(function*() {
          const reports = yield* steps(policy, 2, 3)
          const sampled = plain(yield* policy.sample(yield* ask(policy, 4, "end"), free))
          const files = yield* policy.snapshot(scratch(part))
          expect(files.length).toBeGreaterThan(0)
          return { reports, sampled, ...(equalFiles ? { files } : {}) }
        })
      const half = scratch("half")
      const straight = await fresh((policy) =>
        Effect.gen(function*() {
          yield* steps(policy, 0, 1)
          yield* policy.snapshot(half)
          return yield* end(policy, "straight")
        })
      )
      const resumed = await fresh((policy) =>
        Effect.gen(function*() {
          yield* steps(policy, 7)
          yield* policy.restore(half)
          return yield* end(policy, "resumed")
        })
      )
      expect(resumed).toEqual(straight)
    }, 30_000)

    test("a snapshot's files have the sizes and checksums it tells", async () => {
      const target = scratch("files")
      const files = await run((policy) => policy.snapshot(target))
      for (const { bytes, name: file, sha256 } of files) {
        const contents = readFileSync(join(target, file))
        expect(contents.length).toBe(bytes)
        expect(createHash("sha256").update(contents).digest("hex")).toBe(sha256)
      }
    })

    test("a snapshot that is missing or cut short is refused and changes nothing", async () => {
      const target = scratch("cut")
      const before = await run((policy) => policy.snapshot(target))
      for (const { bytes, name: file } of before) {
        truncateSync(join(target, file), bytes - 4)
        expect(await refused((policy) => policy.restore(target))).toBe("Snapshot")
        await run((policy) => policy.snapshot(target))
      }
      expect(await refused((policy) => policy.restore(join(target, "absent")))).toBe("Snapshot")
      expect(await refused((policy) => policy.snapshot(join(target, "absent")))).toBe("Snapshot")
      expect(await run((policy) => policy.snapshot(target))).toEqual(before)
    })

    test("an update that is not finite changes nothing and says so", async () => {
      const { after, before, report } = await run((policy) =>
        Effect.gen(function*() {
          const before = yield* policy.snapshot(scratch("before"))
          const rollout = {
            prompt: Int32Array.of(5),
            response: Int32Array.of(6),
            logProbs: Float32Array.of(-1)
          }
          const report = yield* policy.update([{ ...rollout, advantage: Number.NaN }], updateOptions)
          return { report, before, after: yield* policy.snapshot(scratch("after")) }
        })
      )
      expect(report.applied).toBe(false)
      expect(after).toEqual(before)
    })

    test("malformed requests are refused", async () => {
      const token = Int32Array.of(5)
      const none = new Int32Array(0)
      const request = (prompt: Int32Array, samples = 1) => [{ prompt, samples, seed: seed("bad") }]
      const sampled = { prompt: token, logProbs: Float32Array.of(-1), advantage: 1 }
      const bad: ReadonlyArray<(policy: Service) => Effect.Effect<unknown, PolicyError>> = [
        (policy) => policy.sample(request(none), free),
        (policy) => policy.sample(request(token, 0), free),
        (policy) => policy.sample(request(new Int32Array(policy.info.context)), free),
        (policy) => policy.sample(request(Int32Array.of(policy.info.vocabulary)), free),
        (policy) => policy.sample(request(token), { ...free, topP: 0 }),
        (policy) => policy.sample(request(token), { ...free, temperature: -1 }),
        (policy) => policy.sample(request(token), { ...free, maxTokens: 0 }),
        (policy) => policy.sample(request(token), { ...free, topK: -1 }),
        (policy) => policy.sample(request(token), { ...free, minP: 2 }),
        (policy) => policy.sample(request(token), { ...free, stop: [""] }),
        (policy) => policy.update([], updateOptions),
        (policy) =>
          policy.update([{ ...sampled, response: none, logProbs: new Float32Array(0) }], updateOptions),
        (policy) => policy.update([{ ...sampled, response: Int32Array.of(5, 6) }], updateOptions),
        (policy) => policy.supervise([{ prompt: token, response: Int32Array.of(-1) }], updateOptions),
        (policy) =>
          policy.supervise([{ prompt: token, response: new Int32Array(policy.info.context) }], updateOptions)
      ]
      for (const body of bad) expect(await refused(body)).toBe("Request")
    })

    test("no requests give no responses", async () => {
      expect(await run((policy) => policy.sample([], free))).toEqual([])
    })

    test("calls made at the same time are all answered, each with its own answer", async () => {
      const [first, refusal, second, third] = await run((policy) =>
        Effect.gen(function*() {
          const requests = yield* ask(policy, 2, "together")
          return yield* Effect.all([
            policy.sample(requests, free),
            Effect.either(policy.sample([{ ...requests[0]!, samples: 0 }], free)),
            policy.sample(requests.slice(0, 1), free),
            policy.sample(requests, free)
          ], { concurrency: "unbounded" })
        })
      )
      expect(Either.isLeft(refusal)).toBe(true)
      expect(second.length).toBe(1)
      expect(plain(third)).toEqual(plain(first))
    })
    orderContract(layer)
    lossContract(layer, losses)
  })
  textContract(name, Layer.provide(TextModel.ofPolicy, layer))
}
