import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const opening = "([{"
const closing = ")]}"
const brackets = opening + closing

/**
 * Where a balanced text of `pairs` pairs opens, every such shape alike likely: of all rotations of a shuffled row of
 * `pairs` openings and one closing more, exactly one is a balanced text followed by a closing (the cycle lemma).
 */
const shape = (pairs: number): Gen.Gen<ReadonlyArray<boolean>> =>
  Gen.map(Gen.shuffle(Array.from({ length: 2 * pairs + 1 }, (_, index) => index < pairs)), (opens) => {
    let depth = 0
    let lowest = 0
    let start = 0
    opens.forEach((open, index) => {
      depth += open ? 1 : -1
      if (depth < lowest) {
        lowest = depth
        start = index + 1
      }
    })
    return [...opens.slice(start), ...opens.slice(0, start)].slice(0, -1)
  })

const balanced = (pairs: number): Gen.Gen<ReadonlyArray<string>> =>
  Gen.gen(function*() {
    const text: Array<string> = []
    const open: Array<number> = []
    for (const opens of yield* shape(pairs)) {
      if (opens) {
        const kind = yield* Gen.int(0, 2)
        open.push(kind)
        text.push(opening[kind]!)
      } else text.push(closing[open.pop()!]!)
    }
    return text
  })

/** Another bracket in one place: that kind then opens more often than it closes, or less. */
const replaced = (text: ReadonlyArray<string>): Gen.Gen<ReadonlyArray<string>> =>
  Gen.gen(function*() {
    const at = yield* Gen.int(0, text.length - 1)
    const other = yield* Gen.pick([...brackets].filter((bracket) => bracket !== text[at]))
    return text.with(at, other)
  })

/** Two closing brackets of different kinds in each other's place: what opens settles what must close, and when. */
const crossed = (text: ReadonlyArray<string>): Gen.Gen<ReadonlyArray<string>> =>
  Gen.gen(function*() {
    const closers = text.flatMap((bracket, at) => (closing.includes(bracket) ? [at] : []))
    const first = yield* Gen.pick(closers)
    const others = closers.filter((at) => text[at] !== text[first])
    if (others.length === 0) return yield* replaced(text)
    const second = yield* Gen.pick(others)
    return text.with(first, text[second]!).with(second, text[first]!)
  })

export default Environment.make({
  name: "balanced-brackets",
  tags: ["text", "formal-language"],
  skill: "matching nested pairs with a stack",
  source: "Classic; the Dyck language of three kinds of brackets",
  scale: { pairs: Scale.geometric({ min: 3, max: 250 }) },
  instance: Schema.Struct({
    text: Schema.String.pipe(Schema.pattern(/^[()[\]{}]+$/), Schema.maxLength(500))
  }),
  answer: Answer.choice("yes", "no"),
  // Half are balanced; the others are balanced but for one bracket, or for two that have changed places.
  generate: ({ pairs }) =>
    Gen.gen(function*() {
      const text = yield* balanced(pairs)
      const spoil = yield* Gen.weighted([[Gen.succeed(text), 2], [replaced(text), 1], [crossed(text), 1]])
      return { text: (yield* spoil).join("") }
    }),
  statement: ({ text }) => `Is ${text} balanced, yes or no?`,
  solve: ({ text }) => {
    const open: Array<string> = []
    for (const bracket of text) {
      const kind = closing.indexOf(bracket)
      if (kind === -1) open.push(bracket)
      else if (open.pop() !== opening[kind]) return "no"
    }
    return open.length === 0 ? "yes" : "no"
  },
  brute: {
    upTo: {},
    solve: ({ text }) => {
      let left = text
      for (let before = ""; before !== left;) {
        before = left
        left = left.replace(/\(\)|\[\]|\{\}/, "")
      }
      return left === "" ? "yes" : "no"
    }
  },
  properties: {
    "two brackets for each pair": ({ text }, _, { pairs }) => text.length === 2 * pairs,
    "each kind of a balanced text opens as often as it closes": ({ text }, gold) =>
      gold === "no" ||
      ["()", "[]", "{}"].every(([open, close]) => text.split(open!).length === text.split(close!).length)
  }
})
