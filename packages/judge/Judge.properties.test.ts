import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import * as Rational from "@scaler/dsl/Rational"
import { describe, setDefaultTimeout, test } from "bun:test"
import { Either, FastCheck as fc } from "effect"
import * as FinalAnswer from "./FinalAnswer.ts"
import * as Judge from "./Judge.ts"

setDefaultTimeout(60_000)

interface Posed {
  readonly spec: AnswerSpec
  readonly gold: AnswerJson
}

const rationals = fc.tuple(fc.bigInt(), fc.bigInt({ min: 1n })).map(([top, bottom]) =>
  Rational.make(top, bottom)
)
const doubles = fc.double({ noNaN: true, noDefaultInfinity: true })
const optionLists = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" }), {
  minLength: 1,
  maxLength: 5
})

/** Text of LaTeX, brackets, quotation marks and other signs that could be taken for something else. */
const tricky = fc.array(
  fc.oneof(
    fc.constantFrom(..."\\ { } [ ] ( ) $ \" ' , . ; : ~ & # _ % - − 0 1 A a \n".split(" "), " "),
    fc.constantFrom(
      "\\boxed{",
      "\\boxed",
      "\\text{",
      "\\left[",
      "\\right]",
      "\\\\",
      "\\{",
      "\\}",
      "\\,",
      "\\(",
      "\\)"
    ),
    fc.constantFrom(
      "\\frac{",
      "}{",
      "\\begin{bmatrix}",
      "\\end{bmatrix}",
      "\\lt",
      "1,000",
      "e5",
      "yes",
      "é",
      "\ud800"
    ),
    fc.string({ unit: "binary", maxLength: 3 })
  ),
  { maxLength: 30 }
).map((parts) => parts.join(""))

const integerSpec: AnswerSpec = { kind: "integer" }
const scalars: ReadonlyArray<
  fc.Arbitrary<{ readonly spec: AnswerSpec; readonly golds: fc.Arbitrary<AnswerJson> }>
> = [
  fc.constant({ spec: integerSpec, golds: fc.maxSafeInteger() }),
  fc.constant({ spec: { kind: "bigint" }, golds: fc.bigInt().map(String) }),
  fc.constant({ spec: { kind: "rational" }, golds: rationals.map(Rational.format) }),
  fc.constantFrom(0, 1e-9, 0.01, 5).map((tolerance) => ({
    spec: { kind: "decimal", tolerance },
    golds: doubles.map((n) => n + 0)
  })),
  fc.constant({ spec: { kind: "boolean" }, golds: fc.boolean() }),
  optionLists.map((options) => ({
    spec: { kind: "choice", options: options as [string, ...Array<string>] },
    golds: fc.constantFrom(...options)
  })),
  fc.boolean().map((caseSensitive) => ({ spec: { kind: "string", caseSensitive }, golds: tricky }))
]

/** A type and golds of it, lists and lists of lists included. */
const types = fc.oneof(...scalars).chain(({ golds, spec }) => {
  const list: AnswerSpec = { kind: "array", element: spec }
  const lists = fc.array(golds, { maxLength: 6 })
  return fc.constantFrom<{ readonly spec: AnswerSpec; readonly golds: fc.Arbitrary<AnswerJson> }>(
    { spec, golds },
    { spec: list, golds: lists },
    { spec: { kind: "array", element: list }, golds: fc.array(lists, { maxLength: 4 }) }
  )
})
const posed: fc.Arbitrary<Posed> = types.chain(({ golds, spec }) => golds.map((gold) => ({ spec, gold })))
const posedTwice = types.chain(({ golds, spec }) =>
  fc.tuple(golds, golds).map(([gold, other]) => ({ spec, gold, other }))
)

const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => boolean, numRuns = 2000) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns, seed: 20 })

const verdict = ({ gold, spec }: Posed, response: string) => Judge.judge(spec, gold, response)._tag
const boxed = (spec: AnswerSpec, answer: AnswerJson) => FinalAnswer.box(Judge.spell(spec, answer))

describe("any response", () => {
  test("gets a verdict, and always the same", () => {
    check(fc.tuple(posed, tricky, tricky, tricky), ([question, before, inside, after]) => {
      const response = `${before}\\boxed{${inside}}${after}`
      return verdict(question, response) === verdict(question, response) &&
        verdict(question, inside) !== undefined
    }, 3000)
  })

  test("of which something is read, is read the same when spelled anew", () => {
    check(fc.tuple(posed, tricky), ([{ spec }, inside]) => {
      const answer = Judge.parseFinalAnswer(spec, `\\boxed{${inside}}`)
      if (Either.isLeft(answer)) return true
      const again = Judge.parseFinalAnswer(spec, boxed(spec, answer.right))
      return Either.isRight(again) && Judge.equal(spec, answer.right, again.right)
    }, 3000)
  })

  test("without a box is malformed, even where the gold stands in it", () => {
    check(posed, (question) => {
      const response = Judge.spell(question.spec, question.gold)
      return verdict(question, `The answer is ${response}, \\boxed{`) === "Malformed"
    })
  })
})

describe("the gold answer", () => {
  test("is accepted as it is spelled, whatever stands before it", () => {
    check(fc.tuple(posed, tricky), ([question, before]) => {
      // An open brace or a last backslash before the box is not part of the box.
      const response = `${before} ${boxed(question.spec, question.gold)}`
      return verdict(question, response) === "Accepted"
    })
  })

  test("is accepted through JSON, as a checker would see it", () => {
    check(posed, ({ gold, spec }) => {
      const answer = Judge.parseFinalAnswer(spec, boxed(spec, gold))
      return Either.isRight(answer) && Judge.equal(spec, gold, answer.right)
    })
  })

  test("is judged by the last box only", () => {
    check(posedTwice, ({ gold, other, spec }) => {
      const alone = verdict({ spec, gold }, boxed(spec, other))
      return verdict({ spec, gold }, `${boxed(spec, gold)} ${boxed(spec, other)} \\boxed{`) === alone
    })
  })
})

test("another answer is accepted only where it is equal", () => {
  check(
    posedTwice,
    ({ gold, other, spec }) =>
      (verdict({ spec, gold }, boxed(spec, other)) === "Accepted") === Judge.equal(spec, gold, other)
  )
})

describe("whole numbers", () => {
  const numbers = fc.tuple(fc.boolean(), fc.stringMatching(/^[1-9][0-9]{0,40}$/))
    .map(([minus, digits]) => (minus ? "-" : "") + digits)
  const grouped = (number: string, separator: string) => number.replace(/\B(?=(?:[0-9]{3})+$)/g, separator)
  const spellings: ReadonlyArray<(number: string) => string> = [
    (number) => grouped(number, ","),
    (number) => grouped(number, "{,}"),
    (number) => grouped(number, "\\,"),
    (number) => grouped(number, ",\\!"),
    (number) => number.replace("-", "−"),
    (number) => number.startsWith("-") ? number : `+${number}`,
    (number) => number.replace("-", "-000"),
    (number) => `${number}.000`,
    (number) => `$${number}$`,
    (number) => `\\text{ ${number} }`,
    (number) => `\\left( ${number} \\right)`
  ]

  test("are accepted in every spelling", () => {
    check(
      fc.tuple(numbers, fc.constantFrom(...spellings)),
      ([gold, spelling]) =>
        verdict({ spec: { kind: "bigint" }, gold }, `\\boxed{${spelling(gold)}}`) === "Accepted"
    )
  })

  test("are not accepted with one digit changed, added or left out", () => {
    const changes = fc.tuple(
      numbers,
      fc.nat(),
      fc.constantFrom(..."0123456789"),
      fc.constantFrom(0, 1),
      fc.constantFrom(...spellings)
    )
    check(changes, ([gold, place, digit, removed, spelling]) => {
      const minus = gold.startsWith("-") ? 1 : 0
      const at = minus + place % (gold.length - minus)
      const answer = gold.slice(0, at) + digit + gold.slice(at + removed)
      if (BigInt(answer) === BigInt(gold)) return true
      return verdict({ spec: { kind: "bigint" }, gold }, `\\boxed{${spelling(answer)}}`) !== "Accepted"
    })
  })
})

test("fractions are compared by their value, in every spelling", () => {
  const part = fc.bigInt({ min: -1000n, max: 1000n })
  const forms = fc.constantFrom("P/Q", "\\frac{P}{Q}", "\\dfrac{P}{Q}", "\\tfrac{ P }{ Q }", "$\\frac{P}{Q}$")
  check(
    fc.tuple(part, part.filter((q) => q !== 0n), part, part.filter((q) => q !== 0n), forms),
    ([a, b, c, d, form]) => {
      const gold = Rational.format(Rational.make(a, b))
      const response = `\\boxed{${form.replace("P", `${c}`).replace("Q", `${d}`)}}`
      const same = verdict({ spec: { kind: "rational" }, gold }, response) === "Accepted"
      const itself = `\\boxed{${form.replace("P", `${a * c || a}`).replace("Q", `${b * c || b}`)}}`
      return same === (a * d === b * c) &&
        verdict({ spec: { kind: "rational" }, gold }, itself) === "Accepted"
    }
  )
})

test("decimals are accepted exactly up to the tolerance", () => {
  const cents = fc.integer({ min: -100_000, max: 100_000 })
  check(fc.tuple(cents, cents, fc.nat(300)), ([gold, answer, tolerance]) => {
    const spec: AnswerSpec = { kind: "decimal", tolerance: tolerance / 100 }
    const near = gold + answer % 400
    const written = `${near < 0 ? "-" : ""}${Math.trunc(Math.abs(near) / 100)}.${
      `${Math.abs(near) % 100}`.padStart(2, "0")
    }`
    return (verdict({ spec, gold: gold / 100 }, `\\boxed{${written}}`) === "Accepted") ===
      (Math.abs(near - gold) <= tolerance)
  })
})

test("lists are accepted in their order alone", () => {
  const shuffled = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 6 })
    .chain((gold) =>
      fc.shuffledSubarray(gold, { minLength: gold.length }).map((answer) => ({ gold, answer }))
    )
  const forms = fc.constantFrom("[L]", "(L)", "\\{L\\}", "L", "\\left[L\\right]")
  check(
    fc.tuple(shuffled, forms, fc.constantFrom(", ", ",", " ", ",\\ ")),
    ([{ answer, gold }, form, separator]) => {
      const spec: AnswerSpec = { kind: "array", element: integerSpec }
      const response = `\\boxed{${form.replace("L", answer.join(separator))}}`
      return (verdict({ spec, gold }, response) === "Accepted") ===
        gold.every((each, index) => each === answer[index])
    }
  )
})
