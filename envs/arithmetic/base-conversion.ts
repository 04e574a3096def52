import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/** Whether it writes a positive number in this base, with no zero in front. */
const isNumeral = (numeral: string, base: number): boolean =>
  !numeral.startsWith("0") && [...numeral].every((digit) => alphabet.slice(0, base).includes(digit))

const Base = Schema.Int.pipe(Schema.between(2, 36))

export default Environment.make({
  name: "base-conversion",
  tags: ["arithmetic", "digits"],
  skill: "converting between positional number systems",
  source: "Classic; Knuth, The Art of Computer Programming, 4.4",
  scale: {
    digits: Scale.geometric({ min: 3, max: 1_850 }),
    maxBase: Scale.geometric({ min: 5, max: 36 })
  },
  instance: Schema.Struct({
    from: Base,
    numeral: Schema.String.pipe(Schema.pattern(/^[1-9A-Z][0-9A-Z]*$/), Schema.maxLength(1_850)),
    to: Base
  }).pipe(
    Schema.filter(({ from, numeral }) => isNumeral(numeral, from), {
      message: () => "its digits must be smaller than its base"
    })
  ),
  answer: Answer.caseInsensitiveString,
  generate: ({ digits, maxBase }) =>
    Gen.gen(function*() {
      const [from, to] = yield* Gen.distinct(2, maxBase, 2)
      const first = yield* Gen.string(alphabet.slice(1, from), 1)
      return {
        from: from!,
        numeral: `${first}${yield* Gen.string(alphabet.slice(0, from), digits - 1)}`,
        to: to!
      }
    }),
  statement: ({ from, numeral, to }) =>
    `Write the base ${from} number ${numeral} in base ${to}.${
      Math.max(from, to) <= 10
        ? ""
        : " The letters A, B, C and so on are the digits for ten, eleven, twelve and so on."
    }`,
  solve: ({ from, numeral, to }) => {
    let value = 0n
    for (const digit of numeral) value = value * BigInt(from) + BigInt(alphabet.indexOf(digit))
    return value.toString(to).toUpperCase()
  },
  brute: {
    upTo: { digits: 200 },
    // Long division of the digits by the other base, again and again: the remainders are the digits wanted.
    solve: ({ from, numeral, to }) => {
      let left = [...numeral].map((digit) => alphabet.indexOf(digit))
      let converted = ""
      while (left.length > 0) {
        let carry = 0
        const quotient = left.map((digit) => {
          const sum = carry * from + digit
          carry = sum % to
          return Math.floor(sum / to)
        })
        converted = alphabet[carry]! + converted
        left = quotient.slice(quotient.findIndex((digit) => digit > 0) >>> 0)
      }
      return converted
    }
  },
  properties: {
    "as many digits as there should be, different bases, none too large": ({ from, numeral, to }, _, scale) =>
      numeral.length === scale.digits && from !== to && Math.max(from, to) <= scale.maxBase,
    "digits of the bases, no zero in front": ({ from, numeral, to }, gold) =>
      isNumeral(numeral, from) && isNumeral(gold, to),
    "worth the same": ({ from, numeral, to }, gold) => {
      const worth = (digits: string, base: number) => {
        let sum = 0n
        let place = 1n
        for (const digit of [...digits].reverse()) {
          sum += place * BigInt(alphabet.indexOf(digit))
          place *= BigInt(base)
        }
        return sum
      }
      return worth(numeral, from) === worth(gold, to)
    }
  }
})
