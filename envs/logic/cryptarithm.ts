import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

interface Sum {
  readonly terms: ReadonlyArray<string>
  readonly total: string
}

/** Digits of letters. */
type Code = Readonly<Record<string, number>>

const lettersOf = (
  { terms, total }: Sum
): ReadonlyArray<string> => [...new Set([...terms.join(""), ...total])]

/** Digits that make the sum right, other than the given ones: letter by letter, from the last column on. */
const solution = (sum: Sum, given: Code, other?: Code): Code | undefined => {
  const words = [...sum.terms, sum.total]
  const leading = new Set(words.map((word) => word[0]!))
  const code: Record<string, number> = { ...given }
  const used = new Set(Object.values(given))
  const letters = lettersOf(sum)

  /** Goes on at a word of a column, the total last; `carry` is what the column has come to so far. */
  const fill = (column: number, word: number, carry: number): boolean => {
    if (column === sum.total.length) {
      return carry === 0 && (other === undefined || letters.some((letter) => code[letter] !== other[letter]))
    }
    const letter = words[word]!.at(-1 - column)
    const isTotal = word === sum.terms.length
    const next = (digit: number): boolean =>
      !isTotal
        ? fill(column, word + 1, carry + digit)
        : carry % 10 === digit && fill(column + 1, 0, Math.floor(carry / 10))
    if (letter === undefined) return next(0)
    if (code[letter] !== undefined) return next(code[letter])
    for (let digit = leading.has(letter) ? 1 : 0; digit < 10; digit++) {
      if (used.has(digit)) continue
      used.add(digit)
      code[letter] = digit
      if (next(digit)) return true
      used.delete(digit)
    }
    delete code[letter]
    return false
  }
  return fill(0, 0, 0) ? code : undefined
}

export default Environment.make({
  name: "cryptarithm",
  tags: ["logic", "arithmetic", "constraint-satisfaction"],
  skill: "finding the digits behind letters in a sum",
  source: "Classic; Dudeney 1924",
  scale: {
    digits: Scale.linear({ min: 2, max: 8 }),
    terms: Scale.linear({ min: 2, max: 4 }),
    hidden: Scale.linear({ min: 2, max: 7 })
  },
  instance: Schema.Struct({
    terms: Schema.Array(Schema.String),
    total: Schema.String,
    given: Schema.Record({ key: Schema.String, value: Schema.Int })
  }),
  answer: Answer.integer,
  // All but so many digits are given; where another solution differs, one more is.
  generate: ({ digits, terms: count, hidden }) =>
    Gen.gen(function*() {
      const numbers = yield* Gen.array(Gen.int(10 ** (digits - 1), 10 ** digits - 1), count)
      const total = numbers.reduce((sum, number) => sum + number)
      const letters = (yield* Gen.distinct(65, 90, 10)).map((code) => String.fromCharCode(code))
      const write = (number: number) => [...String(number)].map((digit) => letters[Number(digit)]!).join("")
      const sum = { terms: numbers.map(write), total: write(total) }
      const code = Object.fromEntries(letters.map((letter, digit) => [letter, digit]))
      const shown = [...(yield* Gen.shuffle(lettersOf(sum)))]
      const unknown = new Set(shown.splice(0, hidden))
      for (;;) {
        const given = Object.fromEntries(shown.toSorted().map((letter) => [letter, code[letter]!]))
        const other = solution(sum, given, code)
        if (other === undefined) return { ...sum, given }
        const told = yield* Gen.pick([...unknown].filter((letter) => other[letter] !== code[letter]))
        unknown.delete(told)
        shown.push(told)
      }
    }),
  statement: ({ terms, total, given }) => {
    const known = Object.entries(given).map(([letter, digit]) => `${letter} = ${digit}`)
    return `In ${
      terms.join(" + ")
    } = ${total} each letter stands for a digit, different letters for different digits, and no `
      + `number begins with 0.${
        known.length === 0 ? "" : ` It is known that ${known.join(", ")}.`
      } Which number is ${total}?`
  },
  solve: ({ terms, total, given }) => {
    const code = solution({ terms, total }, given)!
    return Number([...total].map((letter) => code[letter]).join(""))
  },
  brute: {
    upTo: { hidden: 3 },
    // All digits for the letters that are not given.
    solve: ({ terms, total, given }) => {
      const words = [...terms, total]
      const open = [...new Set(words.join(""))].filter((letter) => !(letter in given))
      const found: Array<number> = []
      const assign = (at: number, code: Readonly<Record<string, number>>): void => {
        if (at < open.length) {
          for (let digit = 0; digit < 10; digit++) {
            if (!Object.values(code).includes(digit)) assign(at + 1, { ...code, [open[at]!]: digit })
          }
          return
        }
        const numbers = words.map((word) => Number(word.replace(/./g, (letter) => String(code[letter]))))
        const whole = numbers.every((number, word) => String(number).length === words[word]!.length)
        const last = numbers.pop()!
        if (whole && numbers.reduce((sum, number) => sum + number, 0) === last) found.push(last)
      }
      assign(0, given)
      return found.length === 1 ? found[0]! : -1
    }
  },
  properties: {
    "sizes as the scale asks": ({ terms, total, given }, gold, { digits, terms: count, hidden }) =>
      terms.length === count && terms.every((term) => term.length === digits) &&
      String(gold).length === total.length &&
      new Set([...terms, total].join("")).size <= hidden + Object.keys(given).length &&
      Object.keys(given).every((letter) => [...terms, total].join("").includes(letter)),
    "equal letters are equal digits, and those given as given": ({ total, given }, gold) =>
      [...String(gold)].every((digit, at) =>
        Number(digit) === (given[total[at]!] ?? Number(digit)) &&
        digit === String(gold)[total.indexOf(total[at]!)]
      ) && new Set(String(gold)).size === new Set(total).size
  }
})
