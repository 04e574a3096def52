import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "power-modulo",
  tags: ["arithmetic", "modular"],
  skill: "modular exponentiation by squaring",
  source: "Classic; Knuth, The Art of Computer Programming, 4.6.3",
  scale: {
    digits: Scale.geometric({ min: 1, max: 1_900 }),
    maxModulus: Scale.geometric({ min: 12, max: 9_999 })
  },
  instance: Schema.Struct({
    base: Schema.Int.pipe(Schema.between(2, 9_999)),
    exponent: Schema.String.pipe(Schema.pattern(/^[1-9][0-9]*$/), Schema.maxLength(1_900)),
    modulus: Schema.Int.pipe(Schema.between(2, 9_999))
  }),
  answer: Answer.integer,
  // Moduli from the upper half of the range: small ones leave little to find.
  generate: ({ digits, maxModulus }) =>
    Gen.gen(function*() {
      const first = yield* Gen.int(1, 9)
      return {
        base: yield* Gen.int(2, maxModulus),
        exponent: `${first}${yield* Gen.string("0123456789", digits - 1)}`,
        modulus: yield* Gen.int(maxModulus >> 1, maxModulus)
      }
    }),
  statement: ({ base, exponent, modulus }) =>
    `Find the remainder when ${base}^${exponent} is divided by ${modulus}.`,
  solve: ({ base, exponent, modulus }) => {
    let power = 1
    for (const bit of BigInt(exponent).toString(2)) {
      power = (power * power) % modulus
      if (bit === "1") power = (power * base) % modulus
    }
    return power
  },
  brute: {
    upTo: {},
    // One factor after another, up to the first remainder that comes again: from there on all do.
    solve: ({ base, exponent, modulus }) => {
      const powers: Array<number> = []
      const firstAt = new Map<number, number>()
      let power = 1
      while (!firstAt.has(power)) {
        firstAt.set(power, powers.length)
        powers.push(power)
        power = (power * base) % modulus
      }
      const start = firstAt.get(power)!
      const steps = BigInt(exponent)
      return steps < powers.length
        ? powers[Number(steps)]!
        : powers[start + Number((steps - BigInt(start)) % BigInt(powers.length - start))]!
    }
  },
  properties: {
    "numbers of the size that they should have, no zero in front": ({ base, exponent, modulus }, _, scale) =>
      exponent.length === scale.digits && !exponent.startsWith("0") && base <= scale.maxModulus &&
      modulus <= scale.maxModulus,
    "less than the modulus": ({ modulus }, gold) => 0 <= gold && gold < modulus
  }
})
