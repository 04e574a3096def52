import * as Split from "@scaler/dsl/Split"
import { layer } from "@scaler/sandbox/native/Native"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { expect } from "bun:test"
import { Effect, Either } from "effect"
import { nativeTest } from "../testing/nativeTest.ts"
import * as PoolEnvironment from "./PoolEnvironment.ts"
import { afterFirst, entry, largest, sorted } from "./testing.ts"

const withEnvironment = <A>(
  use: (environment: SandboxedEnvironment) => Effect.Effect<A, SandboxError>,
  { crossChecked = 0, sources = [largest, sorted] }: {
    crossChecked?: number
    sources?: ReadonlyArray<string>
  } = {}
) =>
  PoolEnvironment.make({
    name: "largest",
    entry: entry({ sources }),
    verified: {
      answer: { kind: "bigint" },
      oracle: [0, ...sources.slice(1).map((_, at) => at + 1)],
      refuted: [],
      instances: 0,
      distinct: 0,
      commonest: 0
    },
    ladder: [{ n: 2 }, { n: 5 }],
    hash: "",
    crossChecked
  }).pipe(Effect.flatMap(use), Effect.provide(layer()), Effect.runPromise)

const requests = Array.from({ length: 24 }, (_, index) => ({ level: index % 2, seed: 7, index }))

/** The numbers that an instance's solutions read. */
const numbersIn = (instance: unknown) =>
  (instance as { readonly input: string }).input.split("\n")[1]!.split(" ").map(Number)

nativeTest("instances have the size of their level, and the oracle's answer", async () => {
  const drawn = await withEnvironment((environment) => environment.draw(requests))
  for (const [at, result] of drawn.entries()) {
    const { gold, instance, statement } = Either.getOrThrow(result)
    const numbers = numbersIn(instance)
    expect(numbers).toHaveLength(at % 2 === 0 ? 2 : 5)
    expect(gold).toBe(String(Math.max(...numbers)))
    expect(statement).toContain(`The input is {'n': ${numbers.length}, 'a': [${numbers.join(", ")}]}.`)
  }
})

nativeTest(
  "the same coordinates are the same instance, in any batch and any process; others are others",
  async () => {
    const [all, some] = await Promise.all([
      withEnvironment((environment) => environment.draw(requests)),
      withEnvironment((environment) => environment.draw(requests.slice(5, 9).toReversed()))
    ])
    expect(some).toEqual(all.slice(5, 9).toReversed())
    const inputs = all.map((result) => Split.canonical(Either.getOrThrow(result).instance))
    expect(new Set(inputs).size).toBe(inputs.length)
  }
)

nativeTest("instances of a split belong to it", async () => {
  const drawn = await withEnvironment((environment) =>
    environment.draw(requests.map((request) => ({ ...request, split: "test" as const })))
  )
  expect(drawn.map((result) => Split.of("largest")(Either.getOrThrow(result).instance)))
    .toEqual(requests.map(() => "test"))
})

nativeTest(
  "an instance from outside is stated and solved, by two solutions; one of another shape is refused",
  async () => {
    const instance = { input: "3\n4 9 2\n", printed: "{'n': 3, 'a': [4, 9, 2]}" }
    const [stated, solved, brute] = await withEnvironment((environment) =>
      Effect.all([
        environment.statement([instance]),
        environment.solve([instance, { input: 1 }]),
        environment.brute([instance])
      ])
    )
    expect(Either.getOrThrow(stated[0]!)).toContain(instance.printed)
    expect(solved[0]).toEqual(Either.right("9"))
    expect(solved[1]).toMatchObject({ left: { _tag: "EnvironmentDefect", reason: "InvalidInstance" } })
    expect(brute).toEqual([Either.right("9")])
  }
)

nativeTest("where solutions disagree there is no answer, but a defect", async () => {
  const options = { crossChecked: 1, sources: [largest, afterFirst] }
  const drawn = await withEnvironment((environment) => environment.draw(requests), options)
  const unchecked = await withEnvironment((environment) => environment.draw(requests))
  for (const [at, result] of drawn.entries()) {
    const numbers = numbersIn(Either.getOrThrow(unchecked[at]!).instance)
    if (Math.max(...numbers) === numbers[0] && numbers.lastIndexOf(numbers[0]!) === 0) {
      expect(result).toMatchObject({
        left: { reason: "InvalidGold", message: expect.stringContaining("solutions disagree") }
      })
    } else expect(Either.isRight(result)).toBe(true)
  }
  expect(drawn.some(Either.isLeft)).toBe(true)
})

nativeTest("a solution that fails is a defect of that instance", async () => {
  const drawn = await withEnvironment((environment) => environment.draw(requests.slice(0, 2)), {
    sources: ["n = int(input())\nassert n > 2\nprint(n)"]
  })
  expect(drawn[0]).toMatchObject({
    left: { reason: "Threw", message: expect.stringContaining("AssertionError") }
  })
  expect(Either.isRight(drawn[1]!)).toBe(true)
})
