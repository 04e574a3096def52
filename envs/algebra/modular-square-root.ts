import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const isPrime = (number: number): boolean => {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false
  return number > 1
}

const power = (base: number, exponent: number, modulus: number): number => {
  let result = 1
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

export default Environment.make({
  name: "modular-square-root",
  tags: ["algebra", "modular", "primes"],
  skill: "finding a square root modulo a prime",
  source: "Classic; Tonelli 1891, Shanks 1973",
  scale: { maxPrime: Scale.geometric({ min: 110, max: 999_999 }) },
  instance: Schema.Struct({
    prime: Schema.Int.pipe(Schema.between(3, 999_999), Schema.filter(isPrime)),
    square: Schema.Int.pipe(Schema.between(1, 999_998))
  }).pipe(
    Schema.filter(
      ({ prime, square }) => square < prime && power(square, (prime - 1) / 2, prime) === 1,
      { message: () => "it must be a square modulo the prime" }
    )
  ),
  answer: Answer.integer,
  generate: ({ maxPrime }) =>
    Gen.gen(function*() {
      let prime = yield* Gen.int(3, maxPrime)
      while (!isPrime(prime)) prime--
      const root = yield* Gen.int(1, prime - 1)
      return { prime, square: (root * root) % prime }
    }),
  statement: ({ prime, square }) =>
    `Find a whole number x from 0 to ${
      prime - 1
    } such that x^2 leaves remainder ${square} when divided by ${prime}.`,
  // Tonelli and Shanks: `root` squared is the square times `excess`, whose order halves until it is 1.
  solve: ({ prime, square }) => {
    let odd = prime - 1
    let twos = 0
    for (; odd % 2 === 0; odd /= 2) twos++
    let nonSquare = 2
    while (power(nonSquare, (prime - 1) / 2, prime) === 1) nonSquare++
    let factor = power(nonSquare, odd, prime)
    let root = power(square, (odd + 1) / 2, prime)
    let excess = power(square, odd, prime)
    while (excess !== 1) {
      let order = 0
      for (let left = excess; left !== 1; left = (left * left) % prime) order++
      factor = power(factor, 2 ** (twos - order - 1), prime)
      root = (root * factor) % prime
      factor = (factor * factor) % prime
      excess = (excess * factor) % prime
      twos = order
    }
    return root
  },
  check: ({ prime, square }, answer) => {
    if (answer < 0 || answer >= prime) return `it is not from 0 to ${prime - 1}`
    const found = (answer * answer) % prime
    return found === square ? true : `its square leaves remainder ${found}, not ${square}`
  },
  brute: {
    upTo: {},
    solve: ({ prime, square }) => {
      let root = 0
      while ((root * root) % prime !== square) root++
      return root
    }
  },
  properties: {
    "a prime of the size that it should have": ({ prime }, _, { maxPrime }) =>
      isPrime(prime) && prime <= maxPrime,
    "its square leaves the remainder": ({ prime, square }, gold) =>
      0 <= gold && gold < prime && (gold * gold - square) % prime === 0
  }
})
