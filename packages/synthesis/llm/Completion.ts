/** What servers send as a reply: as much of it as is needed, and whatever else some leave out or add. */
import { Either, Option, Schema } from "effect"
import type { ChatReply, Usage } from "./Llm.ts"

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optional(Schema.NullOr(schema))

const Content = Schema.Union(
  Schema.String,
  Schema.transform(
    Schema.Array(Schema.Struct({ text: Schema.optionalWith(Schema.String, { default: () => "" }) })),
    Schema.String,
    {
      strict: true,
      decode: (parts) => parts.map(({ text }) => text).join(""),
      encode: (text) => [{ text }]
    }
  )
)

const Completion = Schema.Struct({
  model: optional(Schema.String),
  choices: Schema.NonEmptyArray(Schema.Struct({
    finish_reason: optional(Schema.String),
    message: Schema.Struct({ content: optional(Content) })
  })),
  usage: Schema.optional(Schema.Unknown)
})
const decodeCompletion = Schema.decodeUnknownOption(Completion)

const decodeUsage = Schema.decodeUnknownOption(
  Schema.Struct({ prompt_tokens: Schema.NonNegativeInt, completion_tokens: Schema.NonNegativeInt })
)

/** An error that came with status 200, some of which carry the status that they mean. */
const decodeError = Schema.decodeUnknownOption(Schema.Struct({
  error: Schema.Union(Schema.NonEmptyString, Schema.Struct({ code: Schema.optional(Schema.Unknown) }))
}))

/** Tokens of a text whose server does not count them: most have three to four and a half bytes. */
const estimate = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3)

/** What a body with status 200 is: a reply, an error with its status, or nothing whole. */
export type Received =
  | { readonly _tag: "Reply"; readonly reply: ChatReply }
  | { readonly _tag: "Error"; readonly status: number }
  | { readonly _tag: "Broken" }

const parseJson = Schema.decodeEither(Schema.parseJson())

/** Reads the body that came for a request, both as text. */
export const receive = (request: string, model: string, body: string): Received => {
  const parsed = parseJson(body)
  if (Either.isLeft(parsed)) return { _tag: "Broken" }
  const error = decodeError(parsed.right)
  if (Option.isSome(error)) {
    const code = typeof error.value.error === "string" ? undefined : Number(error.value.error.code)
    return { _tag: "Error", status: code !== undefined && code >= 400 && code < 600 ? code : 500 }
  }
  const completion = decodeCompletion(parsed.right)
  if (Option.isNone(completion)) return { _tag: "Broken" }
  const { choices: [{ finish_reason, message }], usage, ...rest } = completion.value
  const content = message.content ?? ""
  return {
    _tag: "Reply",
    reply: {
      content,
      finishReason: finish_reason ?? "unknown",
      usage: Option.match(decodeUsage(usage), {
        onSome: (counted): Usage => ({
          promptTokens: counted.prompt_tokens,
          completionTokens: counted.completion_tokens
        }),
        onNone: (): Usage => ({
          promptTokens: estimate(request),
          completionTokens: estimate(content),
          estimated: true
        })
      }),
      model: rest.model ?? model
    }
  }
}
