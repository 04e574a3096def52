import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Inequality = Schema.Struct({
  bound: Schema.Int.pipe(Schema.between(-99_999, 99_999)),
  coefficient: Schema.Int.pipe(Schema.between(-99, 99), Schema.filter((number) => number !== 0)),
  constant: Schema.Int.pipe(Schema.between(-999, 999)),
  relation: Schema.Literal("<", "<=", ">", ">=")
})
type Inequality = Schema.Schema.Type<typeof Inequality>

/** Whether it holds of all large numbers, rather than of all small ones. */
const isLowerBound = ({ coefficient, relation }: Inequality): boolean =>
  coefficient > 0 === relation.startsWith(">")

const holds = ({ bound, coefficient, constant, relation }: Inequality, x: number): boolean => {
  const left = coefficient * x + constant
  switch (relation) {
    case "<":
      return left < bound
    case "<=":
      return left <= bound
    case ">":
      return left > bound
    case ">=":
      return left >= bound
  }
}

const show = ({ bound, coefficient, constant, relation }: Inequality): string => {
  const term = `${coefficient}x`.replace(/^(-?)1x/, "$1x")
  const shift = constant === 0 ? "" : constant < 0 ? ` - ${-constant}` : ` + ${constant}`
  return `${term}${shift} ${relation} ${bound}`
}

export default Environment.make({
  name: "inequality-count",
  tags: ["algebra", "inequalities", "counting"],
  skill: "solving linear inequalities and counting the common integers",
  source: "Elementary algebra",
  scale: {
    inequalities: Scale.geometric({ min: 2, max: 110 }),
    maxSolution: Scale.geometric({ min: 15, max: 999 }),
    maxCoefficient: Scale.geometric({ min: 3, max: 99 })
  },
  instance: Schema.Struct({
    inequalities: Schema.Array(Inequality).pipe(Schema.minItems(2), Schema.maxItems(110))
  }).pipe(
    Schema.filter(
      ({ inequalities }) => inequalities.some(isLowerBound) && !inequalities.every(isLowerBound),
      { message: () => "there must be a bound on either side" }
    )
  ),
  answer: Answer.integer,
  // The ends of the interval are drawn first, around 0; each inequality has its boundary beyond one of them.
  generate: ({ inequalities, maxCoefficient, maxSolution }) =>
    Gen.gen(function*() {
      const lowest = yield* Gen.int(-maxSolution, 0)
      const highest = yield* Gen.int(0, maxSolution)
      const drawn: Array<Inequality> = []
      for (let index = 0; index < inequalities; index++) {
        const isLower = index === 0 || (index > 1 && (yield* Gen.boolean()))
        const boundary = isLower ? yield* Gen.int(-maxSolution, lowest) : yield* Gen.int(highest, maxSolution)
        const size = yield* Gen.int(1, maxCoefficient)
        const coefficient = size * (yield* Gen.pick([-1, 1]))
        const constant = yield* Gen.int(-maxSolution, maxSolution)
        const rest = yield* Gen.int(0, size - 1)
        const isStrict = yield* Gen.boolean()
        const relation = coefficient > 0 === isLower ? (isStrict ? ">" : ">=") : (isStrict ? "<" : "<=")
        drawn.push({ bound: coefficient * boundary + rest + constant, coefficient, constant, relation })
      }
      return { inequalities: yield* Gen.shuffle(drawn) }
    }),
  statement: ({ inequalities }) => {
    const parts = inequalities.map(show)
    return `How many integers x satisfy ${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}?`
  },
  solve: ({ inequalities }) => {
    let lowest = -Infinity
    let highest = Infinity
    for (const inequality of inequalities) {
      const { bound, coefficient, constant, relation } = inequality
      const boundary = (bound - constant) / coefficient
      const isExcluded = !relation.endsWith("=") && Number.isInteger(boundary)
      if (isLowerBound(inequality)) lowest = Math.max(lowest, Math.ceil(boundary) + Number(isExcluded))
      else highest = Math.min(highest, Math.floor(boundary) - Number(isExcluded))
    }
    return Math.max(0, highest - lowest + 1)
  },
  brute: {
    upTo: {},
    // Every integer up to the farthest boundary.
    solve: ({ inequalities }) => {
      const most = Math.max(
        ...inequalities.map(({ bound, coefficient, constant }) =>
          Math.ceil(Math.abs((bound - constant) / coefficient)) + 1
        )
      )
      let count = 0
      for (let x = -most; x <= most; x++) {
        if (inequalities.every((inequality) => holds(inequality, x))) count++
      }
      return count
    }
  },
  properties: {
    "as many inequalities as there should be, no number too large": ({ inequalities }, gold, scale) =>
      inequalities.length === scale.inequalities && gold <= 2 * scale.maxSolution + 1 &&
      inequalities.every(({ coefficient, constant }) =>
        Math.abs(coefficient) <= scale.maxCoefficient && Math.abs(constant) <= scale.maxSolution
      ),
    "0 is counted where it is a solution": ({ inequalities }, gold) =>
      gold > 0 || !inequalities.every((inequality) => holds(inequality, 0))
  }
})
