import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const letters = [..."abcdefghijklmnopqrst"]

/** Variables by number, a = 0; a term is a number, or a variable's letter. */
const Line = Schema.Struct({
  target: Schema.NonNegativeInt,
  source: Schema.NonNegativeInt,
  sign: Schema.Literal(1, -1),
  term: Schema.Union(Schema.Int, Schema.Literal(...letters))
})
type Line = typeof Line.Type

const run = (start: ReadonlyArray<number>, lines: ReadonlyArray<Line>): ReadonlyArray<number> => {
  const values = [...start]
  for (const { sign, source, target, term } of lines) {
    values[target] = values[source]! +
      sign * (typeof term === "number" ? term : values[letters.indexOf(term)]!)
  }
  return values
}

/** A line after which no value is further from 0 than the limit: of the sum and the difference, one never is. */
const nextLine = (values: ReadonlyArray<number>, limit: number): Gen.Gen<Line> =>
  Gen.gen(function*() {
    const [target, source, other] = yield* Gen.array(Gen.int(0, values.length - 1), 3)
    const term = (yield* Gen.boolean()) ? letters[other!]! : yield* Gen.int(1, limit)
    const line = { target: target!, source: source!, term }
    const fitting = ([1, -1] as const).filter((sign) =>
      Math.abs(run(values, [{ ...line, sign }])[line.target]!) <= limit
    )
    return { ...line, sign: yield* Gen.pick(fitting) }
  })

export default Environment.make({
  name: "variable-trace",
  tags: ["simulation", "program"],
  skill: "keeping track of variables that are assigned anew",
  source: "Classic; tracing a straight-line program",
  scale: {
    lines: Scale.geometric({ min: 1, max: 240 }),
    variables: Scale.linear({ min: 3, max: letters.length }),
    maxValue: Scale.geometric({ min: 9, max: 999 })
  },
  instance: Schema.Struct({ start: Schema.Array(Schema.NonNegativeInt), lines: Schema.Array(Line) }),
  answer: Answer.integer,
  generate: ({ lines, maxValue, variables }) =>
    Gen.gen(function*() {
      const start = yield* Gen.array(Gen.int(0, maxValue), variables)
      const drawn: Array<Line> = []
      let values = start
      while (drawn.length < lines) {
        const line = yield* nextLine(values, maxValue)
        values = run(values, [line])
        drawn.push(line)
      }
      return { start, lines: drawn }
    }),
  statement: ({ lines, start }) =>
    `${
      [
        ...start.map((value, variable) => `${letters[variable]}=${value}`),
        ...lines.map(({ sign, source, target, term }) =>
          `${letters[target]}=${letters[source]}${sign === 1 ? "+" : "-"}${term}`
        )
      ].join("; ")
    }. What is ${letters[lines.at(-1)!.target]}?`,
  solve: ({ lines, start }) => run(start, lines)[lines.at(-1)!.target]!,
  brute: {
    upTo: {},
    // From the end: a variable has what it was last given, in terms of what came before.
    solve: ({ lines, start }) => {
      const known = new Map<string, number>()
      const valueOf = (letter: string, before: number): number => {
        const key = letter + before
        const variable = letter.charCodeAt(0) - 97
        const at = lines.slice(0, before).findLastIndex(({ target }) => target === variable)
        if (at === -1) return start[variable]!
        const { sign, source, term } = lines[at]!
        const value = known.get(key) ??
          valueOf(letters[source]!, at) + sign * (typeof term === "number" ? term : valueOf(term, at))
        known.set(key, value)
        return value
      }
      return valueOf(letters[lines.at(-1)!.target]!, lines.length)
    }
  },
  properties: {
    "as many variables and lines as asked for": ({ lines, start }, _, scale) =>
      start.length === scale.variables && lines.length === scale.lines,
    "no value is further from 0 than asked for": ({ lines, start }, gold, { maxValue }) =>
      [
        ...start,
        ...lines.map((_, index) => run(start, lines.slice(0, index + 1))[lines[index]!.target]!),
        gold
      ]
        .every((value) => Math.abs(value) <= maxValue),
    "no constant is 0": ({ lines }) => lines.every(({ term }) => term !== 0)
  }
})
