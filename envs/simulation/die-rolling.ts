import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const faces = ["1", "2", "3", "4", "5", "6"] as const

const Face = Schema.Int.pipe(Schema.between(1, 6))

/** Where north, east and up lead when a die rolls over an edge, of a place [east, north, up]. */
const turns: Readonly<Record<string, (place: Vector) => Vector>> = {
  N: ([east, north, up]) => [east, up, -north],
  S: ([east, north, up]) => [east, -up, north],
  E: ([east, north, up]) => [up, north, -east],
  W: ([east, north, up]) => [-up, north, east]
}
type Vector = readonly [east: number, north: number, up: number]

export default Environment.make({
  name: "die-rolling",
  tags: ["simulation", "space"],
  skill: "turning a cube in the mind",
  source: "Classic; rolling cube puzzles, Gardner 1963",
  scale: { rolls: Scale.geometric({ min: 3, max: 850 }) },
  instance: Schema.Struct({
    top: Face,
    north: Face,
    east: Face,
    rolls: Schema.String.pipe(Schema.pattern(/^[NESW]{1,850}$/), Schema.maxLength(850))
  }).pipe(
    Schema.filter(({ east, north, top }) =>
      new Set([top, 7 - top, north, 7 - north, east, 7 - east]).size === 6
    )
  ),
  answer: Answer.choice(...faces),
  generate: ({ rolls }) =>
    Gen.gen(function*() {
      const [top, north, east] = yield* Gen.map(
        Gen.tuple(Gen.shuffle([1, 2, 3]), Gen.array(Gen.boolean(), 3)),
        ([pairs, flipped]) => pairs.map((face, index) => flipped[index] ? 7 - face : face)
      )
      return { top: top!, north: north!, east: east!, rolls: yield* Gen.string("NESW", rolls) }
    }),
  statement: ({ east, north, rolls, top }) =>
    `A die has ${top} on top, ${north} on its north side and ${east} on its east side; numbers on opposite sides add `
    + `up to 7. It is rolled over its edges, a quarter turn each time, to the north, east, south or west: ${
      [...rolls].join(" ")
    }. Which number is on top at the end?`,
  solve: (instance) => {
    let { east, north, top } = instance
    for (const roll of instance.rolls) {
      if (roll === "N") [top, north] = [7 - north, top]
      else if (roll === "S") [top, north] = [north, 7 - top]
      else if (roll === "E") [top, east] = [7 - east, top]
      else [top, east] = [east, 7 - top]
    }
    return faces[top - 1]!
  },
  brute: {
    upTo: {},
    // The places of all six sides as vectors, turned by each roll.
    solve: ({ east, north, rolls, top }) => {
      const sides: ReadonlyArray<readonly [number, Vector]> = [
        [east, [1, 0, 0]],
        [7 - east, [-1, 0, 0]],
        [north, [0, 1, 0]],
        [7 - north, [0, -1, 0]],
        [top, [0, 0, 1]],
        [7 - top, [0, 0, -1]]
      ]
      const end = sides.map(([face, place]) =>
        [face, [...rolls].reduce((at, roll) => turns[roll]!(at), place)] as const
      )
      return faces[end.find(([, [, , up]]) => up === 1)![0] - 1]!
    }
  },
  properties: { "as many rolls as asked for": ({ rolls }, _, scale) => rolls.length === scale.rolls }
})
