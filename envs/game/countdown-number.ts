import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const operators = ["+", "-", "*"] as const
type Operator = (typeof operators)[number]

const apply = (operator: Operator, left: number, right: number): number =>
  operator === "+" ? left + right : operator === "-" ? left - right : left * right

const valueOf = (tree: Gen.Expression<number, Operator>): number =>
  typeof tree === "number" ? tree : apply(tree.operator, valueOf(tree.left), valueOf(tree.right))

/** The value of an expression, by recursive descent; undefined where it is none. */
const evaluate = (text: string): number | undefined => {
  const tokens = text.match(/\d+|[^\s\d]/g) ?? []
  let next = 0
  const factor = (): number => {
    const token = tokens[next++] ?? ""
    if (/^\d+$/.test(token)) return Number(token)
    const inner = token === "(" ? sum() : NaN
    return tokens[next++] === ")" ? inner : NaN
  }
  const chain =
    (of: readonly [Operator, ...ReadonlyArray<Operator>], operand: () => number) => (): number => {
      let value = operand()
      for (;;) {
        const operator = of.find((operator) => operator === tokens[next])
        if (operator === undefined) return value
        next++
        value = apply(operator, value, operand())
      }
    }
  const product = chain(["*"], factor)
  const sum: () => number = chain(["+", "-"], product)
  const value = sum()
  return next === tokens.length && Number.isSafeInteger(value) ? value : undefined
}

const ascending = (numbers: ReadonlyArray<number>): string => numbers.toSorted((a, b) => a - b).join(", ")

const numbersIn = (text: string): ReadonlyArray<number> => (text.match(/\d+/g) ?? []).map(Number)

export default Environment.make({
  name: "countdown-number",
  tags: ["game", "arithmetic", "search"],
  skill: "searching for a calculation with a given result",
  source:
    "Game; Des chiffres et des lettres, 1972, Countdown, 1982; here with every number and without division",
  scale: { numbers: Scale.linear({ min: 3, max: 5 }), maxValue: Scale.geometric({ min: 9, max: 99 }) },
  instance: Schema.Struct({
    numbers: Schema.Array(Schema.Int.pipe(Schema.between(1, 99))),
    target: Schema.Int.pipe(Schema.between(1, 999))
  }),
  answer: Answer.string,
  generate: ({ maxValue, numbers }) =>
    Gen.gen(function*() {
      const drawn = yield* Gen.array(Gen.int(1, maxValue), numbers)
      let unused = drawn
      const tree = yield* Gen.expression({
        leaf: Gen.make(() => {
          const [first = 0, ...rest] = unused
          unused = rest
          return first
        }),
        operators,
        leaves: numbers
      })
      const target = valueOf(tree)
      if (target < 1 || target > 999) return yield* Gen.reject("a target out of range")
      return { numbers: yield* Gen.shuffle(drawn), target }
    }),
  statement: ({ numbers, target }) =>
    `Write an expression with the value ${target} from the numbers ${
      numbers.join(", ")
    }, each used exactly once, with +, -, `
    + `* and round brackets.`,
  // Any two of the numbers are replaced by what they make, until one is left.
  solve: ({ numbers, target }) => {
    const search = (parts: ReadonlyArray<readonly [number, string]>): string | undefined => {
      const [[value, text] = [0, ""], ...more] = parts
      if (more.length === 0) return value === target ? text : undefined
      for (const [i, [left, leftText]] of parts.entries()) {
        for (const [j, [right, rightText]] of parts.entries()) {
          if (i === j) continue
          const others = parts.filter((_, index) => index !== i && index !== j)
          for (const operator of operators) {
            if (i > j && operator !== "-") continue
            const made = [apply(operator, left, right), `(${leftText} ${operator} ${rightText})`] as const
            const found = search([...others, made])
            if (found !== undefined) return found
          }
        }
      }
      return undefined
    }
    return search(numbers.map((number) => [number, String(number)]))!.slice(1, -1)
  },
  check: ({ numbers, target }, answer) => {
    if (answer.length > 500) return "it is longer than any such expression must be"
    const value = evaluate(answer)
    if (value === undefined) return "it is no expression of numbers, +, -, * and round brackets"
    if (ascending(numbersIn(answer)) !== ascending(numbers)) {
      return `it does not use ${ascending(numbers)} once each`
    }
    return value === target ? true : `its value is ${value}`
  },
  brute: {
    upTo: { numbers: 4 },
    // What each set of the numbers can make, from what its two parts can.
    solve: ({ numbers, target }) => {
      const made = new Map<number, ReadonlyMap<number, string>>()
      for (let set = 1; set < 1 << numbers.length; set++) {
        const values = new Map<number, string>()
        const only = numbers.findIndex((_, index) => set === 1 << index)
        if (only !== -1) values.set(numbers[only]!, String(numbers[only]))
        for (let part = (set - 1) & set; part > 0; part = (part - 1) & set) {
          for (const [a, left] of made.get(part)!) {
            for (const [b, right] of made.get(set ^ part)!) {
              values.set(a + b, `(${left}+${right})`)
              values.set(a - b, `(${left}-${right})`)
              values.set(a * b, `(${left}*${right})`)
            }
          }
        }
        made.set(set, values)
      }
      return made.get((1 << numbers.length) - 1)!.get(target)!
    }
  },
  properties: {
    "as many numbers as asked for, none larger": ({ numbers }, _, scale) =>
      numbers.length === scale.numbers && numbers.every((number) => number <= scale.maxValue),
    "uses every number once": ({ numbers }, gold) => ascending(numbersIn(gold)) === ascending(numbers),
    "has the target's value, with a stack of operators": ({ target }, gold) => {
      const values: Array<number> = []
      const waiting: Array<string> = []
      const rank = (operator: string | undefined) => "( +-*".indexOf(operator ?? "(") >> 1
      const reduce = (to: number) => {
        while (waiting.length > 0 && rank(waiting.at(-1)) >= to) {
          const [operator, b, a] = [waiting.pop(), values.pop()!, values.pop()!]
          values.push(operator === "+" ? a + b : operator === "-" ? a - b : a * b)
        }
      }
      for (const token of `(${gold})`.match(/\d+|\S/g)!) {
        if (/\d/.test(token)) values.push(Number(token))
        else if (token === "(") waiting.push(token)
        else {
          reduce(token === ")" ? 1 : rank(token))
          if (token === ")") waiting.pop()
          else waiting.push(token)
        }
      }
      return /^[\d\s()+*-]+$/.test(gold) && waiting.length === 0 && values.length === 1 &&
        values[0] === target
    }
  }
})
