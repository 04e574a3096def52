import { describe, expect, test } from "bun:test"
import { Either, FastCheck as fc, Schema } from "effect"
import * as Numbers from "./Numbers.ts"

const anything = fc.oneof(
  fc.array(fc.oneof(fc.integer(), fc.double(), fc.constantFrom(null, undefined, NaN, Infinity, "1", 1n, []))),
  fc.array(fc.nat()),
  fc.constantFrom(null, "text", { length: 0 })
)

describe("arrays of numbers", () => {
  const same = <A, I, B, J>(ours: Schema.Schema<A, I>, byElement: Schema.Schema<B, J>) =>
    fc.assert(fc.property(anything, (value) => {
      const found = Schema.decodeUnknownEither(ours)(value)
      const expected = Schema.decodeUnknownEither(byElement)(value)
      expect(Either.isRight(found)).toBe(Either.isRight(expected))
      expect<unknown>(Either.getOrNull(found)).toEqual(Either.getOrNull(expected))
    }))

  test("are what a schema of each element says", () => {
    same(Numbers.Finite, Schema.Array(Schema.JsonNumber))
    same(Numbers.FiniteOrNull, Schema.Array(Schema.NullOr(Schema.JsonNumber)))
    same(Numbers.Tokens, Schema.Array(Schema.NonNegativeInt))
  })

  test("what is wrong is told with its place, and not the whole array", () => {
    const many = Array.from({ length: 1000 }, () => 1)
    const refused = Schema.encodeEither(Numbers.Finite)([...many, NaN, ...many])
    expect(Either.isLeft(refused) && refused.left.message).toBe(
      "expected an array of finite numbers, and place 1000 is NaN"
    )
  })
})
