/** What a language model was asked for, out of what it wrote around it. */
import { Effect, Schema } from "effect"
import { Defect } from "../oracle/Defect.ts"
import { fieldOf } from "../pool/PoolFile.ts"

/** Fenced blocks of Markdown, in order; the last one may have been cut off. */
const blocks = (reply: string): ReadonlyArray<{ readonly language: string; readonly text: string }> =>
  [...reply.matchAll(/^[ \t]*```[ \t]*([\w+-]*)[^\n]*\n([\s\S]*?)^[ \t]*```/gm)].map((
    [, language, text]
  ) => ({
    language: language!.toLowerCase(),
    text: text!
  }))

const refuse = (message: string) => new Defect({ stage: "reply", message })

/** The one block of code in one of these languages; where there are several, the longest. */
export const code = (reply: string, languages: ReadonlyArray<string>): Effect.Effect<string, Defect> => {
  const named = blocks(reply).filter(({ language }) => languages.includes(language))
  const [longest] = named.toSorted((a, b) => b.text.length - a.text.length)
  return longest === undefined
    ? refuse(`There must be one whole block of code, fenced by \`\`\`${languages[0]} and \`\`\``)
    : Effect.succeed(longest.text)
}

/** The JSON in a reply: a block of it, or all from the first brace to the last. */
export const json = <A, I>(reply: string, schema: Schema.Schema<A, I>): Effect.Effect<A, Defect> => {
  const [block] = blocks(reply).filter(({ language }) => language === "json" || language === "")
  const text = block?.text ?? reply.slice(reply.indexOf("{"), reply.lastIndexOf("}") + 1)
  return text.trim() === ""
    ? refuse("There must be one object of JSON, fenced by ```json and ```")
    : Effect.mapError(
      Schema.decode(Schema.parseJson(schema))(text),
      (error) => refuse(`The JSON is not as it was asked for: ${fieldOf(error)}`)
    )
}
