/** Recorded reasoning, as a model writes it before its answer; made by a seed. */
import { fromCoordinates, type Random } from "@scaler/dsl/Random"
import type { PolicyError } from "@scaler/policy/Policy"
import type { Tokenizer } from "@scaler/policy/tokenizer/Tokenizer"
import { Effect } from "effect"

/** Tokens of reasoning: log-normal. */
const length = { mean: 600, spread: 0.7, most: 6000 }

const count = 128

const number = (random: Random) => String(Math.floor(random.unit() ** 3 * 1000))

const sentences: ReadonlyArray<(random: Random) => string> = [
  (random) =>
    `Let me first write down what is given: ${number(random)}, ${number(random)} and ${number(random)}. `,
  (random) =>
    `So we get \\(${number(random)} \\cdot ${number(random)} - \\frac{${
      number(random)
    }}{2}\\), which is too large. `,
  (random) =>
    `Wait, the statement says that at most ${number(random)} of them may be used, so this case falls away. `,
  (random) =>
    `\n\n**Step ${number(random)}.** Take the next element and compare it with the ones before it. `,
  (random) =>
    `The remainder is ${number(random)}, therefore the count grows from ${number(random)} to ${
      number(random)
    }. `,
  (random) =>
    `\n\\[ x_{${number(random)}} = ${number(random)} + \\left\\{ ${number(random)} \\right\\} \\]\n`,
  () => "Let me check that again, because it is easy to miss one of them. ",
  (random) => `If it were \\boxed{${number(random)}}, the total would not be even, so it cannot be. `,
  (random) =>
    `- row ${number(random)}: ${number(random)} ${number(random)} ${number(random)} ${number(random)}\n`,
  () => "Nothing else changes here, and the same argument holds for the rest by symmetry. "
]

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())

/** Reasoning in the tokens of a model; none of it ends with an answer. */
export type Recording = ReadonlyArray<Int32Array>

const reasoning = ({ encode }: Tokenizer, index: number) =>
  Effect.gen(function*() {
    const random = fromCoordinates("recorded response", index)
    const { mean, most, spread } = length
    const target = Math.min(most, mean * Math.exp(spread * normal(random) - spread ** 2 / 2))
    const tokens: Array<number> = []
    while (tokens.length < target) {
      const sentence = sentences[Math.floor(random.unit() * sentences.length)]!(random)
      tokens.push(...yield* encode(sentence))
    }
    return Int32Array.from(tokens)
  })

/** The same for everybody who has the same tokenizer. */
export const make = (tokenizer: Tokenizer): Effect.Effect<Recording, PolicyError> =>
  Effect.forEach(Array.from({ length: count }, (_, index) => index), (index) => reasoning(tokenizer, index))
