/** How one try to get a reply can fail, told from what the server said, and whether another may succeed. */
import { Data, Option, Schema } from "effect"
import { ChatError } from "./ChatError.ts"

export class TryFailed extends Data.TaggedError("TryFailed")<{
  /** What it means where no other try is made. */
  readonly error: ChatError
  /** Whether another try may succeed. */
  readonly isPassing: boolean
  /** Whether the server may have written, and charged for, a reply that did not come. */
  readonly mayBePaid: boolean
  /** Milliseconds for which the server asks not to be asked. */
  readonly pause?: number
}> {}

/** A server, as messages name it. */
export interface Server {
  /** Without what could be a secret: no user, no query. */
  readonly name: string
  readonly model: string
  /** Text of the server with the key struck out. */
  readonly withoutKey: (text: string) => string
  readonly hasKey: boolean
}

/** No whole reply came. */
export const lost = ({ name }: Server, why: string, mayBePaid: boolean): TryFailed =>
  new TryFailed({
    error: new ChatError({ reason: "Unavailable", message: `${name}: ${why}` }),
    isPassing: true,
    mayBePaid
  })

const passing = new Set([408, 409, 425, 429])

/** The server refused, by a status or by an error in place of a reply; `body` is all that it said. */
export const refused = (server: Server, status: number, body: string, pause?: number): TryFailed => {
  const isPassing = passing.has(status) || status >= 500
  const [reason, advice] = isPassing ? ["Unavailable", undefined] as const : fatal(server, status)
  const said = `${server.name}: ${status}: ${shortened(server.withoutKey(words(body)))}`
  return new TryFailed({
    error: new ChatError({ reason, message: advice === undefined ? said : `${said}\n${advice}` }),
    isPassing,
    mayBePaid: false,
    ...pause !== undefined && { pause }
  })
}

const fatal = ({ hasKey, model }: Server, status: number): readonly ["Setup" | "Request", string] => {
  if (status === 401 || status === 403) {
    return [
      "Setup",
      `Set SCALER_LLM_KEY (or OPENAI_API_KEY) to a key of this server that may use "${model}"; ${
        hasKey ? "the one that is set was refused" : "none is set"
      }`
    ]
  }
  if (status === 404 || status < 400) {
    return ["Setup", `Check the address (it mostly ends in /v1) and the model's name, "${model}"`]
  }
  return [
    "Request",
    `Check the model's name, "${model}", and that it takes prompts and replies of this length and this temperature`
  ]
}

const Said = Schema.Struct({ message: Schema.String })
const ErrorBody = Schema.parseJson(Schema.Union(
  Schema.Struct({ error: Said }),
  Schema.Struct({ error: Schema.String }),
  Schema.Struct({ detail: Schema.String }),
  Said
))
const decodeErrorBody = Schema.decodeOption(ErrorBody)

/** The server's message, in whichever of the usual places it is, in one line. */
const words = (body: string): string => {
  const text = Option.match(decodeErrorBody(body), {
    onNone: () => body,
    onSome: (said) => {
      if ("message" in said) return said.message
      if ("detail" in said) return said.detail
      return typeof said.error === "string" ? said.error : said.error.message
    }
  })
  return text.replace(/\s+/g, " ").trim() || "it gives no reason"
}

const shortened = (line: string): string => line.length > 300 ? `${line.slice(0, 300)}…` : line
