import { describe, expect, test } from "bun:test"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Answer from "./Answer.ts"
import * as Environment from "./Environment.ts"
import * as Gen from "./Gen.ts"
import * as Runnable from "./Runnable.ts"
import * as Scale from "./Scale.ts"
import * as Split from "./Split.ts"

class Unsolvable extends Data.TaggedError("Unsolvable")<{ readonly value: number }> {}

const declaration = {
  name: "probe",
  tags: ["test"],
  skill: "test",
  source: "test",
  scale: { n: Scale.linear({ min: 10, max: 40 }) },
  instance: Schema.Struct({ value: Schema.Int }),
  answer: Answer.integer
} as const

const probe = Environment.make({
  ...declaration,
  generate: ({ n }) =>
    Gen.filter(Gen.struct({ value: Gen.int(0, n) }), ({ value }) => value % 10 === 0, "no ten"),
  statement: ({ value }) => `Halve ${value}.`,
  solve: ({ value }) => value < 0 ? new Unsolvable({ value }) : Effect.succeed(value / 2),
  brute: {
    upTo: { n: 20 },
    solve: ({ value }) => {
      let half = 0
      while (half * 2 < value) half++
      return half
    }
  },
  check: ({ value }, answer, gold) => answer * 2 === value || `${answer} is not ${gold}`,
  properties: { "not above": ({ value }, gold) => gold <= value, "small": (_, gold) => gold < 10 }
})
const runnable = Runnable.make(probe)

describe("draw", () => {
  test("goes on after rejections, and repeats for the same coordinates", () => {
    const draws = Array.from({ length: 50 }, (_, index) => runnable.draw({ level: 3, seed: 1, index }))
    expect(draws.every(({ instance }) => (instance as { value: number }).value % 10 === 0)).toBe(true)
    expect(draws).toEqual(
      Array.from({ length: 50 }, (_, index) => Runnable.make(probe).draw({ level: 3, seed: 1, index }))
    )
    expect(new Set(draws.map(({ statement }) => statement)).size).toBeGreaterThan(1)
    expect(draws[0]!.gold).toBe((draws[0]!.instance as { value: number }).value / 2)
  })

  test("does not depend on what was drawn before", () => {
    for (const seed of [1, "1", 2]) {
      for (const level of [0, 3, 5, 3]) {
        const request = { level, seed, index: 4 }
        expect(runnable.draw(request)).toEqual(Runnable.make(probe).draw(request))
      }
    }
  })

  test("gives instances of the split that is asked for", () => {
    for (const split of ["train", "test"] as const) {
      const environment = Environment.make({
        ...declaration,
        generate: () => Gen.struct({ value: Gen.int(0, 1_000_000) }),
        statement: ({ value }) => `${value}`,
        solve: () => 0
      })
      for (let index = 0; index < 30; index++) {
        const { instance } = Runnable.make(environment).draw({ level: 0, seed: "s", index, split })
        expect(Split.of("probe")(instance)).toBe(split)
      }
    }
  })

  test("ends after 1000 draws with the last reason", () => {
    let draws = 0
    const never = Environment.make({
      ...declaration,
      ladder: [{ n: 10 }],
      generate: () => {
        draws++
        return Gen.reject("nothing will do")
      },
      statement: () => "",
      solve: () => 0
    })
    expect(() => Runnable.make(never).draw({ level: 0, seed: 1, index: 0 })).toThrow(
      "found no instance at level 0 in 1000 draws: nothing will do"
    )
    expect(draws).toBe(Runnable.maxAttempts)
  })

  test("names the levels that there are", () => {
    expect(() => runnable.draw({ level: 99, seed: 1, index: 0 })).toThrow("has levels 0 to 29, not 99")
  })
})

test("drawFrom reads the words, then zeros; a rejection is null", () => {
  expect(runnable.drawFrom({ scale: { n: 40 }, words: [20] })?.instance).toEqual({ value: 20 })
  expect(runnable.drawFrom({ scale: { n: 40 }, words: [] })?.instance).toEqual({ value: 0 })
  expect(runnable.drawFrom({ scale: { n: 40 }, words: [7] })).toBeNull()
})

test("drawFrom gives up on a generator that zeros never end", () => {
  const endless = Environment.make({
    ...declaration,
    ladder: [{ n: 10 }],
    generate: () =>
      Gen.make((random) => {
        while (random.below(2) === 0);
        return { value: 1 }
      }),
    statement: () => "",
    solve: () => 0
  })
  expect(Runnable.make(endless).drawFrom({ scale: { n: 10 }, words: [2] })).toBeNull()
})

test("the other operations", () => {
  const instance = { value: 20 }
  expect(runnable.statement({ instance })).toBe("Halve 20.")
  expect(runnable.solve({ instance })).toBe(10)
  expect(runnable.brute({ instance })).toBe(10)
  expect(runnable.check({ instance, answer: 10, gold: 10 })).toBe(true)
  expect(runnable.check({ instance, answer: 9, gold: 10 })).toBe("9 is not 10")
  expect(runnable.failedProperties({ instance, gold: 10, scale: { n: 4 } })).toEqual(["small"])
  expect(runnable.arbitrary({ seed: 1, count: 5 })).toHaveLength(5)
  expect(runnable.describe()).toMatchObject({
    name: "probe",
    hasCheck: true,
    bruteUpTo: { n: 20 },
    properties: ["not above", "small"],
    maxStatementLength: 2048,
    answer: { kind: "integer" },
    instance: { type: "object", required: ["value"], additionalProperties: false }
  })
})

test("an oracle's typed failure is thrown as it is", () => {
  expect(() => runnable.solve({ instance: { value: -4 } })).toThrow(Unsolvable)
  expect(() => runnable.solve({ instance: { value: 3 } })).toThrow("a safe integer, not 1.5")
})

test("what an environment lacks is told", () => {
  const bare = Runnable.make(
    Environment.make({
      ...declaration,
      generate: () => Gen.struct({ value: Gen.int(0, 9) }),
      statement: () => 7 as unknown as string,
      solve: () => 0
    })
  )
  expect(() => bare.brute({ instance: {} })).toThrow("no brute force")
  expect(() => bare.check({ instance: {}, answer: 1, gold: 1 })).toThrow("no check")
  expect(() => bare.drawFrom({ scale: { n: 10 }, words: [] })).toThrow("statement must return a string")
})

test.each([
  ["Upper", {}, "lower-case words"],
  ["a--b", {}, "lower-case words"],
  ["", {}, "lower-case words"],
  ["fine", { scale: {} }, "no scale axis"],
  ["fine", { property: {} }, "there is no property"],
  ["fine", { solve: undefined, oracle: () => 1 }, "there is no oracle"],
  ["fine", { brute: { upTo: { size: 3 }, solve: () => 1 } }, "brute.upTo names size"],
  ["fine", { maxStatementLength: 0 }, "positive whole number"],
  ["fine", { maxStatementLength: 1.5 }, "positive whole number"]
])("a definition named %j with %j is refused", (name, change, message) => {
  expect(() => Environment.make({ ...probe, name, ...change } as Environment.Any)).toThrow(message)
})
