import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Rational from "@scaler/dsl/Rational"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "coin-run",
  tags: ["probability", "dynamic-programming"],
  skill: "the longest run in repeated trials",
  source: "Classic; de Moivre 1738, runs of luck",
  scale: { tosses: Scale.geometric({ min: 6, max: 60 }), odds: Scale.geometric({ min: 12, max: 20 }) },
  instance: Schema.Struct({
    tosses: Schema.Int.pipe(Schema.between(1, 60)),
    /** Heads come with chance heads / of. */
    heads: Schema.Int.pipe(Schema.between(1, 19)),
    of: Schema.Int.pipe(Schema.between(2, 20)),
    run: Schema.Int.pipe(Schema.between(1, 60))
  }).pipe(Schema.filter(({ tosses, heads, of, run }) => heads < of && run <= tosses)),
  answer: Answer.rational,
  generate: (scale) =>
    Gen.gen(function*() {
      const tosses = yield* Gen.int(Math.ceil((2 * scale.tosses) / 3), scale.tosses)
      const of = yield* Gen.int(2, scale.odds)
      return { tosses, heads: yield* Gen.int(1, of - 1), of, run: yield* Gen.int(1, Math.ceil(tosses / 2)) }
    }),
  statement: ({ tosses, heads, of, run }) =>
    `A coin that shows heads with probability ${heads}/${of} is tossed ${tosses} times. Find the probability, as a `
    + `fraction, that the longest run of consecutive heads has a length of exactly ${run}.`,
  // Toss by toss, by the length of the run that is open: the chances that no run has become longer than some length.
  solve: ({ tosses, heads, of, run }) => {
    const noLonger = (most: number): bigint => {
      let open = [1n, ...Array.from({ length: most }, () => 0n)]
      for (let toss = 0; toss < tosses; toss++) {
        const all = open.reduce((sum, weight) => sum + weight)
        open = [all * BigInt(of - heads), ...open.slice(0, -1).map((weight) => weight * BigInt(heads))]
      }
      return open.reduce((sum, weight) => sum + weight)
    }
    return Rational.make(noLonger(run) - noLonger(run - 1), BigInt(of) ** BigInt(tosses))
  },
  brute: {
    upTo: {},
    // De Moivre: of all tosses, those are taken away whose first run of so many heads ends just there.
    solve: ({ tosses, heads, of, run }) => {
      const [head, tail, all] = [BigInt(heads), BigInt(of - heads), BigInt(of)]
      const without = (length: number): bigint => {
        const free = [1n]
        for (let toss = 1; toss <= tosses; toss++) {
          const before = toss === length ? 1n : (free[toss - length - 1] ?? 0n) * tail
          free.push(free[toss - 1]! * all - before * head ** BigInt(length))
        }
        return free[tosses]!
      }
      return Rational.make(without(run + 1) - without(run), all ** BigInt(tosses))
    }
  },
  properties: {
    "within the scale": ({ tosses, heads, of, run }, _, scale) =>
      2 * scale.tosses <= 3 * tosses && tosses <= scale.tosses && of <= scale.odds && heads < of &&
      run <= Math.ceil(tosses / 2),
    "the weight of all such sequences, of few tosses": ({ tosses, heads, of, run }, gold) => {
      let sum = 0n
      const toss = (made: string, weight: bigint): void => {
        if (made.length < tosses) {
          toss(`${made}H`, weight * BigInt(heads))
          toss(`${made}T`, weight * BigInt(of - heads))
        } else if (Math.max(...made.split("T").map((row) => row.length)) === run) sum += weight
      }
      if (tosses > 8) return true
      toss("", 1n)
      return gold.numerator * BigInt(of) ** BigInt(tosses) === gold.denominator * sum
    }
  }
})
