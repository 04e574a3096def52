import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** Statements are numbered from 1; a negative number is the opposite of one. */
const Literal = Schema.Int.pipe(Schema.between(-200, 200), Schema.filter((literal) => literal !== 0))

const name = (literal: number): string => {
  const index = Math.abs(literal) - 1
  const round = Math.floor(index / 26)
  return `${literal < 0 ? "!" : ""}${String.fromCharCode(97 + index % 26)}${round === 0 ? "" : round}`
}

type Rules = ReadonlyArray<readonly [number, number]>

/** Whether what is known contradicts itself, by rules and their contrapositions. */
const contradicts = (known: ReadonlyArray<number>, rules: Rules): boolean => {
  const holding = new Set(known)
  // The set grows while it is read.
  for (const literal of holding) {
    for (const [from, to] of rules) {
      if (from === literal) holding.add(to)
      if (to === -literal) holding.add(-from)
    }
  }
  return [...holding].some((literal) => holding.has(-literal))
}

export default Environment.make({
  name: "implication-chain",
  tags: ["logic", "deduction"],
  skill: "chaining implications forwards and by contraposition",
  source: "Classic; modus ponens and modus tollens",
  scale: { rules: Scale.geometric({ min: 2, max: 190 }) },
  instance: Schema.Struct({
    fact: Literal,
    rules: Schema.Array(Schema.Tuple(Literal, Literal)),
    asked: Schema.Int.pipe(Schema.between(1, 200))
  }),
  answer: Answer.choice("true", "false", "unknown"),
  // A chain from the fact, and rules that hang on it or on each other but let nothing follow about what is new in them.
  generate: ({ rules: count }) =>
    Gen.gen(function*() {
      const chain = (count + 1) >> 1
      const order = yield* Gen.distinct(1, Math.max(26, count + 1), count + 1)
      const literals = yield* Gen.array(Gen.pick([1, -1]), count + 1)
      const held = order.map((number, index) => number * literals[index]!)
      const rules: Array<readonly [number, number]> = []
      for (let next = 1; next <= count; next++) {
        const [from, to] = next <= chain
          ? [held[next - 1]!, held[next]!]
          : [held[next]!, held[yield* Gen.int(0, next - 1)]!]
        rules.push((yield* Gen.boolean()) ? [from, to] : [-to, -from])
      }
      const asked = yield* Gen.weighted([[chain, 2], [yield* Gen.int(chain + 1, count), 1]])
      return { fact: held[0]!, rules: yield* Gen.shuffle(rules), asked: Math.abs(held[asked]!) }
    }),
  statement: ({ fact, rules, asked }) =>
    `${name(fact)}, ${rules.map(([from, to]) => `${name(from)}->${name(to)}`).join(", ")}. Is ${
      name(asked)
    } true, false or unknown?`,
  // One implies the other only: whatever contradicts the rules does so by unit propagation.
  solve: ({ fact, rules, asked }) =>
    contradicts([fact, -asked], rules) ? "true" : contradicts([fact, asked], rules) ? "false" : "unknown",
  brute: {
    upTo: { rules: 9 },
    // All ways to make the statements true or false.
    solve: ({ fact, rules, asked }) => {
      const numbers = [...new Set([fact, asked, ...rules.flat()].map(Math.abs))]
      const seen = new Set<boolean>()
      for (let chosen = 0; chosen < 2 ** numbers.length; chosen++) {
        const holds = (literal: number) =>
          ((chosen >> numbers.indexOf(Math.abs(literal))) & 1) === (literal > 0 ? 1 : 0)
        if (holds(fact) && rules.every(([from, to]) => !holds(from) || holds(to))) seen.add(holds(asked))
      }
      return seen.size === 2 ? "unknown" : seen.has(true) ? "true" : "false"
    }
  },
  properties: {
    "so many rules, each about another statement": ({ rules }, _, { rules: count }) =>
      rules.length === count && new Set(rules.flat().map(Math.abs)).size === count + 1
  }
})
