import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const teams = ["A", "B", "C", "D", "E", "F", "G", "H"] as const

const Result = Schema.Struct({
  team: Schema.Literal(...teams),
  points: Schema.Int.pipe(Schema.between(1, 99))
})

/** Every choice of `size` of the values. */
const choices = (values: ReadonlyArray<number>, size: number): ReadonlyArray<ReadonlyArray<number>> => {
  const [first, ...rest] = values
  if (size === 0) return [[]]
  if (first === undefined) return []
  return [...choices(rest, size - 1).map((others) => [first, ...others]), ...choices(rest, size)]
}

export default Environment.make({
  name: "top-k",
  tags: ["data", "aggregation"],
  skill: "adding up the largest few of each group",
  source: "Elementary; scoring in cross-country running",
  scale: {
    teams: Scale.linear({ min: 2, max: teams.length }),
    perTeam: Scale.geometric({ min: 2, max: 50 }),
    k: Scale.linear({ min: 1, max: 10 })
  },
  instance: Schema.Struct({
    results: Schema.Array(Result).pipe(Schema.minItems(1), Schema.maxItems(400)),
    k: Schema.Int.pipe(Schema.between(1, 10))
  }),
  answer: Answer.integer,
  generate: (scale) =>
    Gen.gen(function*() {
      const column = teams.slice(0, scale.teams).flatMap((team) =>
        Array.from({ length: scale.perTeam }, () => team)
      )
      const points = yield* Gen.array(Gen.int(1, 99), column.length)
      const results = column.map((team, at) => ({ team, points: points[at]! }))
      return { results: yield* Gen.shuffle(results), k: scale.k }
    }),
  statement: ({ k, results }) =>
    `Points of teams: ${results.map(({ points, team }) => `${team} ${points}`).join(", ")}.
The score of a team is the sum of its ${
      k === 1 ? "best result" : `${k} best results`
    }, or of all its results if it has fewer. What is the highest score?`,
  solve: ({ k, results }) => {
    const scores = teams.map((team) =>
      results
        .flatMap((result) => (result.team === team ? [result.points] : []))
        .sort((a, b) => b - a)
        .slice(0, k)
        .reduce((sum, points) => sum + points, 0)
    )
    return Math.max(...scores)
  },
  brute: {
    upTo: { perTeam: 6 },
    // Every choice of results of a team.
    solve: ({ k, results }) => {
      let highest = 0
      for (const points of Map.groupBy(results, ({ team }) => team).values()) {
        const all = points.map((result) => result.points)
        for (const some of choices(all, Math.min(k, all.length))) {
          highest = Math.max(highest, some.reduce((sum, one) => sum + one, 0))
        }
      }
      return highest
    }
  },
  properties: {
    "so many teams, each with so many results": ({ k, results }, _, scale) => {
      const sizes = [...Map.groupBy(results, ({ team }) => team).values()].map((some) => some.length)
      return sizes.length === scale.teams && sizes.every((size) => size === scale.perTeam) && k === scale.k
    },
    "the best results of a team are those that fewer than k others beat": ({ k, results }, gold) => {
      const scores = teams.map((team) => {
        const own = results.filter((result) => result.team === team).map(({ points }) => points)
        const better = (at: number) =>
          own.filter((points, other) => points > own[at]! || (points === own[at] && other < at)).length
        return own.reduce((sum, points, at) => (better(at) < k ? sum + points : sum), 0)
      })
      return scores.includes(gold) && scores.every((score) => score <= gold)
    }
  }
})
