/** What servers send as a reply: as much of it as is needed, and whatever else some leave out or add. */
import { Array as Arr, Either, Option, Schema } from "effect"

export const Usage = Schema.Struct({
  promptTokens: Schema.NonNegativeInt,
  completionTokens: Schema.NonNegativeInt,
  /** There where the server did not say, and the figures, or some in the sum, are estimated from the texts' lengths. */
  estimated: Schema.optionalWith(Schema.Literal(true), { exact: true })
})
export interface Usage extends Schema.Schema.Type<typeof Usage> {}

/** One of the replies to a question. */
export interface Choice {
  readonly content: string
  /** As the server says it: `stop`; `length` where the reply was cut at `max_tokens`; `unknown` where it does not say. */
  readonly finishReason: string
  /** Of the reply's tokens, natural logarithms; absent where the server does not tell them. */
  readonly logProbs?: ReadonlyArray<number>
}

/** The replies to a question. */
export interface Completion {
  readonly choices: Arr.NonEmptyReadonlyArray<Choice>
  /** Of all choices together. */
  readonly usage: Usage
  /** The name that the server gives its model. */
  readonly model: string
}

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

const LogProbs = Schema.Struct({ content: optional(Schema.Array(Schema.Struct({ logprob: Schema.Number }))) })

const Body = Schema.Struct({
  model: optional(Schema.String),
  choices: Schema.NonEmptyArray(Schema.Struct({
    finish_reason: optional(Schema.String),
    message: Schema.Struct({ content: optional(Content) }),
    logprobs: Schema.optional(Schema.Unknown)
  })),
  usage: Schema.optional(Schema.Unknown)
})
const decodeBody = Schema.decodeUnknownOption(Body)
const decodeLogProbs = Schema.decodeUnknownOption(LogProbs)

const decodeUsage = Schema.decodeUnknownOption(
  Schema.Struct({ prompt_tokens: Schema.NonNegativeInt, completion_tokens: Schema.NonNegativeInt })
)

/** An error that came with status 200, some of which carry the status that they mean. */
const decodeError = Schema.decodeUnknownOption(Schema.Struct({
  error: Schema.Union(Schema.NonEmptyString, Schema.Struct({ code: Schema.optional(Schema.Unknown) }))
}))

/** Tokens of a text whose server does not count them: most have three to four and a half bytes. */
const estimate = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3)

/** What a body with status 200 is: replies, an error with its status, or nothing whole. */
export type Received =
  | { readonly _tag: "Completion"; readonly completion: Completion }
  | { readonly _tag: "Error"; readonly status: number }
  | { readonly _tag: "Broken" }

const parseJson = Schema.decodeEither(Schema.parseJson())

/** Reads the body that came for a request, both as text. */
export const receive = (request: string, model: string, text: string): Received => {
  const parsed = parseJson(text)
  if (Either.isLeft(parsed)) return { _tag: "Broken" }
  const error = decodeError(parsed.right)
  if (Option.isSome(error)) {
    const code = typeof error.value.error === "string" ? undefined : Number(error.value.error.code)
    return { _tag: "Error", status: code !== undefined && code >= 400 && code < 600 ? code : 500 }
  }
  const body = decodeBody(parsed.right)
  if (Option.isNone(body)) return { _tag: "Broken" }
  const choices = Arr.map(body.value.choices, toChoice)
  return {
    _tag: "Completion",
    completion: {
      choices,
      usage: Option.match(decodeUsage(body.value.usage), {
        onSome: (counted): Usage => ({
          promptTokens: counted.prompt_tokens,
          completionTokens: counted.completion_tokens
        }),
        onNone: (): Usage => ({
          promptTokens: estimate(request),
          completionTokens: choices.reduce((sum, { content }) => sum + estimate(content), 0),
          estimated: true
        })
      }),
      model: body.value.model ?? model
    }
  }
}

const toChoice = ({ finish_reason, logprobs, message }: typeof Body.Type["choices"][number]): Choice => {
  const told = Option.getOrUndefined(decodeLogProbs(logprobs))?.content
  return {
    content: message.content ?? "",
    finishReason: finish_reason ?? "unknown",
    ...(told === undefined || told === null ? {} : { logProbs: told.map(({ logprob }) => logprob) })
  }
}
