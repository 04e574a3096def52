import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const operators = ["and", "or", "xor"] as const

type Operator = (typeof operators)[number]

const apply = (operator: Operator, left: boolean, right: boolean): boolean =>
  operator === "and" ? left && right : operator === "or" ? left || right : left !== right

interface Tree {
  readonly operator: Operator
  readonly left: Tree | "leaf"
  readonly right: Tree | "leaf"
}

/** The tree as text of a given value: the value of a part tells nothing of its operator. */
const valued = (tree: Tree | "leaf", value: boolean): Gen.Gen<string> =>
  Gen.gen(function*() {
    if (tree === "leaf") {
      const negated = yield* Gen.boolean(0.3)
      return (negated ? "not " : "") + (value === negated ? "F" : "T")
    }
    const { operator } = tree
    const sides = [[false, false], [false, true], [true, false], [true, true]] as const
    const [left, right] = yield* Gen.pick(sides.filter(([a, b]) => apply(operator, a, b) === value))
    return `(${yield* valued(tree.left, left)} ${operator} ${yield* valued(tree.right, right)})`
  })

export default Environment.make({
  name: "boolean-expression",
  tags: ["logic", "evaluation"],
  skill: "evaluating nested and, or, xor and not",
  source: "Classic; Boole 1854",
  scale: { leaves: Scale.geometric({ min: 3, max: 170 }) },
  instance: Schema.Struct({ text: Schema.String.pipe(Schema.pattern(/^[TF() a-z]+$/)) }),
  answer: Answer.boolean,
  generate: ({ leaves }) =>
    Gen.gen(function*() {
      const tree = yield* Gen.expression({ leaf: Gen.succeed("leaf"), operators, leaves })
      const text = yield* valued(tree, yield* Gen.boolean())
      return { text: text.slice(1, -1) }
    }),
  statement: ({ text }) => `Is ${text} true or false?`,
  solve: ({ text }) => {
    const words = text.match(/[TF()]|[a-z]+/g)!
    let at = 0
    const atom = (): boolean => {
      const word = words[at++]
      if (word === "not") return !atom()
      if (word !== "(") return word === "T"
      const value = operation()
      at++
      return value
    }
    const operation = (): boolean => {
      const left = atom()
      const operator = words[at++] as Operator
      return apply(operator, left, atom())
    }
    return operation()
  },
  brute: {
    upTo: {},
    // What stands in innermost brackets is replaced by its value, by the truth tables, until one value is left.
    solve: ({ text }) => {
      const trueOnes = ["T and T", "T or T", "T or F", "F or T", "T xor F", "F xor T"]
      let left = `(${text})`
      while (left.length > 1) {
        left = left.replaceAll("not T", "F").replaceAll("not F", "T").replace(
          /\(([^()]+)\)/g,
          (_, inner: string) => trueOnes.includes(inner) ? "T" : "F"
        )
      }
      return left === "T"
    }
  },
  properties: {
    "so many leaves": ({ text }, _, { leaves }) => text.replace(/[^TF]/g, "").length === leaves
  }
})
