/** Arrays of numbers, checked in one loop each: a response has hundreds of them, and a batch thousands of responses. */
import { ParseResult, Schema } from "effect"

const arrayOf = <N>(each: string, holds: (value: unknown) => value is N) => {
  const check = (value: unknown, ast: Schema.Schema.All["ast"]) => {
    if (!Array.isArray(value)) {
      return ParseResult.fail(new ParseResult.Type(ast, value, `expected an array of ${each}`))
    }
    const at = value.findIndex((number) => !holds(number))
    return at < 0
      ? ParseResult.succeed(value as ReadonlyArray<N>)
      : ParseResult.fail(
        new ParseResult.Type(
          ast,
          value[at],
          `expected an array of ${each}, and place ${at} is ${String(value[at])}`
        )
      )
  }
  return Schema.declare<ReadonlyArray<N>, ReadonlyArray<N>, []>([], {
    decode: () => (value, _, ast) => check(value, ast),
    encode: () => (value, _, ast) => check(value, ast)
  })
}

const isFinite = (value: unknown): value is number => Number.isFinite(value)

/** Numbers that JSON has. */
export const Finite = arrayOf("finite numbers", isFinite)

/** The same, and null where there is none. */
export const FiniteOrNull = arrayOf(
  "finite numbers and null",
  (value): value is number | null => value === null || isFinite(value)
)

export const Tokens = arrayOf(
  "tokens, integers from 0",
  (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0
)
