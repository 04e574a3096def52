/** What every model keeps that is asked in texts, policies too. */
import { seed } from "@scaler/dsl/Random"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect, Either, type Layer, ManagedRuntime } from "effect"
import { free, greedy } from "./contract.requests.ts"
import type { PolicyError } from "./Policy.ts"
import { TextModel, type TextRequest } from "./TextModel.ts"

const statements = ["2+3=", "max of 4 9 1: ", "7", "reverse abc "]

const asked = (purpose: string, samples = 4): ReadonlyArray<TextRequest> =>
  statements.map((statement, index) => ({
    statement,
    samples,
    seed: seed("contract", purpose, index)
  }))

export const textContract = (name: string, layer: Layer.Layer<TextModel, PolicyError>): void => {
  describe(`text model contract: ${name}`, () => {
    let runtime: ManagedRuntime.ManagedRuntime<TextModel, PolicyError>
    const respond = (...given: Parameters<typeof TextModel.Service["respond"]>) =>
      runtime.runPromise(Effect.flatMap(TextModel, (model) => model.respond(...given)))
    beforeAll(() => {
      runtime = ManagedRuntime.make(layer)
    })
    afterAll(() => runtime.dispose())

    test("gives each request its samples, with lengths and ends as promised", async () => {
      const requests = asked("shape", 3).map((request, index) =>
        index === 1 ? { ...request, samples: 1 } : request
      )
      const groups = await respond(requests, free)
      expect(groups.map((group) => group.length)).toEqual([3, 1, 3, 3])
      for (const { finish, logProb, tokens } of groups.flat()) {
        if (tokens !== null) expect(tokens).toBeLessThanOrEqual(free.maxTokens)
        if (tokens !== null && finish === "length") expect(tokens).toBe(free.maxTokens)
        if (logProb !== null) expect(logProb).toBeLessThanOrEqual(0)
      }
    }, 20_000)

    test(
      "equal requests give equal responses, other seeds others, and the most probable ones have no seed",
      async () => {
        const first = await respond(asked("equal"), free)
        expect(await respond(asked("equal"), free)).toEqual(first)
        expect(await respond(asked("unequal"), free)).not.toEqual(first)
        const certain = await respond(asked("equal"), greedy)
        expect(await respond(asked("unequal"), greedy)).toEqual(certain)
        for (const group of certain) expect(new Set(group.map(({ text }) => text)).size).toBe(1)
      },
      30_000
    )

    test("no requests give no responses", async () => {
      expect(await respond([], free)).toEqual([])
    })

    test("malformed requests are refused", async () => {
      const bad: ReadonlyArray<Parameters<typeof TextModel.Service["respond"]>> = [
        [asked("bad", 0), free],
        [asked("bad"), { ...free, maxTokens: 0 }],
        [asked("bad"), { ...free, temperature: -1 }],
        [asked("bad"), { ...free, topP: 0 }],
        [asked("bad"), { ...free, stop: [""] }]
      ]
      for (const given of bad) {
        const outcome = await runtime.runPromise(
          Effect.either(Effect.flatMap(TextModel, (model) => model.respond(...given)))
        )
        expect(Either.isLeft(outcome) && outcome.left.reason).toBe("Request")
      }
    })
  })
}
