import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Integer = Schema.String.pipe(Schema.pattern(/^-?[1-9][0-9]*$/), Schema.maxLength(70))

/** The greatest common divisor, and factors that give it: `x a + y b = divisor`. */
const euclid = (
  a: bigint,
  b: bigint
): { readonly divisor: bigint; readonly x: bigint; readonly y: bigint } => {
  if (b === 0n) return { divisor: a, x: 1n, y: 0n }
  const { divisor, x, y } = euclid(b, a % b)
  return { divisor, x: y, y: x - (a / b) * y }
}

/** The greatest common divisor of all coefficients, and factors of them that give it. */
const combination = (coefficients: ReadonlyArray<string>) => {
  let total = 0n
  let factors: ReadonlyArray<bigint> = []
  for (const coefficient of coefficients) {
    const { divisor, x, y } = euclid(total, BigInt(coefficient))
    total = divisor
    factors = [...factors.map((factor) => factor * x), y]
  }
  return { divisor: total, factors }
}

const leftSide = (coefficients: ReadonlyArray<bigint>, values: ReadonlyArray<bigint>): bigint =>
  coefficients.reduce((sum, coefficient, index) => sum + coefficient * values[index]!, 0n)

const primesUpTo = (most: number): ReadonlyArray<number> =>
  Array.from({ length: most - 1 }, (_, index) => index + 2).filter((number) => {
    for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false
    return true
  })

export default Environment.make({
  name: "linear-diophantine",
  tags: ["arithmetic", "divisibility", "equations"],
  skill: "solving a linear equation in integers with the extended Euclidean algorithm",
  source: "Classic; Bachet 1624, Bézout 1779",
  scale: {
    unknowns: Scale.geometric({ min: 2, max: 24 }),
    maxPrime: Scale.geometric({ min: 13, max: 499 })
  },
  instance: Schema.Struct({
    coefficients: Schema.Array(Integer).pipe(Schema.minItems(2), Schema.maxItems(24)),
    constant: Schema.Int.pipe(Schema.between(-99_999, 99_999))
  }).pipe(
    Schema.filter(
      ({ coefficients, constant }) => BigInt(constant) % combination(coefficients).divisor === 0n,
      { message: () => "what divides every coefficient must divide the constant" }
    )
  ),
  answer: Answer.array(Answer.bigint),
  // Each coefficient lacks one of the primes that all others have, so that none can be left out.
  generate: ({ unknowns, maxPrime }) =>
    Gen.gen(function*() {
      const primes = (yield* Gen.shuffle(primesUpTo(maxPrime))).slice(0, unknowns)
      const common = yield* Gen.int(1, 5)
      const signs = yield* Gen.array(Gen.pick([-1, 1]), unknowns)
      const coefficients = primes.map((lacking, index) =>
        String(
          primes.filter((prime) => prime !== lacking).reduce(
            (product, prime) => product * BigInt(prime),
            BigInt(signs[index]! * common)
          )
        )
      )
      const sizes = Array.from({ length: maxPrime }, (_, index) => index + 1).filter((size) =>
        primes.every((prime) => size % prime !== 0)
      )
      return { coefficients, constant: common * (yield* Gen.pick(sizes)) * (yield* Gen.pick([-1, 1])) }
    }),
  statement: ({ coefficients, constant }) => {
    const [first, ...others] = coefficients.map((coefficient, index) => `${coefficient} x${index + 1}`)
    const signed = others.map((term) => (term.startsWith("-") ? ` - ${term.slice(1)}` : ` + ${term}`))
    const unknowns = coefficients.map((_, index) => `x${index + 1}`).join(", ")
    return `Find integers ${unknowns} with ${first}${signed.join("")} = ${constant}. List them in this order.`
  },
  solve: ({ coefficients, constant }) => {
    const { divisor, factors } = combination(coefficients)
    return factors.map((factor) => factor * (BigInt(constant) / divisor))
  },
  check: ({ coefficients, constant }, answer) => {
    if (answer.length !== coefficients.length) {
      return `it lists ${answer.length} numbers, not ${coefficients.length}`
    }
    const left = leftSide(coefficients.map(BigInt), answer)
    return left === BigInt(constant) ? true : `the left side is ${left}, not ${constant}`
  },
  properties: {
    "a value for every unknown": ({ coefficients }, gold, { unknowns }) =>
      coefficients.length === unknowns && gold.length === unknowns,
    "taking every product away leaves nothing": ({ coefficients, constant }, gold) =>
      gold.reduce((left, value, index) => left - value * BigInt(coefficients[index]!), BigInt(constant)) ===
        0n,
    "no unknown can be left out": ({ coefficients, constant }) =>
      coefficients.every((without) =>
        BigInt(constant) %
            combination(coefficients.filter((coefficient) => coefficient !== without)).divisor !== 0n
      )
  }
})
