import { expect, test } from "bun:test"
import { JSONSchema, Schema } from "effect"
import { isBounded } from "./Bounded.ts"

const bounded = <A>(schema: Schema.Schema<A>) => isBounded({ ...JSONSchema.make(schema) })

const Digit = Schema.Int.pipe(Schema.between(0, 9))
const Word = Schema.String.pipe(Schema.maxLength(5))

interface Tree {
  readonly left?: Tree
}
const Tree: Schema.Schema<Tree> = Schema.Struct({
  left: Schema.optionalWith(Schema.suspend(() => Tree), { exact: true })
}).annotations({ identifier: "Tree" })

test.each<[string, Schema.Schema<any>]>([
  ["a bounded integer", Schema.Struct({ n: Digit })],
  ["open bounds", Schema.Struct({ x: Schema.Number.pipe(Schema.greaterThan(0), Schema.lessThan(1)) })],
  ["a bounded text", Schema.Struct({ word: Word })],
  ["literals", Schema.Struct({ asked: Schema.Literal("larger", "smaller"), zero: Schema.Literal(0) })],
  [
    "a bounded list of bounded elements",
    Schema.Struct({ values: Schema.Array(Digit).pipe(Schema.maxItems(3)) })
  ],
  ["a tuple", Schema.Struct({ edge: Schema.Tuple(Digit, Digit) })],
  [
    "a list of tuples",
    Schema.Struct({ edges: Schema.Array(Schema.Tuple(Digit, Digit)).pipe(Schema.maxItems(3)) })
  ],
  ["a choice between bounded ones", Schema.Struct({ either: Schema.Union(Digit, Word, Schema.Null) })],
  [
    "a named Schema",
    Schema.Struct({ digit: Digit.annotations({ identifier: "Digit" }), flag: Schema.Boolean })
  ]
])("%s is bounded", (_, schema) => {
  expect(bounded(schema)).toBe(true)
})

test.each<[string, Schema.Schema<any>]>([
  ["an integer", Schema.Struct({ n: Schema.Int })],
  ["a number bounded below alone", Schema.Struct({ n: Schema.NonNegativeInt })],
  ["a text", Schema.Struct({ word: Schema.String })],
  ["a list", Schema.Struct({ values: Schema.Array(Digit) })],
  [
    "a bounded list of unbounded elements",
    Schema.Struct({ values: Schema.Array(Schema.Int).pipe(Schema.maxItems(3)) })
  ],
  ["a tuple with a rest", Schema.Struct({ edge: Schema.Tuple([Digit], Digit) })],
  ["a record", Schema.Struct({ weights: Schema.Record({ key: Schema.String, value: Digit }) })],
  ["a choice with an unbounded one", Schema.Struct({ either: Schema.Union(Digit, Schema.String) })],
  ["what contains itself", Tree],
  ["anything", Schema.Struct({ anything: Schema.Unknown })]
])("%s is not bounded", (_, schema) => {
  expect(bounded(schema)).toBe(false)
})
