import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const alphabet = [..."abcdefghijklmnopqrstuvwxyz"]

const Letters = (longest: number) =>
  Schema.String.pipe(Schema.pattern(/^[a-z]+$/), Schema.minLength(1), Schema.maxLength(longest))

/** One to three letters, at least one of which is one of `some`. */
const body = (some: ReadonlyArray<string>, all: ReadonlyArray<string>): Gen.Gen<string> =>
  Gen.gen(function*() {
    const first = yield* Gen.pick(some)
    const others = yield* Gen.array(Gen.pick(all), yield* Gen.int(0, 2))
    return (yield* Gen.shuffle([...new Set([first, ...others])])).join("")
  })

export default Environment.make({
  name: "horn-clauses",
  tags: ["logic", "deduction", "fixed-point"],
  skill: "deriving all that follows from facts and rules",
  source: "Classic; Horn 1951, Dowling and Gallier 1984",
  scale: { letters: Scale.linear({ min: 6, max: 26 }), extra: Scale.geometric({ min: 2, max: 70 }) },
  instance: Schema.Struct({
    facts: Letters(2),
    rules: Schema.Array(Schema.Struct({ body: Letters(3), head: Letters(1) })).pipe(Schema.maxItems(96))
  }),
  answer: Answer.string,
  // What is to follow is drawn first; all other rules need something that does not.
  generate: ({ letters, extra }) =>
    Gen.gen(function*() {
      const order = yield* Gen.shuffle(alphabet.slice(0, letters))
      const follows = yield* Gen.int(3, letters - 2)
      const facts = order.slice(0, yield* Gen.int(1, 2))
      const rules: Array<{ body: string; head: string }> = []
      for (let next = facts.length; next < follows; next++) {
        const before = order.slice(0, next)
        rules.push({ body: yield* body(before.slice(-2), before), head: order[next]! })
      }
      for (let count = 0; count < extra; count++) {
        rules.push({ body: yield* body(order.slice(follows), order), head: yield* Gen.pick(order) })
      }
      return { facts: facts.join(""), rules: yield* Gen.shuffle(rules) }
    }),
  statement: ({ facts, rules }) =>
    `Known: ${[...facts].join(" and ")}. Rules: ${
      rules.map(({ body, head }) => `if ${[...body].join(" and ")} then ${head}`).join("; ")
    }. Write all letters that are known or follow, in alphabetical order, as one word.`,
  solve: ({ facts, rules }) => {
    const known = new Set(facts)
    const missing = rules.map(({ body }) => new Set(body))
    // The set grows while it is read.
    for (const letter of known) {
      for (const [at, letters] of missing.entries()) {
        if (letters.delete(letter) && letters.size === 0) known.add(rules[at]!.head)
      }
    }
    return [...known].sort().join("")
  },
  brute: {
    upTo: { extra: 12 },
    // Each letter by itself, backwards from it, through no letter twice.
    solve: ({ facts, rules }) => {
      const follows = (letter: string, above: string): boolean =>
        facts.includes(letter) ||
        rules.some(({ body, head }) =>
          head === letter && [...body].every((one) => !above.includes(one) && follows(one, above + one))
        )
      return alphabet.filter((letter) => follows(letter, letter)).join("")
    }
  },
  properties: {
    "of the first letters, with so many rules besides one for each letter that follows": (
      { facts, rules },
      gold,
      { letters, extra }
    ) =>
      rules.length === extra + gold.length - facts.length && facts.length <= 2 &&
      [...facts, ...rules.flatMap(({ body, head }) => [...body, head])].every((one) =>
        alphabet.indexOf(one) < letters
      ) && gold.length > 2 && gold.length < letters,
    "no rule leads on, and each letter but the facts has one that leads to it": ({ facts, rules }, gold) => {
      const leading = rules.filter(({ body }) => [...body].every((letter) => gold.includes(letter)))
      return leading.every(({ head }) => gold.includes(head)) &&
        [...gold].every((letter) => facts.includes(letter) || leading.some(({ head }) => head === letter))
    }
  }
})
