import type { Manifest } from "@scaler/compiler/Manifest"
import { describe, expect } from "bun:test"
import { Effect, Either } from "effect"
import * as InstanceSchema from "./InstanceSchema.ts"
import * as Operations from "./Operations.ts"
import * as Pool from "./Pool.ts"
import type { Results, SandboxedEnvironment } from "./SandboxedEnvironment.ts"
import { confinedModes, limits } from "./testing.ts"

const manifest: Manifest = {
  name: "hostile",
  tags: [],
  skill: "",
  source: "",
  axes: {},
  ladder: [{ n: 1 }],
  answer: { kind: "integer" },
  hasCheck: true,
  properties: ["p"],
  maxStatementLength: 2048,
  instance: {
    type: "object",
    required: ["n"],
    properties: {
      n: { anyOf: [{ type: "number" }, { type: "null" }] },
      list: { type: "array", items: { type: "integer" } }
    },
    additionalProperties: false
  },
  flavour: "lean",
  hash: "",
  toolchain: {}
}

/** What `draw` returns, and what becomes of it: the reason of a defect, or the instance. */
const draws: ReadonlyArray<readonly [what: string, code: string, expected: unknown]> = [
  ["an honest draw", `{ instance: { n: 1 }, statement: "s", gold: 2 }`, { n: 1 }],
  ["negative zero", `{ instance: { n: -0 }, statement: "s", gold: -0 }`, { n: 0 }],
  ["NaN, where null is allowed", `{ instance: { n: NaN }, statement: "s", gold: 2 }`, "InvalidReply"],
  [
    "an infinity, where null is allowed",
    `{ instance: { n: -Infinity }, statement: "s", gold: 2 }`,
    "InvalidReply"
  ],
  ["NaN as the gold answer", `{ instance: { n: 1 }, statement: "s", gold: NaN }`, "InvalidReply"],
  [
    "a cycle",
    `(() => { const i = { n: 1 }; i.list = i; return { instance: i, statement: "s", gold: 2 } })()`,
    "InvalidReply"
  ],
  ["a bigint", `{ instance: { n: 1n }, statement: "s", gold: 2 }`, "InvalidReply"],
  ["nothing", `undefined`, "InvalidReply"],
  ["a function", `() => 1`, "InvalidReply"],
  ["null", `null`, "InvalidReply"],
  ["a list", `[]`, "InvalidInstance"],
  ["an unknown field", `{ instance: { n: 1, more: 2 }, statement: "s", gold: 2 }`, "InvalidInstance"],
  ["a wrong type", `{ instance: { n: "1" }, statement: "s", gold: 2 }`, "InvalidInstance"],
  ["a hole in a list", `{ instance: { n: 1, list: [1, , 2] }, statement: "s", gold: 2 }`, "InvalidInstance"],
  [
    "a huge string for a number",
    `{ instance: { n: "x".repeat(500_000) }, statement: "s", gold: 2 }`,
    "InvalidInstance"
  ],
  [
    "an own toJSON",
    `{ instance: { n: 1, toJSON: () => ({ n: "changed" }) }, statement: "s", gold: 2 }`,
    "InvalidInstance"
  ],
  [
    "toJSON on every object",
    `(() => { Object.prototype.toJSON = function () { return "taken" }; return { instance: { n: 1 }, statement: "s", gold: 2 } })()`,
    "InvalidReply"
  ],
  [
    "a toJSON that throws",
    `{ instance: { n: 1, toJSON: () => { throw new Error("no") } }, statement: "s", gold: 2 }`,
    "InvalidReply"
  ],
  [
    "another JSON.stringify",
    `(() => { JSON.stringify = () => '{"ok":1}'; return { instance: { n: 1 }, statement: "s", gold: 2 } })()`,
    { n: 1 }
  ],
  [
    "a statement that is no string",
    `{ instance: { n: 1 }, statement: { toString: () => "s" }, gold: 2 }`,
    "InvalidReply"
  ],
  ["a gold answer of another kind", `{ instance: { n: 1 }, statement: "s", gold: "2" }`, "InvalidGold"],
  [
    "a gold answer that is no whole number",
    `{ instance: { n: 1 }, statement: "s", gold: 0.5 }`,
    "InvalidGold"
  ],
  [
    "__proto__ as a field",
    `JSON.parse('{"instance":{"n":1,"__proto__":{"x":1}},"statement":"s","gold":2}')`,
    "InvalidInstance"
  ],
  ["an error", `(() => { throw new Error("mine") })()`, "Threw"],
  [
    "an error with a message that is no string",
    `(() => { throw Object.assign(new Error(), { message: { a: 1 } }) })()`,
    "Threw"
  ],
  ["null, thrown", `(() => { throw null })()`, "Threw"],
  [
    "no instance found",
    `(() => { throw Object.assign(new Error("none"), { name: "Exhausted" }) })()`,
    "Exhausted"
  ]
]

for (const { mode, test } of confinedModes) {
  describe(`in mode ${mode}`, () => {
    const withEnvironment = <A, E>(
      code: string,
      use: (environment: SandboxedEnvironment) => Effect.Effect<A, E>
    ) =>
      Pool.make({ mode, limits, maxChildren: 2 }).pipe(
        Effect.flatMap((pool) => {
          const call = pool.open("hostile", code)
          const validate = Either.getOrThrow(InstanceSchema.compile(manifest.instance))
          return use(
            Operations.make({
              manifest,
              validate,
              call,
              callShared: Effect.succeed(call),
              locate: () => "mine.ts:1:1"
            })
          )
        }),
        Effect.scoped,
        Effect.runPromise
      )

    const reasons = <A>(results: Results<A>) =>
      Effect.map(results, (all) => all.map((one) => Either.isLeft(one) ? one.left.reason : one.right))

    test("every draw is decoded, whatever it returns", async () => {
      for (const [what, code, expected] of draws) {
        const [result] = await withEnvironment(
          `export default { draw: () => (${code}) }`,
          (environment) => reasons(environment.draw([{ level: 0, seed: 1, index: 0 }]))
        )
        const found = typeof result === "object" ? result.instance : result
        expect([what, found]).toEqual([what, expected])
        if (what === "negative zero" && typeof result === "object") {
          expect(result).toEqual({ instance: { n: 0 }, statement: "s", gold: 0 })
        }
      }
    }, 60_000)

    test("a fault in one item of 32 leaves the others standing", () =>
      withEnvironment(
        `export default { draw: ({ index }) => {
          if (index === 2) throw new Error("the third")
          return { instance: { n: index }, statement: "s" + index, gold: index }
        } }`,
        (environment) =>
          Effect.gen(function*() {
            const results = yield* environment.draw(
              Array.from({ length: 32 }, (_, index) => ({ level: 0, seed: 1, index }))
            )
            expect(results.map(Either.isRight)).toEqual(results.map((_, index) => index !== 2))
            expect(results.filter(Either.isRight).map(({ right }) => right.gold))
              .toEqual([0, 1, ...Array.from({ length: 29 }, (_, index) => index + 3)])
            const third = results[2]!
            expect(Either.isLeft(third) ? third.left : undefined).toMatchObject({
              reason: "Threw",
              operation: "draw",
              message: "hostile: draw threw Error: the third (mine.ts:1:1)"
            })
          })
      ))

    test("instances from outside are decoded before they are sent, and their results keep their places", () =>
      withEnvironment(
        `export default {
          statement: ({ instance }) => "n = " + instance.n,
          solve: ({ instance }) => instance.n,
          brute: ({ instance }) => instance.n,
          check: ({ answer, gold }) => answer === gold || "not the same",
          failedProperties: ({ instance }) => instance.n === 1 ? [] : instance.n === 2 ? ["p"] : ["q"]
        }`,
        (environment) =>
          Effect.gen(function*() {
            const instances = [{ n: 1 }, { n: 1, extra: 0 }, { n: 2 }, undefined, { n: "2" }, { n: 3 }]
            const bad = "InvalidInstance"
            expect(yield* reasons(environment.statement(instances))).toEqual([
              "n = 1",
              bad,
              "n = 2",
              bad,
              bad,
              "n = 3"
            ])
            expect(yield* reasons(environment.solve(instances))).toEqual([1, bad, 2, bad, bad, 3])
            expect(yield* reasons(environment.brute(instances))).toEqual([1, bad, 2, bad, bad, 3])
            expect(
              yield* reasons(environment.check([
                { instance: { n: 1 }, answer: 1, gold: 1 },
                { instance: { n: "1" }, answer: 1, gold: 1 },
                { instance: { n: 1 }, answer: 2, gold: 1 },
                { instance: { n: 1 }, answer: 2, gold: "1" }
              ]))
            ).toEqual([true, bad, "not the same", "InvalidGold"])
            expect(
              yield* reasons(environment.failedProperties(
                [1, 2, 3, "4"].map((n) => ({ instance: { n }, gold: 1, scale: { n: 1 } }))
              ))
            ).toEqual([[], ["p"], "InvalidReply", bad])
            expect(yield* reasons(environment.solve([{ bad: true }]))).toEqual([bad])
            expect(yield* reasons(environment.solve([]))).toEqual([])
          })
      ))

    test("a limit fails the whole call, and the next one works", () =>
      withEnvironment(
        `export default { solve: ({ instance }) => { if (instance.n === 2) for (;;); return instance.n } }`,
        (environment) =>
          Effect.gen(function*() {
            const failure = yield* Effect.flip(environment.solve([{ n: 1 }, { n: 2 }]))
            expect(failure).toMatchObject({ _tag: "SandboxError", reason: "CpuTime", environment: "hostile" })
            expect(yield* reasons(environment.solve([{ n: 1 }]))).toEqual([1])
          })
      ))
  })
}
