import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxRows = 140

const names = ["a", "b", "c", "d"] as const

const Cell = Schema.Int.pipe(Schema.between(0, 999))
const Row = Schema.Tuple(Cell, Cell, Cell, Cell)
type Row = typeof Row.Type

const Column = Schema.Int.pipe(Schema.between(0, names.length - 1))

const Rule = Schema.Union(
  Schema.Struct({ kind: Schema.Literal("range"), column: Column, least: Cell, most: Cell }),
  Schema.Struct({ kind: Schema.Literal("less"), column: Column, than: Column }),
  Schema.Struct({
    kind: Schema.Literal("multiple"),
    column: Column,
    of: Schema.Int.pipe(Schema.between(2, 9))
  }),
  Schema.Struct({ kind: Schema.Literal("unique"), column: Column })
)
type Rule = typeof Rule.Type

const phrase = (rule: Rule): string => {
  const name = names[rule.column]!
  switch (rule.kind) {
    case "range":
      return `${name} is at least ${rule.least} and at most ${rule.most}`
    case "less":
      return `${name} is less than ${names[rule.than]}`
    case "multiple":
      return `${name} is a multiple of ${rule.of}`
    case "unique":
      return `no earlier line has the same ${name}`
  }
}

/** Four rules that one line can keep together. */
const rules = Gen.gen(function*() {
  const all: ReadonlyArray<Rule> = [
    { kind: "range", column: 0, least: yield* Gen.int(10, 30), most: yield* Gen.int(60, 90) },
    { kind: "less", column: 1, than: 2 },
    { kind: "multiple", column: 3, of: yield* Gen.int(2, 9) },
    { kind: "unique", column: 3 }
  ]
  return yield* Gen.shuffle(all)
})

/** A line that keeps all rules about single lines. */
const keeping = (rules: ReadonlyArray<Rule>): Gen.Gen<Row> => {
  const range = rules.find((rule) => rule.kind === "range")
  const multiple = rules.find((rule) => rule.kind === "multiple")
  const factor = multiple?.of ?? 1
  return Gen.gen(function*() {
    const a = yield* Gen.int(range?.least ?? 0, range?.most ?? 99)
    const c = yield* Gen.int(1, 99)
    const b = yield* Gen.int(0, c - 1)
    const d = yield* Gen.int(1, Math.floor(999 / factor))
    return [a, b, c, d * factor]
  })
}

export default Environment.make({
  name: "schema-violations",
  tags: ["data", "validation"],
  skill: "checking rows against rules",
  source: "Elementary; integrity constraints",
  scale: {
    rows: Scale.geometric({ min: 5, max: maxRows }),
    rules: Scale.linear({ min: 1, max: 4 })
  },
  instance: Schema.Struct({
    rows: Schema.Array(Row).pipe(
      Schema.minItems(1),
      Schema.maxItems(maxRows)
    ),
    rules: Schema.Array(Rule).pipe(Schema.minItems(1), Schema.maxItems(4))
  }),
  answer: Answer.array(Answer.integer),
  // One line in two has another value where a rule looks, which may or may not break it.
  generate: (scale) =>
    Gen.gen(function*() {
      const drawn = (yield* rules).slice(0, scale.rules)
      const kept = yield* Gen.array(keeping(drawn), scale.rows)
      const rows: Array<Row> = []
      for (const row of kept) {
        const rule = yield* Gen.pick(drawn)
        const other = rule.kind === "unique" ? (yield* Gen.pick(kept))[rule.column]! : yield* Gen.int(0, 99)
        const changed: [number, number, number, number] = [...row]
        changed[rule.column] = other
        rows.push(yield* Gen.pick([row, changed]))
      }
      return { rows, rules: drawn }
    }),
  statement: ({ rows, rules }) =>
    `Each line has the values a, b, c and d, in this order:\n${
      rows.map((row) => row.join(" ")).join("\n")
    }\nFor every line it should hold that ${rules.map(phrase).join("; that ")}.
List the numbers of the lines that break a rule, in ascending order. The first line is line 1; the list may be empty.`,
  solve: ({ rows, rules }) => {
    const holds = (rule: Rule, at: number): boolean => {
      const value = rows[at]![rule.column]!
      switch (rule.kind) {
        case "range":
          return rule.least <= value && value <= rule.most
        case "less":
          return value < rows[at]![rule.than]!
        case "multiple":
          return value % rule.of === 0
        case "unique":
          return rows.findIndex((row) => row[rule.column] === value) === at
      }
    }
    return rows.flatMap((_, at) => (rules.every((rule) => holds(rule, at)) ? [] : [at + 1]))
  },
  brute: {
    upTo: {},
    // Rule by rule, the lines that break it.
    solve: ({ rows, rules }) => {
      const broken = new Set<number>()
      for (const rule of rules) {
        const seen = new Set<number>()
        rows.forEach((row, at) => {
          const value = row[rule.column]!
          const breaks = rule.kind === "range"
            ? value < rule.least || rule.most < value
            : rule.kind === "less"
            ? value >= row[rule.than]!
            : rule.kind === "multiple"
            ? !Number.isInteger(value / rule.of)
            : seen.has(value)
          seen.add(value)
          if (breaks) broken.add(at + 1)
        })
      }
      return [...broken].sort((a, b) => a - b)
    }
  },
  properties: {
    "so many lines, and so many rules": ({ rows, rules }, _, scale) =>
      rows.length === scale.rows && rules.length === scale.rules &&
      new Set(rules.map(({ kind }) => kind)).size === scale.rules,
    "numbers of lines, ascending": ({ rows }, gold) =>
      gold.every((line, at) => (gold[at - 1] ?? 0) < line && line <= rows.length),
    "without the lines that break a rule, no line breaks one": ({ rows, rules }, gold) => {
      const left = rows.filter((_, at) => !gold.includes(at + 1))
      return rules.every((rule) => {
        const column = left.map((row) => row[rule.column]!)
        switch (rule.kind) {
          case "range":
            return column.every((value) => value >= rule.least && value <= rule.most)
          case "less":
            return left.every((row) => row[rule.than]! > row[rule.column]!)
          case "multiple":
            return column.every((value) => value % rule.of === 0)
          case "unique":
            return new Set(column).size === column.length
        }
      })
    }
  }
})
