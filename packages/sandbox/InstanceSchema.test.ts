import { Ajv } from "ajv"
import { describe, expect, test } from "bun:test"
import { Arbitrary, Either, FastCheck as fc, JSONSchema, Schema } from "effect"
import * as InstanceSchema from "./InstanceSchema.ts"

const compiled = (schema: object) =>
  Either.getOrThrow(InstanceSchema.compile(schema as Record<string, unknown>))

interface Tree {
  readonly value: number
  readonly children: ReadonlyArray<Tree>
}
const Tree = Schema.Struct({
  value: Schema.Int,
  children: Schema.Array(Schema.suspend((): Schema.Schema<Tree> => Tree))
}).annotations({ identifier: "Tree" })

/** What instances are made of, as authors declare it. */
const schemas: Readonly<Record<string, Schema.Schema<any>>> = {
  integers: Schema.Struct({ values: Schema.Array(Schema.Int) }),
  bounded: Schema.Struct({
    n: Schema.Int.pipe(Schema.between(1, 9)),
    x: Schema.Number.pipe(Schema.greaterThan(0.5))
  }),
  optional: Schema.Struct({ a: Schema.String, b: Schema.optionalWith(Schema.Boolean, { exact: true }) }),
  tuples: Schema.Struct({ edges: Schema.Array(Schema.Tuple(Schema.Int, Schema.Int)) }),
  rest: Schema.Tuple([Schema.String], Schema.Int),
  literals: Schema.Struct({ op: Schema.Literal("+", "-", 3, true), none: Schema.Null }),
  union: Schema.Union(
    Schema.Struct({ kind: Schema.Literal("a"), n: Schema.Int }),
    Schema.Struct({ kind: Schema.Literal("b") })
  ),
  record: Schema.Struct({ counts: Schema.Record({ key: Schema.String, value: Schema.NonNegativeInt }) }),
  sized: Schema.Array(Schema.String.pipe(Schema.maxLength(3))).pipe(Schema.minItems(1), Schema.maxItems(4)),
  nullable: Schema.NullOr(Schema.Struct({ even: Schema.Int.pipe(Schema.multipleOf(2)) })),
  tree: Tree
}

/** Values of every shape, with the field names that the schemas use. */
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: -3, max: 12 }),
    fc.constantFrom(0.5, 0.75, 3, -0.5, "", "a", "b", "+", "abcd", true, false, null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom(
        "values",
        "n",
        "x",
        "a",
        "b",
        "edges",
        "op",
        "none",
        "kind",
        "counts",
        "even",
        "value",
        "children",
        "z"
      ),
      tie("value"),
      { maxKeys: 3 }
    )
  )
})).value

describe("against another implementation", () => {
  const ajv = new Ajv({ allErrors: false, strict: false })
  for (const [name, schema] of Object.entries(schemas)) {
    const json = JSONSchema.make(schema)
    const own = compiled(json)
    const theirs = ajv.compile(json)

    test(`${name}: the same values are accepted`, () => {
      fc.assert(fc.property(anything, (value) => (own(value) === undefined) === theirs(value)), {
        numRuns: 500
      })
    })

    test(`${name}: instances, and instances with one part changed, are judged the same`, () => {
      let accepted = 0
      let refused = 0
      fc.assert(
        fc.property(Arbitrary.make(schema), anything, fc.nat(), (instance, other, where) => {
          const changed = change(JSON.parse(JSON.stringify(instance)), other, where)
          for (const value of [JSON.parse(JSON.stringify(instance)), changed]) {
            const verdict = theirs(value)
            if (verdict) accepted++
            else refused++
            if ((own(value) === undefined) !== verdict) throw new Error(JSON.stringify(value))
          }
        }),
        { numRuns: 300 }
      )
      expect(accepted).toBeGreaterThan(300)
      expect(refused).toBeGreaterThan(20)
    })
  }
})

/** The value with its part number `where` replaced. */
const change = (value: unknown, other: unknown, where: number): unknown => {
  if (where % 3 === 0 || value === null || typeof value !== "object") return other
  const keys = Object.keys(value)
  const key = keys[where % (keys.length || 1)] ?? "z"
  const record = value as Record<string, unknown>
  record[key] = change(record[key], other, Math.floor(where / 3))
  return record
}

describe("what comes out of a sandbox cannot harm the host", () => {
  test("unknown keywords, foreign references and endless schemas are refused", () => {
    const refused: ReadonlyArray<object> = [
      { $ref: "http://somewhere/schema" },
      { $ref: "#/$defs/absent" },
      { $ref: "#/$defs/__proto__", $defs: {} },
      { patternProperties: { "(a+)+$": {} } },
      { uniqueItems: true },
      { type: "function" },
      { type: 3 },
      { enum: [{}] },
      { properties: [] },
      { anyOf: {} },
      { minimum: "1" },
      Array.from({ length: 100 }).reduce<object>((inner) => ({ items: inner }), {})
    ]
    for (const schema of refused) {
      expect(Either.isLeft(InstanceSchema.compile(schema as Record<string, unknown>))).toBe(true)
    }
  })

  test("a pattern is not run", () => {
    expect(compiled({ type: "string", pattern: "^(a+)+$" })(`${"a".repeat(50)}!`)).toBeUndefined()
  })

  test("a schema that doubles its work with every level ends at the budget", () => {
    const twice = { $ref: "#/$defs/node" }
    const schema = {
      $defs: {
        node: {
          anyOf: [{ type: "object", properties: { x: twice, y: { type: "null" } }, required: ["y"] }, {
            type: "object",
            properties: { x: twice },
            required: ["z"]
          }]
        }
      },
      $ref: "#/$defs/node"
    }
    let value: object = {}
    for (let depth = 0; depth < 100; depth++) value = { x: value }
    const startedAt = performance.now()
    expect(compiled(schema)(value)).toContain("too large")
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  test("a value that is nested too deep is refused", () => {
    const value: unknown = JSON.parse(`${`{"value":1,"children":[`.repeat(5000)}${"]}".repeat(5000)}`)
    expect(compiled(JSONSchema.make(Tree))(value)).toContain("too large")
  })

  test("fields named like those of every object are fields", () => {
    const check = compiled({
      type: "object",
      properties: { a: { type: "integer" } },
      required: [],
      additionalProperties: false
    })
    for (const key of ["__proto__", "constructor", "toString"]) {
      expect(check(JSON.parse(`{"${key}":1}`))).toContain("no such field")
    }
    expect(compiled({ type: "object", required: ["toString"], properties: {} })({})).toContain("missing")
  })
})

test("numbers beyond the safe integers, NaN and the infinities are no integers", () => {
  const check = compiled({ type: "integer" })
  for (const value of [2 ** 53, NaN, Infinity, 0.5, "1", null]) expect(check(value)).toBeDefined()
  for (const value of [0, -0, 2 ** 53 - 1]) expect(check(value)).toBeUndefined()
})

test("what is refused is named by its path", () => {
  expect(compiled(JSONSchema.make(schemas["tuples"]!))({ edges: [[1, 2], [1, "x"]] })).toBe(
    ".edges[1][1]: it must be an integer"
  )
})
