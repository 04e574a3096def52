import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Rule = Schema.Struct({ left: Schema.String, right: Schema.String })

type Rules = ReadonlyArray<typeof Rule.Type>

/** Rules of each symbol into two symbols, and into a letter: all lengths can be derived from every symbol. */
const grammar = (symbols: string): Gen.Gen<Rules> =>
  Gen.gen(function*() {
    const rules: Array<{ left: string; right: string }> = []
    const pairs = [...symbols].flatMap((one) => [...symbols].map((other) => one + other))
    for (const left of symbols) {
      for (const right of yield* Gen.subset(pairs, 2)) rules.push({ left, right })
      for (const right of yield* Gen.subset(["a", "b", "c"], yield* Gen.int(1, 2))) {
        rules.push({ left, right })
      }
    }
    return rules
  })

const derived = (rules: Rules, symbol: string, length: number): Gen.Gen<string> =>
  Gen.gen(function*() {
    const fitting = rules.filter(({ left, right }) =>
      left === symbol && (right.length === 1) === (length === 1)
    )
    const { right } = yield* Gen.pick(fitting)
    if (length === 1) return right
    const first = yield* Gen.int(1, length - 1)
    return (yield* derived(rules, right[0]!, first)) + (yield* derived(rules, right[1]!, length - first))
  })

export default Environment.make({
  name: "grammar-derivation",
  tags: ["text", "formal-language", "search"],
  skill: "deriving a word by the rules of a grammar",
  source: "Classic; Chomsky 1959, Younger 1967",
  scale: { length: Scale.linear({ min: 3, max: 22 }), symbols: Scale.linear({ min: 2, max: 4 }) },
  instance: Schema.Struct({ rules: Schema.Array(Rule), word: Schema.String }),
  answer: Answer.array(Answer.integer),
  generate: ({ length, symbols }) =>
    Gen.gen(function*() {
      const rules = yield* grammar("SABC".slice(0, symbols))
      return { rules: yield* Gen.shuffle(rules), word: yield* derived(rules, "S", length) }
    }),
  statement: ({ rules, word }) =>
    `The rules are ${
      rules.map(({ left, right }, at) => `${at + 1}: ${left} -> ${right}`).join(", ")
    }. Start with S, and with each rule replace the leftmost capital letter, which must be its left side, by its right `
    + `side, until the text is ${word}. List the numbers of the rules in the order in which they are used.`,
  // Cocke, Younger and Kasami: which parts of the word each symbol derives, the shorter ones first.
  solve: ({ rules, word }) => {
    const found = new Map<string, ReadonlyArray<number>>()
    for (let length = 1; length <= word.length; length++) {
      for (let start = 0; start + length <= word.length; start++) {
        for (const [at, { left, right }] of rules.entries()) {
          const key = `${left} ${start} ${length}`
          if (found.has(key)) continue
          if (length === 1 && right === word[start]) found.set(key, [at + 1])
          for (let first = 1; first < length && right.length === 2; first++) {
            const before = found.get(`${right[0]} ${start} ${first}`)
            const after = found.get(`${right[1]} ${start + first} ${length - first}`)
            if (before !== undefined && after !== undefined) found.set(key, [at + 1, ...before, ...after])
          }
        }
      }
    }
    return found.get(`S 0 ${word.length}`)!
  },
  check: ({ rules, word }, answer) => {
    let text = "S"
    for (const [step, number] of answer.entries()) {
      const rule = rules[number - 1]
      if (rule === undefined) return `there is no rule ${number}`
      const at = text.search(/[A-Z]/)
      if (text[at] !== rule.left) return `rule ${number} does not apply to ${text}, at step ${step + 1}`
      text = text.slice(0, at) + rule.right + text.slice(at + 1)
      if (text.length > word.length) return `after step ${step + 1} the text is longer than ${word}`
    }
    return text === word ? true : `it ends with ${text}`
  },
  brute: {
    upTo: { length: 5 },
    // All derivations in which the text grows no longer than the word.
    solve: ({ rules, word }) => {
      const from = (text: string): ReadonlyArray<number> | undefined => {
        if (text === word) return []
        const symbol = /[A-Z]/.exec(text)
        if (symbol === null || text.length > word.length) return undefined
        for (const [at, { left, right }] of rules.entries()) {
          const rest = left === symbol[0] ? from(text.replace(left, right)) : undefined
          if (rest !== undefined) return [at + 1, ...rest]
        }
        return undefined
      }
      return from("S")!
    }
  },
  properties: {
    "sizes as the scale asks": ({ rules, word }, _, { length, symbols }) =>
      word.length === length && new Set(rules.map(({ left }) => left)).size === symbols &&
      new Set(rules.map(({ left, right }) => left + right)).size === rules.length,
    "a rule into two for each letter but one, a rule into a letter for each": ({ rules, word }, gold) =>
      gold.length === 2 * word.length - 1 &&
      gold.map((number) => rules[number - 1]!.right).filter((right) => right.length === 1).join("") === word
  }
})
