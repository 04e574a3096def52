import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** Numbers of variables, negative where negated. */
const Clause = Schema.Array(Schema.Int)

const literal = (number: number): string => `${number < 0 ? "not " : ""}x${Math.abs(number)}`

export default Environment.make({
  name: "sat-assignment",
  tags: ["logic", "constraint-satisfaction", "search"],
  skill: "satisfying clauses of three literals",
  source: "Classic; Davis, Logemann and Loveland 1962",
  scale: { variables: Scale.linear({ min: 4, max: 24 }), clauses: Scale.geometric({ min: 8, max: 84 }) },
  instance: Schema.Struct({ variables: Schema.Int, clauses: Schema.Array(Clause) }),
  answer: Answer.array(Answer.integer),
  // Every clause holds for an assignment that is drawn first.
  generate: ({ variables, clauses: count }) =>
    Gen.gen(function*() {
      const hidden = yield* Gen.array(Gen.pick([1, -1]), variables)
      const clauses: Array<ReadonlyArray<number>> = []
      while (clauses.length < count) {
        const chosen = yield* Gen.distinct(1, variables, 3)
        const signs = yield* Gen.array(Gen.pick([1, -1]), 3)
        const at = yield* Gen.int(0, 2)
        const broken = chosen.every((variable, index) => signs[index] !== hidden[variable - 1])
        clauses.push(
          chosen.map((variable, index) => variable * signs[index]! * (broken && index === at ? -1 : 1))
        )
      }
      return { variables, clauses }
    }),
  statement: ({ variables, clauses }) =>
    `Give each of x1 to x${variables} the value 1 (true) or 0 (false) so that all of these are true: ${
      clauses.map((clause) => `(${clause.map(literal).join(" or ")})`).join(", ")
    }. List the values in order.`,
  // Clauses with one literal left settle it; else a literal of the shortest clause is tried both ways.
  solve: ({ variables, clauses }) => {
    const satisfy = (open: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<number> | undefined => {
      if (open.length === 0) return []
      const shortest = open.reduce((a, b) => (b.length < a.length ? b : a))
      for (
        const tried of shortest.length === 1
          ? shortest
          : shortest.slice(0, 1).flatMap((one) => [one, -one])
      ) {
        const left = open.flatMap((clause) =>
          clause.includes(tried) ? [] : [clause.filter((other) => other !== -tried)]
        )
        const others = left.some((clause) => clause.length === 0) ? undefined : satisfy(left)
        if (others !== undefined) return [tried, ...others]
      }
      return undefined
    }
    const chosen = satisfy(clauses)!
    return Array.from({ length: variables }, (_, index) => (chosen.includes(index + 1) ? 1 : 0))
  },
  check: ({ variables, clauses }, answer) => {
    if (answer.length !== variables) return `it lists ${answer.length} values, not ${variables}`
    if (answer.some((value) => value !== 0 && value !== 1)) return "a value is neither 0 nor 1"
    const broken = clauses.find((clause) =>
      clause.every((number) => answer[Math.abs(number) - 1] !== (number > 0 ? 1 : 0))
    )
    return broken === undefined ? true : `(${broken.map(literal).join(" or ")}) is false`
  },
  brute: {
    upTo: { variables: 8 },
    solve: ({ variables, clauses }) => {
      for (let chosen = 0; chosen < 2 ** variables; chosen++) {
        const values = Array.from({ length: variables }, (_, index) => (chosen >> index) & 1)
        if (
          clauses.every((clause) => clause.some((n) => n > 0 ? values[n - 1] === 1 : values[-n - 1] === 0))
        ) {
          return values
        }
      }
      return []
    }
  },
  properties: {
    "sizes as the scale asks": ({ variables, clauses }, _, scale) =>
      variables === scale.variables && clauses.length === scale.clauses &&
      clauses.every((clause) => new Set(clause.map(Math.abs)).size === 3),
    "a value of each variable, and a true literal in each clause": ({ variables, clauses }, gold) =>
      gold.length === variables && gold.every((value) => value === 0 || value === 1) &&
      clauses.every((clause) => clause.some((n) => (n > 0 ? gold[n - 1]! : 1 - gold[-n - 1]!) === 1))
  }
})
