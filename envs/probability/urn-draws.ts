import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Rational from "@scaler/dsl/Rational"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import { binomial } from "./combinatorics/binomial.ts"

const names = ["red", "blue", "green", "white", "black", "yellow"]

const listed = (parts: ReadonlyArray<string>): string =>
  parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`

const Colour = Schema.Struct({
  balls: Schema.Int.pipe(Schema.between(1, 12)),
  least: Schema.Int.pipe(Schema.between(0, 12))
})

export default Environment.make({
  name: "urn-draws",
  tags: ["probability", "counting"],
  skill: "counting draws without replacement",
  source: "Classic; the multivariate hypergeometric distribution",
  scale: { colours: Scale.linear({ min: 2, max: 6 }), balls: Scale.geometric({ min: 5, max: 12 }) },
  instance: Schema.Struct({
    colours: Schema.Array(Colour).pipe(Schema.minItems(2), Schema.maxItems(6)),
    drawn: Schema.Int.pipe(Schema.between(1, 72))
  }).pipe(
    Schema.filter(({ colours, drawn }) =>
      drawn <= colours.reduce((sum, { balls }) => sum + balls, 0) && colours.some(({ least }) => least > 0)
    )
  ),
  answer: Answer.rational,
  // What is asked for is taken from a draw that was made, of some of the colours, so that it is possible.
  generate: ({ colours, balls }) =>
    Gen.gen(function*() {
      const urn = yield* Gen.array(Gen.int(2, balls), colours)
      const all = yield* Gen.shuffle(
        urn.flatMap((count, colour) => Array.from({ length: count }, () => colour))
      )
      const drawn = yield* Gen.int(2, all.length - 1)
      const hand = all.slice(0, drawn)
      const asked = yield* Gen.subset([...new Set(hand)], yield* Gen.int(1, new Set(hand).size))
      return {
        colours: urn.map((count, colour) => ({
          balls: count,
          least: asked.includes(colour) ? hand.filter((other) => other === colour).length : 0
        })),
        drawn
      }
    }),
  statement: ({ colours, drawn }) => {
    const urn = colours.map(({ balls }, index) => `${balls} ${names[index]}`)
    const asked = colours.flatMap(({ least }, index) =>
      least === 0 ? [] : [`at least ${least} ${least === 1 ? "is" : "are"} ${names[index]}`]
    )
    return `An urn holds ${
      listed(urn)
    } balls; ${drawn} of all are drawn at random, without putting any back. `
      + `Find the probability, as a fraction, that of the balls drawn ${listed(asked)}.`
  },
  // Colour by colour: in how many ways so many balls of the colours seen so far are drawn.
  solve: ({ colours, drawn }) => {
    let ways = [1n, ...Array.from({ length: drawn }, () => 0n)]
    let total = 0
    for (const { balls, least } of colours) {
      total += balls
      ways = ways.map((_, taken) => {
        let sum = 0n
        for (let of = least; of <= taken; of++) sum += ways[taken - of]! * binomial(balls, of)
        return sum
      })
    }
    return Rational.make(ways[drawn]!, binomial(total, drawn))
  },
  brute: {
    upTo: { colours: 2, balls: 6 },
    // All hands of the balls, each ball in or out.
    solve: ({ colours, drawn }) => {
      const all = colours.flatMap(({ balls }, colour) => Array.from({ length: balls }, () => colour))
      let hands = 0
      let hits = 0
      const draw = (at: number, hand: ReadonlyArray<number>) => {
        if (hand.length + all.length - at < drawn) return
        if (hand.length === drawn) {
          hands++
          const isHit = colours.every(({ least }, colour) =>
            hand.filter((other) => other === colour).length >= least
          )
          if (isHit) hits++
        } else {
          draw(at + 1, hand)
          draw(at + 1, [...hand, all[at]!])
        }
      }
      draw(0, [])
      return Rational.make(hits, hands)
    }
  },
  properties: {
    "so many colours, none of too many balls": ({ colours }, _, scale) =>
      colours.length === scale.colours && colours.every(({ balls }) => 2 <= balls && balls <= scale.balls),
    "possible": (_, gold) => gold.numerator > 0n,
    "some balls are drawn, and not all": ({ colours, drawn }) =>
      2 <= drawn && drawn < colours.reduce((sum, { balls }) => sum + balls, 0),
    // Ball by ball: the hands by how many balls they have, and how many of the present colour.
    "the count of hands, ball by ball": ({ colours, drawn }, gold) => {
      const hands = (isAsked: boolean): bigint => {
        let bySize = new Map([[0, 1n]])
        for (const { balls, least } of colours) {
          let states = new Map([...bySize].map(([size, count]) => [`${size} 0`, count]))
          for (let ball = 0; ball < balls; ball++) {
            const next = new Map(states)
            for (const [state, count] of states) {
              const [size = 0, own = 0] = state.split(" ").map(Number)
              const taken = `${size + 1} ${own + 1}`
              next.set(taken, (next.get(taken) ?? 0n) + count)
            }
            states = next
          }
          bySize = new Map()
          for (const [state, count] of states) {
            const [size = 0, own = 0] = state.split(" ").map(Number)
            if (!isAsked || own >= least) bySize.set(size, (bySize.get(size) ?? 0n) + count)
          }
        }
        return bySize.get(drawn) ?? 0n
      }
      return gold.numerator * hands(false) === gold.denominator * hands(true)
    }
  }
})
