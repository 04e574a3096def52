import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Congruence = Schema.Struct({
  modulus: Schema.Int.pipe(Schema.between(2, 9_999)),
  remainder: Schema.Int.pipe(Schema.between(0, 9_998))
})

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b))

/** The inverse of a number below a modulus that it has no common divisor with. */
const inverse = (number: bigint, modulus: bigint): bigint => {
  let [previous, current] = [0n, 1n]
  let [dividend, divisor] = [modulus, number]
  while (divisor > 0n) {
    const quotient = dividend / divisor
    ;[dividend, divisor] = [divisor, dividend % divisor]
    ;[previous, current] = [current, previous - quotient * current]
  }
  return ((previous % modulus) + modulus) % modulus
}

export default Environment.make({
  name: "chinese-remainder",
  tags: ["arithmetic", "modular", "equations"],
  skill: "combining congruences whose moduli may have common divisors",
  source: "Classic; Sunzi Suanjing, 3rd to 5th century",
  scale: {
    congruences: Scale.geometric({ min: 2, max: 90 }),
    maxModulus: Scale.geometric({ min: 14, max: 9_999 })
  },
  instance: Schema.Struct({
    congruences: Schema.Array(Congruence).pipe(Schema.minItems(2))
  }).pipe(
    Schema.filter(
      ({ congruences }) =>
        congruences.every((one) =>
          one.remainder < one.modulus && congruences.every((other) => {
            const common = Number(gcd(BigInt(one.modulus), BigInt(other.modulus)))
            return one.remainder % common === other.remainder % common
          })
        ),
      { message: () => "the congruences must have a common solution" }
    )
  ),
  answer: Answer.bigint,
  // Remainders of one number, which is drawn with more digits than any answer needs.
  generate: ({ congruences, maxModulus }) =>
    Gen.gen(function*() {
      const number = BigInt(yield* Gen.string("0123456789", 4 * congruences + 4))
      const moduli = yield* Gen.distinct(2, maxModulus, congruences)
      return {
        congruences: moduli.map((modulus) => ({ modulus, remainder: Number(number % BigInt(modulus)) }))
      }
    }),
  statement: ({ congruences }) => {
    const parts = congruences.map(({ modulus, remainder }) => `${remainder} when divided by ${modulus}`)
    return `Find the smallest whole number, 0 or more, that leaves remainder ${
      parts.slice(0, -1).join(", ")
    } and ${parts.at(-1)}.`
  },
  solve: ({ congruences }) => {
    let number = 0n
    let period = 1n
    for (const congruence of congruences) {
      const modulus = BigInt(congruence.modulus)
      const common = gcd(period, modulus)
      const rest = modulus / common
      const missing = (BigInt(congruence.remainder) - number) / common
      const steps = (missing * inverse((period / common) % rest, rest)) % rest
      number += period * ((steps + rest) % rest)
      period *= rest
    }
    return number
  },
  brute: {
    upTo: { maxModulus: 300 },
    // One period after another until the next congruence holds too; the period then grows until that repeats.
    solve: ({ congruences }) => {
      let number = 0n
      let period = 1n
      for (const { modulus, remainder } of congruences) {
        while (number % BigInt(modulus) !== BigInt(remainder)) number += period
        const before = period
        while (period % BigInt(modulus) !== 0n) period += before
      }
      return number
    }
  },
  properties: {
    "different moduli, as many as there should be, none too large": ({ congruences }, _, scale) =>
      new Set(congruences.map(({ modulus }) => modulus)).size === scale.congruences &&
      congruences.length === scale.congruences &&
      congruences.every(({ modulus }) => modulus <= scale.maxModulus),
    "it leaves the remainders": ({ congruences }, gold) =>
      congruences.every(({ modulus, remainder }) => gold % BigInt(modulus) === BigInt(remainder)),
    "no smaller number does": ({ congruences }, gold) =>
      0n <= gold &&
      gold < congruences.reduce((lcm, { modulus }) => lcm * BigInt(modulus) / gcd(lcm, BigInt(modulus)), 1n)
  }
})
