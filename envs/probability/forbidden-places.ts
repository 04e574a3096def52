import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const letters = "ABCDEFGHIJKL"

export default Environment.make({
  name: "forbidden-places",
  tags: ["probability", "counting", "permutation"],
  skill: "counting permutations with forbidden positions",
  source: "Classic; Kaplansky and Riordan 1946, rook polynomials",
  scale: { people: Scale.linear({ min: 4, max: 12 }), forbidden: Scale.geometric({ min: 6, max: 60 }) },
  instance: Schema.Struct({
    /** The seats that each person does not take. */
    forbidden: Schema.Array(Schema.Array(Schema.NonNegativeInt))
  }),
  answer: Answer.integer,
  // One seating stays possible. How many seats are forbidden differs: there are few answers to each number of them.
  generate: ({ people, forbidden }) =>
    Gen.gen(function*() {
      const seating = yield* Gen.permutation(people)
      const places = seating.flatMap((own, person) =>
        seating.flatMap((_, seat) => seat === own ? [] : [[person, seat] as const])
      )
      const chosen = yield* Gen.subset(places, yield* Gen.int(Math.ceil(forbidden / 2), forbidden))
      return {
        forbidden: seating.map((_, person) => chosen.flatMap(([of, seat]) => of === person ? [seat] : []))
      }
    }),
  statement: ({ forbidden }) => {
    const rules = forbidden.flatMap((seats, person) => {
      const numbers = seats.map((seat) => seat + 1)
      const listed = [numbers.slice(0, -1).join(", "), String(numbers.at(-1))].filter((part) => part !== "")
      return seats.length === 0 ? [] : [`${letters[person]} not on ${listed.join(" or ")}`]
    })
    const people = [...letters].slice(0, forbidden.length)
    return `${people.slice(0, -1).join(", ")} and ${
      people.at(-1)
    } sit down on ${people.length} seats, numbered 1 to `
      + `${people.length}, each on one of their own: ${rules.join("; ")}. In how many ways can they sit?`
  },
  // Person by person, by the set of seats that are taken.
  solve: ({ forbidden }) => {
    let ways = new Map([[0, 1]])
    for (const seats of forbidden) {
      const next = new Map<number, number>()
      for (const [taken, count] of ways) {
        for (let seat = 0; seat < forbidden.length; seat++) {
          if (taken & (1 << seat) || seats.includes(seat)) continue
          const more = taken | (1 << seat)
          next.set(more, (next.get(more) ?? 0) + count)
        }
      }
      ways = next
    }
    return ways.get((1 << forbidden.length) - 1)!
  },
  brute: {
    upTo: { people: 7 },
    solve: ({ forbidden }) => {
      const orders = (seats: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> =>
        seats.length === 0
          ? [[]]
          : seats.flatMap((seat) =>
            orders(seats.filter((other) => other !== seat)).map((rest) => [seat, ...rest])
          )
      return orders(forbidden.map((_, seat) => seat))
        .filter((order) => order.every((seat, person) => !forbidden[person]!.includes(seat))).length
    }
  },
  properties: {
    "so many people, and so many forbidden seats or up to half of them less": ({ forbidden }, _, scale) => {
      const seats = forbidden.reduce((sum, seats) => sum + new Set(seats).size, 0)
      return forbidden.length === scale.people && seats <= scale.forbidden && scale.forbidden <= 2 * seats
    },
    "they can sit": (_, gold) => gold > 0,
    // Choices of any seats by all, less those that miss a seat.
    "inclusion and exclusion of empty seats": ({ forbidden }, gold) => {
      const people = forbidden.length
      let sum = 0n
      for (let open = 0; open < 1 << people; open++) {
        const seats = forbidden.map((_, seat) => seat).filter((seat) => open & (1 << seat))
        const choices = forbidden.reduce(
          (product, not) => product * BigInt(seats.filter((seat) => !not.includes(seat)).length),
          1n
        )
        sum += (people - seats.length) % 2 === 0 ? choices : -choices
      }
      return sum === BigInt(gold)
    }
  }
})
