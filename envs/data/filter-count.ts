import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const columns = ["a", "b", "c", "d"] as const

const Cell = Schema.Int.pipe(Schema.between(0, 99))

const Condition = Schema.Struct({
  column: Schema.Int.pipe(Schema.between(0, columns.length - 1)),
  relation: Schema.Literal("at least", "below"),
  bound: Cell
})
type Condition = typeof Condition.Type

/** A value that the condition allows, or one that it does not. */
const valueFor = ({ bound, relation }: Condition, isAllowed: boolean) =>
  (relation === "below") === isAllowed ? Gen.int(0, bound - 1) : Gen.int(bound, 99)

export default Environment.make({
  name: "filter-count",
  tags: ["data", "counting"],
  skill: "filtering rows by several conditions",
  source: "Elementary; SELECT COUNT(*) … WHERE",
  scale: {
    rows: Scale.geometric({ min: 5, max: 160 }),
    conditions: Scale.linear({ min: 1, max: columns.length })
  },
  instance: Schema.Struct({
    rows: Schema.Array(Schema.Tuple(Cell, Cell, Cell, Cell)).pipe(Schema.minItems(1), Schema.maxItems(160)),
    conditions: Schema.Array(Condition).pipe(Schema.minItems(1), Schema.maxItems(columns.length))
  }),
  answer: Answer.integer,
  // How many rows count is drawn first: otherwise hardly any would where there are several conditions.
  generate: ({ rows, conditions }) =>
    Gen.gen(function*() {
      const drawn: Array<Condition> = []
      for (const column of yield* Gen.subset([0, 1, 2, 3], conditions)) {
        drawn.push({
          column,
          relation: yield* Gen.pick(["at least", "below"]),
          bound: yield* Gen.int(20, 80)
        })
      }
      const any = Gen.int(0, 99)
      const row = (conditions: ReadonlyArray<Condition>, areAllowed: boolean) => {
        const [a, b, c, d] = columns.map((_, at) => {
          const condition = conditions.find(({ column }) => column === at)
          return condition === undefined ? any : valueFor(condition, areAllowed)
        })
        return Gen.tuple(a!, b!, c!, d!)
      }
      const counting = yield* Gen.int(1, rows)
      const those = yield* Gen.array(row(drawn, true), counting)
      const breaking = Gen.flatMap(Gen.pick(drawn), (condition) => row([condition], false))
      const others = yield* Gen.array(breaking, rows - counting)
      return { rows: yield* Gen.shuffle([...those, ...others]), conditions: drawn }
    }),
  statement: ({ rows, conditions }) =>
    `Each line has the values a, b, c and d, in this order:\n${
      rows.map((row) => row.join(" ")).join("\n")
    }\nHow many lines have ${
      conditions.map(({ bound, column, relation }) => `${columns[column]} ${relation} ${bound}`).join(" and ")
    }?`,
  solve: ({ rows, conditions }) => {
    let count = 0
    for (const row of rows) {
      const counts = conditions.every(({ bound, column, relation }) =>
        (row[column]! < bound) === (relation === "below")
      )
      if (counts) count++
    }
    return count
  },
  brute: {
    upTo: {},
    // All lines, less those that break some condition.
    solve: ({ rows, conditions }) => {
      const broken = new Set<number>()
      for (const { bound, column, relation } of conditions) {
        rows.forEach((row, at) => {
          const value = row[column]!
          if (relation === "below" ? value >= bound : bound > value) broken.add(at)
        })
      }
      return rows.length - broken.size
    }
  },
  properties: {
    "so many rows, and so many conditions on different columns": ({ rows, conditions }, _, scale) =>
      rows.length === scale.rows && conditions.length === scale.conditions &&
      new Set(conditions.map(({ column }) => column)).size === scale.conditions,
    "both sides of every bound are possible": ({ conditions }) =>
      conditions.every(({ bound }) => 0 < bound && bound < 99),
    "one at least, all at most": ({ rows }, gold) => 0 < gold && gold <= rows.length
  }
})
