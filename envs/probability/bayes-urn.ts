import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Rational from "@scaler/dsl/Rational"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Count = Schema.Int.pipe(Schema.between(1, 30))
const Colour = Schema.Literal("red", "blue")

export default Environment.make({
  name: "bayes-urn",
  tags: ["probability", "inference"],
  skill: "Bayes' rule over several hypotheses",
  source: "Classic; Laplace 1774",
  scale: {
    urns: Scale.geometric({ min: 2, max: 24 }),
    balls: Scale.geometric({ min: 4, max: 30 }),
    draws: Scale.geometric({ min: 2, max: 100 })
  },
  instance: Schema.Struct({
    urns: Schema.Array(Schema.Struct({ red: Count, blue: Count })).pipe(
      Schema.minItems(2),
      Schema.maxItems(24)
    ),
    drawn: Schema.Array(Colour).pipe(Schema.minItems(1), Schema.maxItems(100)),
    asked: Schema.Int.pipe(Schema.between(0, 23))
  }).pipe(Schema.filter(({ urns, asked }) => asked < urns.length)),
  answer: Answer.rational,
  // The draws come from one of the urns, which need not be the one asked for.
  generate: ({ urns, balls, draws }) =>
    Gen.gen(function*() {
      const all = yield* Gen.array(Gen.struct({ red: Gen.int(1, balls), blue: Gen.int(1, balls) }), urns)
      const { red, blue } = yield* Gen.pick(all)
      const drawn = yield* Gen.array(Gen.weighted([["red", red], ["blue", blue]]), draws)
      return { urns: all, drawn, asked: yield* Gen.int(0, urns - 1) }
    }),
  statement: ({ urns, drawn, asked }) =>
    `There are ${urns.length} urns with balls: ${
      urns.map(({ red, blue }, index) => `urn ${index + 1} holds ${red} red and ${blue} blue`).join(", ")
    }. One of the urns is chosen at random, each alike likely. From it balls are drawn at random, one after another, `
    + `each put back before the next is drawn; they are ${drawn.join(", ")}. `
    + `Find the probability, as a fraction, that urn ${asked + 1} was chosen.`,
  // Each urn's share of what was drawn, over the common denominator of all urns' chances.
  solve: ({ urns, drawn, asked }) => {
    const reds = BigInt(drawn.filter((colour) => colour === "red").length)
    const blues = BigInt(drawn.length) - reds
    const all = urns.reduce((product, { red, blue }) => product * BigInt(red + blue), 1n)
    const chances = urns.map(({ red, blue }) =>
      BigInt(red) ** reds * BigInt(blue) ** blues * (all / BigInt(red + blue)) ** (reds + blues)
    )
    return Rational.make(chances[asked]!, chances.reduce((sum, chance) => sum + chance))
  },
  brute: {
    upTo: {},
    // Belief updated ball by ball.
    solve: ({ urns, drawn, asked }) => {
      const odds = drawn.reduce(
        (odds, colour) =>
          odds.map(({ numerator, denominator }, index) => {
            const { [colour]: own, red, blue } = urns[index]!
            return Rational.make(numerator * BigInt(own), denominator * BigInt(red + blue))
          }),
        urns.map(() => Rational.make(1))
      )
      const sum = odds.reduce((a, b) =>
        Rational.make(
          a.numerator * b.denominator + b.numerator * a.denominator,
          a.denominator * b.denominator
        )
      )
      const { numerator, denominator } = odds[asked]!
      return Rational.make(numerator * sum.denominator, denominator * sum.numerator)
    }
  },
  properties: {
    "so many urns and draws, no more balls of a colour": ({ urns, drawn }, _, scale) =>
      urns.length === scale.urns && drawn.length === scale.draws &&
      urns.every(({ red, blue }) => Math.max(red, blue) <= scale.balls),
    // Each urn with every ball so many times that all urns hold equally many: then all draws are alike likely.
    "counted draw by draw, of few small urns": ({ urns, drawn, asked }, gold) => {
      if (urns.length > 2 || drawn.length > 2) return true
      const [total = 1, other = 1] = urns.map(({ red, blue }) => red + blue)
      const draws = urns.map(({ red, blue }, index) => {
        const copies = index === 0 ? other : total
        const balls = [
          ...Array.from({ length: red * copies }, () => "red"),
          ...Array.from({ length: blue * copies }, () => "blue")
        ]
        const count = (at: number): number =>
          at === drawn.length
            ? 1
            : balls.reduce((sum, ball) => ball === drawn[at] ? sum + count(at + 1) : sum, 0)
        return count(0)
      })
      return Rational.format(Rational.make(draws[asked]!, draws.reduce((a, b) => a + b))) ===
        Rational.format(gold)
    }
  }
})
