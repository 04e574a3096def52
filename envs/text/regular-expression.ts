import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** A pattern, its parts starred or not. */
type Pattern =
  | { readonly letter: string; readonly starred: boolean }
  | {
    readonly operator: { readonly either: boolean; readonly starred: boolean }
    readonly left: Pattern
    readonly right: Pattern
  }

const write = (pattern: Pattern): string => {
  if ("letter" in pattern) return pattern.starred ? `${pattern.letter}*` : pattern.letter
  const { left, operator: { either, starred }, right } = pattern
  const part = (inner: Pattern): string =>
    !either && "operator" in inner && inner.operator.either && !inner.operator.starred
      ? `(${write(inner)})`
      : write(inner)
  const whole = part(left) + (either ? "|" : "") + part(right)
  return starred ? `(${whole})*` : whole
}

/** A text that the pattern describes. */
const sample = (pattern: Pattern): Gen.Gen<string> =>
  Gen.gen(function*() {
    const { starred } = "letter" in pattern ? pattern : pattern.operator
    const times = starred ? yield* Gen.int(0, 2) : 1
    let text = ""
    for (let time = 0; time < times; time++) {
      if ("letter" in pattern) text += pattern.letter
      else if (pattern.operator.either) {
        text += yield* sample((yield* Gen.boolean()) ? pattern.left : pattern.right)
      } else text += (yield* sample(pattern.left)) + (yield* sample(pattern.right))
    }
    return text
  })

/** The text with one letter replaced, put in or left out. */
const edited = (text: string): Gen.Gen<string> =>
  Gen.gen(function*() {
    const at = yield* Gen.int(0, text.length - 1)
    const letter = yield* Gen.pick(["a", "b", "c", ""])
    return text.slice(0, at) + letter + text.slice(at + (yield* Gen.int(letter === "" ? 1 : 0, 1)))
  })

/** A state of an automaton: to go on from it, the next letter must be `letter`, where it has one. */
interface State {
  readonly letter?: string
  readonly to: Array<number>
}

/** States of an automaton, and the one in which it starts; 0 is where it has read all that the pattern describes. */
const automaton = (pattern: string): { readonly states: ReadonlyArray<State>; readonly start: number } => {
  /** A part of the pattern: where it begins, if what comes after it begins in `next`. */
  type Part = (next: number) => number
  const states: Array<State> = [{ to: [] }]
  const add = (state: State): number => states.push(state) - 1
  let at = 0
  const atom = (): Part => {
    const letter = pattern[at++]!
    let part: Part = (next) => add({ letter, to: [next] })
    if (letter === "(") {
      part = alternatives()
      at++
    }
    if (pattern[at] !== "*") return part
    at++
    return (next) => {
      const again = add({ to: [next] })
      states[again]!.to.push(part(again))
      return again
    }
  }
  const sequence = (): Part => {
    const first = atom()
    if (at === pattern.length || "|)".includes(pattern[at]!)) return first
    const rest = sequence()
    return (next) => first(rest(next))
  }
  const alternatives = (): Part => {
    const one = sequence()
    if (pattern[at] !== "|") return one
    at++
    const other = alternatives()
    return (next) => add({ to: [one(next), other(next)] })
  }
  const start = alternatives()(0)
  return { states, start }
}

const describes = (pattern: string, text: string): boolean => {
  const { start, states } = automaton(pattern)
  /** With what can be reached without a letter; the set grows while it is read. */
  const close = (reached: Set<number>): ReadonlySet<number> => {
    for (const state of reached) {
      if (states[state]!.letter === undefined) { for (const next of states[state]!.to) reached.add(next) }
    }
    return reached
  }
  let reached = close(new Set([start]))
  for (const letter of text) {
    const read = [...reached].filter((state) => states[state]!.letter === letter)
    reached = close(new Set(read.flatMap((state) => states[state]!.to)))
  }
  return reached.has(0)
}

/** One in six is starred: a star around much would describe nearly every text. */
const operators = [
  ...Array.from({ length: 5 }, (_, index) => ({ either: index < 2, starred: false })),
  { either: true, starred: true }
]

export default Environment.make({
  name: "regular-expression",
  tags: ["text", "formal-language", "automaton"],
  skill: "matching a whole text against a regular expression",
  source: "Classic; Kleene 1956, Thompson 1968",
  scale: { leaves: Scale.geometric({ min: 3, max: 190 }) },
  instance: Schema.Struct({
    pattern: Schema.String.pipe(Schema.pattern(/^[abc|()*]+$/)),
    text: Schema.String.pipe(Schema.pattern(/^[abc]+$/))
  }),
  answer: Answer.choice("yes", "no"),
  // Half of the texts are described, the others are so but for a few edits.
  generate: ({ leaves }) =>
    Gen.gen(function*() {
      const leaf = Gen.struct({ letter: Gen.pick(["a", "b", "c"]), starred: Gen.boolean(0.2) })
      const tree = yield* Gen.expression({ leaf, operators, leaves })
      const described = yield* Gen.filter(
        sample(tree),
        ({ length }) => 1 < length && length <= 3 * leaves,
        "too short or too long a text"
      )
      const pattern = write(tree)
      if (yield* Gen.boolean(0.45)) return { pattern, text: described }
      let text = described
      for (let edit = 0; edit < 8 && describes(pattern, text); edit++) text = yield* edited(described)
      return describes(pattern, text)
        ? yield* Gen.reject("no edit leads out of the language")
        : { pattern, text }
    }),
  statement: ({ pattern, text }) =>
    `Does ${pattern} describe the whole of ${text}, yes or no? A star * means that the letter or bracket before it `
    + "stands any number of times, also not at all. A bar | means or, between all that stands to its left and all that "
    + "stands to its right within its brackets.",
  solve: ({ pattern, text }) => describes(pattern, text) ? "yes" : "no",
  brute: {
    upTo: { leaves: 9 },
    // By cutting both apart: the pattern at its first bar or behind its first part, the text at every place.
    solve: ({ pattern, text }) => {
      const seen = new Map<string, boolean>()
      const match = (pattern: string, text: string): boolean => {
        const key = `${pattern} ${text}`
        if (!seen.has(key)) seen.set(key, compare(pattern, text))
        return seen.get(key)!
      }
      const compare = (pattern: string, text: string): boolean => {
        if (pattern === "") return text === ""
        const depth = (at: number) =>
          pattern.slice(0, at).split("(").length - pattern.slice(0, at).split(")").length
        const bar = [...pattern].findIndex((symbol, at) => symbol === "|" && depth(at) === 0)
        if (bar !== -1) return match(pattern.slice(0, bar), text) || match(pattern.slice(bar + 1), text)
        let end = 1
        while (depth(end) > 0) end++
        const inner = pattern.slice(1, end - 1)
        const isFirst = (part: string) => end === 1 ? part === pattern[0] : match(inner, part)
        const cuts = Array.from(
          { length: text.length + 1 },
          (_, cut) => [text.slice(0, cut), text.slice(cut)] as const
        )
        if (pattern[end] !== "*") {
          return cuts.some(([part, rest]) => isFirst(part) && match(pattern.slice(end), rest))
        }
        return match(pattern.slice(end + 1), text) ||
          cuts.some(([part, rest]) => part !== "" && isFirst(part) && match(pattern, rest))
      }
      return match(pattern, text) ? "yes" : "no"
    }
  },
  properties: {
    "so many letters in the pattern": ({ pattern }, _, { leaves }) =>
      pattern.replace(/[^abc]/g, "").length === leaves,
    "not only letters that the pattern lacks": ({ pattern, text }, gold) =>
      gold === "no" || [...text].every((letter) => pattern.includes(letter))
  }
})
