import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** Two positive numbers whose squares add up to this one: they close in from both ends. */
const rootsOf = (number: number): readonly [number, number] | undefined => {
  let small = 1
  let large = Math.floor(Math.sqrt(number))
  while (small <= large) {
    const sum = small * small + large * large
    if (sum === number) return [small, large]
    if (sum < number) small++
    else large--
  }
  return undefined
}

export default Environment.make({
  name: "two-squares",
  tags: ["arithmetic", "search"],
  skill: "searching for a sum of two squares",
  source: "Classic; Fermat's theorem on sums of two squares",
  scale: { maxRoot: Scale.geometric({ min: 40, max: 9_999 }) },
  instance: Schema.Struct({
    number: Schema.Int.pipe(
      Schema.between(2, 199_960_002),
      Schema.filter((number) => rootsOf(number) !== undefined, {
        message: () => "it must be a sum of two positive squares"
      })
    )
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ maxRoot }) =>
    Gen.gen(function*() {
      const [first, second] = yield* Gen.tuple(Gen.int(1, maxRoot), Gen.int(1, maxRoot))
      return { number: first ** 2 + second ** 2 }
    }),
  statement: ({ number }) =>
    `Find two whole numbers, neither negative, whose squares add up to ${number}. List them in either order.`,
  solve: ({ number }) => rootsOf(number)!,
  check: ({ number }, answer) => {
    if (answer.length !== 2) return `it lists ${answer.length} numbers, not 2`
    const [first, second] = answer as readonly [number, number]
    if (first < 0 || second < 0) return "a number is negative"
    const sum = first * first + second * second
    return sum === number ? true : `the squares add up to ${sum}, not to ${number}`
  },
  brute: {
    upTo: {},
    // The first square that leaves a square.
    solve: ({ number }) => {
      const roots = new Map<number, number>()
      for (let root = 0; root * root <= number; root++) {
        roots.set(root * root, root)
        const other = roots.get(number - root * root)
        if (other !== undefined) return [root, other]
      }
      return []
    }
  },
  properties: {
    "a number of the size that it should have": ({ number }, _, { maxRoot }) =>
      number <= 2 * maxRoot * maxRoot,
    "two roots of squares that add up to it": ({ number }, [first, second, ...others]) =>
      first! >= 0 && second! >= 0 && first! ** 2 + second! ** 2 === number && others.length === 0
  }
})
