import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

type Word = "add" | "sub" | "mul" | "dup" | "swap" | "drop"

/** How many numbers a word needs, and by how many the stack grows. */
const effects: Readonly<Record<Word, { readonly needs: number; readonly grows: number }>> = {
  add: { needs: 2, grows: -1 },
  sub: { needs: 2, grows: -1 },
  mul: { needs: 2, grows: -1 },
  dup: { needs: 1, grows: 1 },
  swap: { needs: 2, grows: 0 },
  drop: { needs: 1, grows: -1 }
}
const words = Object.keys(effects) as ReadonlyArray<Word>

/** Whether no word finds too few numbers, and some are left at the end. */
const runs = (program: ReadonlyArray<number | Word>): boolean => {
  let depth = 0
  for (const step of program) {
    const { grows, needs } = typeof step === "number" ? { needs: 0, grows: 1 } : effects[step]
    if (depth < needs) return false
    depth += grows
  }
  return depth > 0
}

/** The most numbers that a drawn program leaves on the stack at any time. */
const highest = 30

/** How many numbers are on the stack after each step. */
const depths = (program: ReadonlyArray<number | Word>): ReadonlyArray<number> => {
  let depth = 0
  return program.map((step) =>
    step === "swap" ? depth : typeof step === "number" || step === "dup" ? ++depth : --depth
  )
}

const Step = Schema.Union(Schema.Int.pipe(Schema.between(0, 999)), Schema.Literal(...words))

export default Environment.make({
  name: "stack-machine",
  tags: ["simulation", "program"],
  skill: "running a stack program",
  source: "Classic; Forth, Moore 1970",
  scale: { steps: Scale.geometric({ min: 5, max: 380 }), modulus: Scale.geometric({ min: 10, max: 1_000 }) },
  instance: Schema.Struct({
    modulus: Schema.Int.pipe(Schema.between(2, 1_000)),
    program: Schema.Array(Step).pipe(Schema.minItems(1), Schema.maxItems(380), Schema.filter(runs))
  }),
  answer: Answer.array(Answer.integer),
  // As long as the stack is low it mostly grows, so that words which take numbers off find some.
  generate: ({ modulus, steps }) =>
    Gen.gen(function*() {
      const program: Array<number | Word> = []
      let depth = 0
      while (program.length < steps) {
        const fitting = words.filter((word) =>
          effects[word].needs <= depth && depth + effects[word].grows > 0 &&
          depth + effects[word].grows <= highest
        )
        if (fitting.length === 0 || (depth < highest && (yield* Gen.boolean(depth < 4 ? 0.6 : 0.2)))) {
          program.push(yield* Gen.int(0, modulus - 1))
          depth++
        } else {
          const word = yield* Gen.pick(fitting)
          program.push(word)
          depth += effects[word].grows
        }
      }
      return { modulus, program }
    }),
  statement: ({ modulus, program }) =>
    `A number pushes itself onto a stack. add, sub and mul replace the two top numbers, a below b, by a + b, `
    + `a - b or a * b modulo ${modulus} (0 to ${modulus - 1}). dup pushes the top number once more, swap `
    + `exchanges the two top numbers, drop removes the top one. The stack is empty at first. List it from bottom `
    + `to top after: ${program.join(" ")}`,
  solve: ({ modulus, program }) => {
    const stack: Array<number> = []
    for (const step of program) {
      if (typeof step === "number") {
        stack.push(step)
        continue
      }
      const b = stack.pop()!
      if (step === "dup") stack.push(b, b)
      else if (step !== "drop") {
        const a = stack.pop()!
        if (step === "swap") stack.push(b, a)
        else if (step === "add") stack.push((a + b) % modulus)
        else if (step === "sub") stack.push((((a - b) % modulus) + modulus) % modulus)
        else stack.push((a * b) % modulus)
      }
    }
    return stack
  },
  brute: {
    upTo: {},
    // Rewrites the text of the program from the left until only numbers are left.
    solve: ({ modulus, program }) => {
      let text = `${program.join(" ")} `
      for (let before = ""; before !== text;) {
        before = text
        text = text.replace(
          /(\d+) (dup|drop) |(\d+) (\d+) (add|sub|mul|swap) /,
          (_, only: string, word: string, left: string, right: string, operator: string) => {
            if (word === "drop") return ""
            if (word === "dup") return `${only} ${only} `
            if (operator === "swap") return `${right} ${left} `
            const [a, b] = [BigInt(left), BigInt(right)]
            const value = operator === "add" ? a + b : operator === "mul" ? a * b : a - b
            return `${((value % BigInt(modulus)) + BigInt(modulus)) % BigInt(modulus)} `
          }
        )
      }
      return text.trim().split(" ").map(Number)
    }
  },
  properties: {
    "as many steps as asked for": ({ program }, _, { steps }) => program.length === steps,
    "the modulus asked for, and numbers below it": ({ modulus, program }, gold, scale) =>
      modulus === scale.modulus &&
      [...program, ...gold].every((step) => typeof step === "string" || (0 <= step && step < modulus)),
    "one number more for every push and dup, one less for every word but swap": ({ program }, gold) =>
      gold.length === depths(program).at(-1),
    "the stack is never higher than it may be": ({ program }) =>
      depths(program).every((depth) => depth <= highest)
  }
})
