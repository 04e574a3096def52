import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxPlaces = 10

const Coordinate = Schema.Int.pipe(Schema.between(0, 99))
type Point = readonly [number, number]

const distance = ([x, y]: Point, [u, v]: Point) => Math.abs(x - u) + Math.abs(y - v)

export default Environment.make({
  name: "travelling-tour",
  tags: ["optimization", "dynamic-programming", "geometry"],
  skill: "finding the shortest round trip",
  source: "Classic; Held and Karp 1962",
  scale: {
    places: Scale.linear({ min: 3, max: maxPlaces }),
    maxCoordinate: Scale.geometric({ min: 9, max: 99 })
  },
  instance: Schema.Struct({
    places: Schema.Array(Schema.Tuple(Coordinate, Coordinate)).pipe(
      Schema.minItems(1),
      Schema.maxItems(maxPlaces)
    )
  }),
  answer: Answer.integer,
  generate: ({ places, maxCoordinate }) => Gen.struct({ places: Gen.points(places, 0, maxCoordinate) }),
  statement: ({ places }) =>
    `In a city whose streets run north and east only, the way from (x, y) to (u, v) is |x - u| + |y - v| long. How long is the shortest round trip that visits ${
      places.map(([x, y]) => `(${x}, ${y})`).join(", ")
    } and ends where it began?`,
  // Held and Karp: the shortest ways from the first place through each set of others, by where they end.
  solve: ({ places }) => {
    const [home, ...others] = places
    if (home === undefined || others.length === 0) return 0
    const all = (1 << others.length) - 1
    const shortest = Array.from({ length: all + 1 }, () => others.map(() => Infinity))
    others.forEach((place, end) => (shortest[1 << end]![end] = distance(home, place)))
    for (let seen = 1; seen <= all; seen++) {
      others.forEach((place, end) => {
        others.forEach((next, at) => {
          if ((seen >> at) % 2 === 1) return
          const ways = shortest[seen | (1 << at)]!
          ways[at] = Math.min(ways[at]!, shortest[seen]![end]! + distance(place, next))
        })
      })
    }
    return Math.min(...others.map((place, end) => shortest[all]![end]! + distance(place, home)))
  },
  brute: {
    upTo: { places: 7 },
    // Every order of the places.
    solve: ({ places }) => {
      const length = (way: ReadonlyArray<Point>, left: ReadonlyArray<Point>): number =>
        left.length === 0
          ? way.reduce((sum, place, at) => sum + distance(place, way[(at + 1) % way.length]!), 0)
          : Math.min(...left.map((next, at) => length([...way, next], left.toSpliced(at, 1))))
      return length(places.slice(0, 1), places.slice(1))
    }
  },
  properties: {
    "so many different places, none too far out": ({ places }, _, scale) =>
      new Set(places.map(String)).size === scale.places &&
      places.flat().every((coordinate) => coordinate <= scale.maxCoordinate),
    "no shorter than round the rectangle that holds all": ({ places }, gold) =>
      [0, 1].reduce((sum, axis) => {
        const values = places.map((place) => place[axis]!)
        return sum + 2 * (Math.max(...values) - Math.min(...values))
      }, 0) <= gold,
    "no longer than in the order given, or with two places exchanged": ({ places }, gold) => {
      const length = (way: ReadonlyArray<Point>) =>
        way.reduce((sum, place, at) => sum + distance(place, way[(at + 1) % way.length]!), 0)
      return places.every((one, at) =>
        places.every((other, to) => gold <= length(places.with(at, other).with(to, one)))
      )
    }
  }
})
