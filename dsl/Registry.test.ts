import { describe, expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Answer from "./Answer.ts"
import * as Environment from "./Environment.ts"
import * as Gen from "./Gen.ts"
import { didYouMean } from "./Nearest.ts"
import * as Registry from "./Registry.ts"
import * as Scale from "./Scale.ts"

const environment = <const Name extends string>(name: Name) =>
  Environment.make({
    name,
    tags: [],
    skill: "test",
    source: "test",
    scale: { n: Scale.linear({ min: 1, max: 3 }) },
    instance: Schema.Struct({ n: Schema.Int }),
    answer: Answer.integer,
    generate: ({ n }) => Gen.struct({ n: Gen.succeed(n) }),
    statement: ({ n }) => `${n}`,
    solve: ({ n }) => n
  })

let loads = 0
const registry = Registry.make("/envs", {
  text: {
    reversal: () => {
      loads++
      return Promise.resolve({ default: environment("reversal") })
    }
  },
  arithmetic: {
    sum: () => Promise.resolve({ default: environment("sum") }),
    maximum: () => Promise.resolve({ default: environment("minimum") })
  }
})

describe("a registry", () => {
  test("lists names in order and loads nothing for it", () => {
    expect(registry.entries.map(({ name }) => name)).toEqual(["maximum", "reversal", "sum"])
    expect(registry.entries[1]).toEqual({ name: "reversal", family: "text", file: "/envs/text/reversal.ts" })
    expect(loads).toBe(0)
  })

  test("gets an environment by name", async () => {
    expect((await Effect.runPromise(registry.get("reversal"))).name).toBe("reversal")
    expect(loads).toBe(1)
  })

  test("finds names from outside, and suggests the nearest for unknown ones", async () => {
    expect((await Effect.runPromise(registry.find("sum"))).family).toBe("arithmetic")
    const error = await Effect.runPromise(Effect.flip(registry.find("reversl")))
    expect(error).toMatchObject({ _tag: "RegistryError", reason: "UnknownName" })
    expect(error.message).toContain(`no environment named "reversl". Did you mean reversal?`)
  })

  test("tells of a module that declares another environment", async () => {
    const error = await Effect.runPromise(Effect.flip(registry.get("maximum")))
    expect(error).toMatchObject({ reason: "WrongModule" })
    expect(error.message).toContain("/envs/arithmetic/maximum.ts declares minimum")
  })
})

describe("nearest names", () => {
  test("within a third of the length in edits, nearest first, at most three", () => {
    const names = ["sorting", "sortings", "sporting", "storing", "sum", "parity"]
    expect(didYouMean("sorting", names)).toBe(" Did you mean sorting, sortings, sporting?")
    expect(didYouMean("parrity", names)).toBe(" Did you mean parity?")
  })

  test("nothing where nothing is near", () => expect(didYouMean("topological-order", ["sum"])).toBe(""))
})
