import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** The largest prime up to `most`, which is 2 or more. */
const primeUpTo = (most: number): number => {
  let divisor = 2
  while (divisor * divisor <= most && most % divisor !== 0) divisor++
  return divisor * divisor > most ? most : primeUpTo(most - 1)
}

export default Environment.make({
  name: "prime-factorization",
  tags: ["arithmetic", "divisibility", "primes"],
  skill: "factoring into primes by trial division",
  source: "Classic; the fundamental theorem of arithmetic",
  scale: {
    maxNumber: Scale.geometric({ min: 2_500, max: 9_999_999_999 }),
    maxPrime: Scale.geometric({ min: 40, max: 99_999 })
  },
  instance: Schema.Struct({ number: Schema.Int.pipe(Schema.between(2, 9_999_999_999)) }),
  answer: Answer.array(Answer.integer),
  // Primes of all sizes are multiplied until not even another 2 would leave the number small enough.
  generate: ({ maxNumber, maxPrime }) =>
    Gen.gen(function*() {
      let number = 1
      while (2 * number <= maxNumber) {
        const size = yield* Gen.int(2, Math.min(maxPrime, Math.floor(maxNumber / number)))
        number *= primeUpTo(yield* Gen.skewed(2, size, -1))
      }
      return { number }
    }),
  statement: ({ number }) =>
    `List the prime factors of ${number}, smallest first, each as often as it divides.`,
  solve: ({ number }) => {
    const primes: Array<number> = []
    let left = number
    for (let divisor = 2; divisor * divisor <= left;) {
      if (left % divisor === 0) {
        primes.push(divisor)
        left /= divisor
      } else divisor++
    }
    return [...primes, left]
  },
  brute: {
    upTo: {},
    // Split into two factors as close to each other as can be, and each of those again.
    solve: ({ number }) => {
      const split = (whole: number): ReadonlyArray<number> => {
        let factor = Math.floor(Math.sqrt(whole))
        while (factor > 1 && whole % factor !== 0) factor--
        return factor <= 1 ? [whole] : [...split(factor), ...split(whole / factor)]
      }
      return split(number).toSorted((a, b) => a - b)
    }
  },
  properties: {
    "a number of the size that it should have": ({ number }, gold, { maxNumber, maxPrime }) =>
      number <= maxNumber && maxNumber < 2 * number && gold.every((prime) => prime <= maxPrime),
    "the product is the number": ({ number }, gold) =>
      gold.reduce((product, prime) => product * prime, 1) === number,
    "in order": (_, gold) => gold.every((prime, index) => index === 0 || gold[index - 1]! <= prime)
  }
})
