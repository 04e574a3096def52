import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxRows = 140

const Row = Schema.Struct({
  name: Schema.String.pipe(Schema.pattern(/^[a-z]{1,8}$/), Schema.maxLength(8)),
  points: Schema.Int.pipe(Schema.between(0, 60))
})

export default Environment.make({
  name: "two-key-sort",
  tags: ["data", "order"],
  skill: "sorting rows by one column, then by another",
  source: "Elementary; ORDER BY",
  scale: {
    rows: Scale.geometric({ min: 3, max: maxRows }),
    maxPoints: Scale.geometric({ min: 1, max: 60 })
  },
  instance: Schema.Struct({
    rows: Schema.Array(Row).pipe(
      Schema.minItems(1),
      Schema.maxItems(maxRows),
      Schema.filter((rows) => new Set(rows.map(({ name }) => name)).size === rows.length)
    ),
    first: Schema.Literal("most", "fewest"),
    order: Schema.Literal("alphabetical", "reverse alphabetical")
  }),
  answer: Answer.array(Answer.string),
  generate: (scale) =>
    Gen.gen(function*() {
      const names = yield* Gen.words(scale.rows)
      const points = yield* Gen.array(Gen.int(0, scale.maxPoints), scale.rows)
      return {
        rows: names.map((name, at) => ({ name, points: points[at]! })),
        first: yield* Gen.pick(["most", "fewest"]),
        order: yield* Gen.pick(["alphabetical", "reverse alphabetical"])
      }
    }),
  statement: ({ first, order, rows }) =>
    `Points: ${rows.map(({ name, points }) => `${name} ${points}`).join(", ")}.
List the names, those with the ${first} points first, and those with equally many in ${order} order.`,
  solve: ({ first, order, rows }) =>
    rows.toSorted((a, b) =>
      a.points === b.points
        ? (order === "alphabetical") === (a.name < b.name) ? -1 : 1
        : first === "most"
        ? b.points - a.points
        : a.points - b.points
    ).map(({ name }) => name),
  brute: {
    upTo: {},
    // Alphabetically first; then all with one number of points after another, which keeps their order.
    solve: ({ first, order, rows }) => {
      const names = rows.map(({ name }) => name).sort()
      if (order === "reverse alphabetical") names.reverse()
      const pointsOf = new Map(rows.map(({ name, points }) => [name, points]))
      const levels = Array.from({ length: 61 }, (_, points) => first === "most" ? 60 - points : points)
      return levels.flatMap((points) => names.filter((name) => pointsOf.get(name) === points))
    }
  },
  properties: {
    "so many rows, none with too many points": ({ rows }, _, scale) =>
      rows.length === scale.rows && rows.every(({ points }) => points <= scale.maxPoints),
    "every name once": ({ rows }, gold) =>
      gold.length === rows.length && rows.every(({ name }) => gold.includes(name))
  }
})
