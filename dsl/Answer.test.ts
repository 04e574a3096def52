import { describe, expect, test } from "bun:test"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import * as Answer from "./Answer.ts"
import { AnswerJson, AnswerSpec } from "./AnswerSpec.ts"
import * as Rational from "./Rational.ts"

const bigint = FastCheck.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
const rational = FastCheck.tuple(bigint, bigint.filter((value) => value !== 0n))

describe("rationals", () => {
  test("are in lowest terms with a positive denominator, and equal to what they came from", () => {
    FastCheck.assert(
      FastCheck.property(rational, ([top, bottom]) => {
        const { denominator, numerator } = Rational.make(top, bottom)
        expect(numerator * bottom === top * denominator).toBe(true)
        expect(denominator > 0n).toBe(true)
        for (const prime of [2n, 3n, 5n, 7n, 11n, 13n]) {
          expect(numerator % prime === 0n && denominator % prime === 0n).toBe(false)
        }
        expect(Rational.parse(Rational.format({ numerator, denominator }))).toEqual({
          numerator,
          denominator
        })
      }),
      { seed: 1 }
    )
  })

  test("scaling both parts changes nothing", () => {
    FastCheck.assert(
      FastCheck.property(rational, bigint.filter((value) => value !== 0n), ([top, bottom], factor) => {
        expect(Rational.make(top * factor, bottom * factor)).toEqual(Rational.make(top, bottom))
      }),
      { seed: 1 }
    )
  })

  test("text", () => {
    expect(
      [Rational.make(2, 4), Rational.make(3, -6), Rational.make(0, -5), Rational.make(7)].map(Rational.format)
    )
      .toEqual(["1/2", "-1/2", "0", "7"])
    expect(Rational.parse("6/4")).toEqual(Rational.make(3n, 2n))
    for (const text of ["", "1/", "/2", "1/-2", "0.5", "1/2/3", " 1", "+1"]) {
      expect(() => Rational.parse(text)).toThrow(SyntaxError)
    }
    expect(() => Rational.parse("1/0")).toThrow(RangeError)
    expect(() => Rational.make(1, 0)).toThrow("1/0")
  })
})

interface Case<A> {
  readonly answer: Answer.Answer<A>
  readonly values: FastCheck.Arbitrary<A>
  readonly refused: ReadonlyArray<unknown>
}

const text = [null, undefined, {}, Symbol("x")]
const cases: Readonly<Record<string, Case<any>>> = {
  integer: {
    answer: Answer.integer,
    values: FastCheck.maxSafeInteger(),
    refused: [1.5, NaN, Infinity, 2 ** 53, "1", 1n, true, [1], ...text]
  },
  bigint: { answer: Answer.bigint, values: bigint, refused: [1, "1", 1.5, ...text] },
  rational: {
    answer: Answer.rational,
    values: rational.map(([top, bottom]) => Rational.make(top, bottom)),
    refused: [0.5, "1/2", { numerator: 1, denominator: 2 }, { numerator: 1n }, ...text]
  },
  decimal: {
    answer: Answer.decimal({ tolerance: 1e-6 }),
    values: FastCheck.double({ noNaN: true, noDefaultInfinity: true }),
    refused: [NaN, Infinity, -Infinity, "1", 1n, ...text]
  },
  boolean: { answer: Answer.boolean, values: FastCheck.boolean(), refused: [0, 1, "true", ...text] },
  choice: {
    answer: Answer.choice("yes", "no"),
    values: FastCheck.constantFrom("yes", "no"),
    refused: ["Yes", "", 1, ...text]
  },
  string: { answer: Answer.string, values: FastCheck.string(), refused: [1, ["a"], ...text] },
  caseInsensitiveString: {
    answer: Answer.caseInsensitiveString,
    values: FastCheck.string(),
    refused: [1, ...text]
  },
  array: {
    answer: Answer.array(Answer.array(Answer.integer)),
    values: FastCheck.array(FastCheck.array(FastCheck.maxSafeInteger())),
    refused: [[1], [[1.5]], "[[1]]", [[1], null], Object.assign([], { length: 1 }), ...text]
  }
}

test("every answer type is tested", () => {
  expect(Object.keys(Answer).sort()).toEqual(Object.keys(cases).sort())
})

describe.each(Object.entries(cases))("%s", (_, { answer, refused, values }) => {
  test("comes back from JSON, its canonical form", () => {
    FastCheck.assert(
      FastCheck.property(values, (value) => {
        const json = JSON.parse(JSON.stringify(answer.encode(value)))
        expect(Schema.is(AnswerJson)(json)).toBe(true)
        // In arrays and elsewhere, -0 is 0.
        expect(answer.decode(json)).toEqual(
          typeof value === "number"
            ? value + 0
            : Array.isArray(value)
            ? value.map((row) => row.map((n: number) => n + 0))
            : value
        )
      }),
      { seed: 1 }
    )
  })

  test("refuses what is no such answer, saying so", () => {
    for (const value of refused) {
      expect(() => answer.encode(value)).toThrow(TypeError)
      expect(() => answer.encode(value)).toThrow("The oracle's answer must be")
    }
  })

  test("has a description that is data", () => {
    expect<unknown>(Schema.decodeUnknownSync(AnswerSpec)(JSON.parse(JSON.stringify(answer.spec)))).toEqual(
      answer.spec
    )
  })
})

test("negative zero is zero", () => {
  expect(Object.is(Answer.integer.encode(-0), 0)).toBe(true)
  expect(Object.is(Answer.decimal({ tolerance: 0 }).encode(-0), 0)).toBe(true)
})
