/** A vocabulary of printable ASCII characters, for models small enough to be trained from nothing. */
import { Effect } from "effect"
import { PolicyError } from "../Policy.ts"
import { plainPrompt } from "./Tokenizer.ts"

/** Text of a token; the first two have none. */
const pieces: ReadonlyArray<string> = [
  "",
  "",
  "\\boxed{",
  "\n",
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index))
]

/** Fills places that hold no text. */
export const padToken = 0
/** Ends a response. */
export const endToken = 1
export const endTokens = [endToken] as const
/** `\boxed{`, one token. */
export const boxedToken = 2
/** Number of tokens. */
export const vocabulary = pieces.length

const tokenOf = new Map(pieces.flatMap((piece, token) => (piece === "" ? [] : [[piece, token] as const])))
const boxed = pieces[boxedToken]!

/** The tokens of a text, the longest match first. Fails with reason `Request` at a character it lacks. */
export const encode = (text: string): Effect.Effect<Int32Array, PolicyError> =>
  Effect.suspend(() => {
    const tokens = new Int32Array(text.length)
    let count = 0
    for (let at = 0; at < text.length;) {
      if (text.startsWith(boxed, at)) {
        tokens[count++] = boxedToken
        at += boxed.length
        continue
      }
      const token = tokenOf.get(text[at]!)
      if (token === undefined) {
        const character = String.fromCodePoint(text.codePointAt(at)!)
        const point = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")
        return Effect.fail(
          new PolicyError({
            reason: "Request",
            message:
              `The character ${JSON.stringify(character)} (U+${point}) at position ${at} is not in the ` +
              `vocabulary of the character tokenizer: use printable ASCII and line feeds`
          })
        )
      }
      tokens[count++] = token
      at++
    }
    return Effect.succeed(tokens.slice(0, count))
  })

/** The tokens of a statement's prompt. */
export const prompt = (statement: string): Effect.Effect<Int32Array, PolicyError> =>
  encode(plainPrompt(statement))

/** The text of tokens; padding, the end token and numbers outside the vocabulary have none. */
export const decode = (tokens: Int32Array): string => {
  let text = ""
  for (const token of tokens) text += pieces[token] ?? ""
  return text
}
