// The wrong definitions below are meant to be wrong.
// @effect-diagnostics missingEffectContext:off missingEffectError:off
/**
 * What must compile with no annotation on a callback, and what must not. `bun run typecheck` is the test: an expected
 * error that is none is an error.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Answer from "./Answer.ts"
import * as Environment from "./Environment.ts"
import type * as Full from "./flavour/full.ts"
import type * as Lean from "./flavour/lean.ts"
import * as Gen from "./Gen.ts"
import * as Registry from "./Registry.ts"
import * as Scale from "./Scale.ts"

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false

/** Compiles where both types are the same. */
const same = <A, B>(proof: Equal<A, B>): void => void proof

const declared = {
  name: "probe",
  tags: [],
  skill: "types",
  source: "types",
  scale: { n: Scale.linear({ min: 1, max: 9 }), top: Scale.geometric({ min: 1, max: 99 }) },
  instance: Schema.Struct({ values: Schema.Array(Schema.Int), kind: Schema.Literal("up", "down") }),
  answer: Answer.integer
} as const

const definition = {
  ...declared,
  generate: ({ n, top }: { n: number; top: number }) =>
    Gen.struct({ values: Gen.array(Gen.int(0, top), n), kind: Gen.pick(["up", "down"]) }),
  statement: () => "",
  solve: () => 0
}

// Everything is inferred.
export const probe = Environment.make({
  ...declared,
  generate: ({ n, top, ...others }) => {
    same<typeof n, number>(true)
    same<typeof others, {}>(true)
    return Gen.gen(function*() {
      const values = yield* Gen.array(Gen.int(0, top), n)
      same<typeof values, ReadonlyArray<number>>(true)
      return { values, kind: yield* Gen.pick(["up", "down"]) }
    })
  },
  statement: ({ kind, values }) => {
    same<typeof kind, "up" | "down">(true)
    return `${values.length}`
  },
  solve: ({ values }) => Effect.succeed(values.length),
  brute: { upTo: { n: 3 }, solve: ({ values }) => values.length },
  check: ({ values }, answer, gold) => answer === gold || `not ${values.length}`,
  properties: { "at least none": (_, gold) => gold >= 0 },
  ladder: [{ n: 1, top: 1 }]
})
same<typeof probe.name, "probe">(true)

// A generator may be Effect's own work; literals and tuples stay what they are.
export const others = [
  Environment.make({
    ...definition,
    generate: ({ n }) => Effect.map(Gen.int(0, n), (value) => ({ values: [value], kind: "up" as const }))
  }),
  Environment.make({ ...definition, generate: () => Gen.reject("never") }),
  Environment.make({ ...definition, answer: Answer.array(Answer.bigint), solve: () => [1n] })
]
export const yes = Environment.make({
  ...definition,
  answer: Answer.choice("yes", "no"),
  solve: ({ kind }) => kind === "up" ? "yes" : "no"
})
export const pair = Gen.tuple(Gen.int(0, 1), Gen.pick(["a", "b"]))
same<typeof pair, Gen.Gen<readonly [number, "a" | "b"]>>(true)
export const chosen = Gen.subset(["a", "b", "c"], 2)
same<typeof chosen, Gen.Gen<ReadonlyArray<"a" | "b" | "c">>>(true)
export const cells = Gen.grid(2, 3, Gen.pick([".", "#"]))
same<typeof cells, Gen.Gen<ReadonlyArray<ReadonlyArray<"." | "#">>>>(true)
export const sum = Gen.expression({ leaf: Gen.int(0, 9), operators: ["+", "*"], leaves: 3 })
same<typeof sum, Gen.Gen<Gen.Expression<number, "+" | "*">>>(true)
export const value = (tree: Gen.Expression<number, "+" | "*">): number =>
  typeof tree === "number" ? tree : tree.operator === "+" ? value(tree.left) + value(tree.right) : NaN
// @ts-expect-error no such shape
export const shapeless = Gen.tree(5, "round")
export const effect: Effect.Effect<number, Gen.Rejected, Gen.Rng> = Gen.int(0, 1)

// Both flavours export the same names.
same<keyof typeof Full, Exclude<keyof typeof Lean, "effect" | "EffectPrototype">>(true)

// None of these is an environment.
export const wrong = [
  // @ts-expect-error generate: a key of the instance is missing
  Environment.make({ ...definition, generate: () => Gen.struct({ values: Gen.succeed([1]) }) }),
  Environment.make({
    ...definition,
    // @ts-expect-error generate: a value of another type
    generate: () => Gen.struct({ values: Gen.succeed(["1"]), kind: Gen.succeed("up") })
  }),
  Environment.make({
    ...definition,
    // @ts-expect-error generate: a literal that the Schema lacks
    generate: () => Gen.struct({ values: Gen.succeed([1]), kind: Gen.succeed("sideways") })
  }),
  Environment.make({
    ...definition,
    // @ts-expect-error generate: a scale axis that is not declared
    generate: ({ m }) => Gen.map(Gen.int(0, m), () => ({ values: [], kind: "up" }))
  }),
  // @ts-expect-error generate: a value, not a generator
  Environment.make({ ...definition, generate: () => ({ values: [], kind: "up" }) }),
  // @ts-expect-error generate: another failure than a rejection
  Environment.make({ ...definition, generate: () => Effect.fail("no") }),
  // @ts-expect-error statement: a key that instances lack
  Environment.make({ ...definition, statement: ({ value }) => `${value}` }),
  // @ts-expect-error statement: no text
  Environment.make({ ...definition, statement: ({ values }) => values }),
  // @ts-expect-error solve: another answer type
  Environment.make({ ...definition, solve: ({ values }) => `${values.length}` }),
  // @ts-expect-error solve: an Effect of another answer type
  Environment.make({ ...definition, solve: () => Effect.succeed("1") }),
  // @ts-expect-error solve: randomness
  Environment.make({ ...definition, solve: () => Gen.int(0, 1) }),
  // @ts-expect-error solve: none of the options
  Environment.make({ ...definition, answer: Answer.choice("yes", "no"), solve: () => "maybe" }),
  // @ts-expect-error brute: another answer type
  Environment.make({ ...definition, brute: { upTo: { n: 3 }, solve: () => 1n } }),
  // @ts-expect-error brute: an axis that is not declared
  Environment.make({ ...definition, brute: { upTo: { m: 3 }, solve: () => 1 } }),
  // @ts-expect-error check: another answer type
  Environment.make({ ...definition, check: (_, answer: string) => answer === "1" || "no" }),
  // @ts-expect-error check: no reason
  Environment.make({ ...definition, check: (_, answer, gold) => answer === gold }),
  // @ts-expect-error properties: not a truth value
  Environment.make({ ...definition, properties: { size: ({ values }) => values.length } }),
  // @ts-expect-error ladder: an axis is missing
  Environment.make({ ...definition, ladder: [{ n: 1 }] }),
  // @ts-expect-error scale: not an axis
  Environment.make({ ...definition, scale: { n: 5 } }),
  Environment.make({
    ...definition,
    // @ts-expect-error instance: its JSON is of another type
    instance: Schema.Struct({
      values: Schema.Array(Schema.NumberFromString),
      kind: Schema.Literal("up", "down")
    })
  }),
  // @ts-expect-error instance: its JSON is of another type
  Environment.make({ ...definition, instance: Schema.Struct({ values: Schema.Set(Schema.Int) }) }),
  // @ts-expect-error a field that definitions lack
  Environment.make({ ...definition, difficulty: 3 }),
  // @ts-expect-error no oracle
  Environment.make({ ...declared, generate: definition.generate, statement: () => "" }),
  // @ts-expect-error a choice without options
  Answer.choice(),
  // @ts-expect-error an axis without a bound
  Scale.linear({ min: 1 })
]

const registry = Registry.make("", {
  first: { probe: () => Promise.resolve({ default: probe }) },
  second: { other: () => Promise.resolve({ default: yes }) }
})
export const found = registry.get("probe")
same<Effect.Effect.Success<typeof found>, typeof probe>(true)
// @ts-expect-error no such name
export const unknown = registry.get("prob")
// @ts-expect-error no environment
export const holdsNone = Registry.make("", { first: { probe: () => Promise.resolve({ default: 1 }) } })
