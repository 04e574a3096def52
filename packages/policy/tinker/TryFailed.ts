/** How one try of a request can fail, told from what came back, and whether another may succeed. */
import { Data, Option, Schema } from "effect"
import { TinkerError } from "./TinkerError.ts"

export class TryFailed extends Data.TaggedError("TryFailed")<{
  /** What it means where no other try is made. */
  readonly error: TinkerError
  readonly isPassing: boolean
  /** Milliseconds for which the server asks not to be asked. */
  readonly pause?: number
}> {}

/** What may be known of a request whose try failed. */
export interface Asked {
  /** The server and the operation, as messages name them. */
  readonly name: string
  /** Whether the server would not apply it twice. */
  readonly isRepeatable: boolean
  /** Whether status 408 says that the result is not there yet. */
  readonly mayBePending: boolean
}

/** What Bun's `fetch` says where nothing was sent. */
const unsent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ConnectionRefused", "FailedToOpenSocket"])

/** There was no connection, or it ended before the whole reply was there. */
export const lost = ({ isRepeatable, name }: Asked, why: string): TryFailed =>
  isRepeatable || unsent.has(why)
    ? new TryFailed({
      error: new TinkerError({ reason: "Unreachable", message: `${name}: ${why}` }),
      isPassing: true
    })
    : new TryFailed({
      error: new TinkerError({
        reason: "Lost",
        message:
          `${name}: ${why}. The server may have done it, and would do it again: it does not look at seq_ids`
      }),
      isPassing: false
    })

/** Refusals that say that nothing was done yet. */
const notNow = new Set([408, 425, 429, 503])

/** The server refused, by a status; `body` is all that it said. */
export const refused = (asked: Asked, status: number, body: string, pause?: number): TryFailed => {
  if (status >= 500 && !notNow.has(status)) return lost(asked, `${status}: ${words(body)}`)
  const said = `${asked.name}: ${status}: ${words(body)}`
  const reason = notNow.has(status) ? "Unreachable" : meaning(status, body)
  const advice = reason === "Address" ? ". Check the address, and the key in TINKER_API_KEY" : ""
  return new TryFailed({
    error: new TinkerError({ reason, message: `${said}${advice}` }),
    isPassing: notNow.has(status),
    ...(pause === undefined ? {} : { pause })
  })
}

const meaning = (status: number, body: string): TinkerError["reason"] => {
  if (status === 401 || status === 403 || status < 400) return "Address"
  // SkyRL says 400 of a model that it does not have since it was started anew.
  if (status === 404 || status === 410 || /\bnot loaded\b/.test(body)) return "Forgotten"
  return "Refused"
}

const Said = Schema.parseJson(
  Schema.Union(Schema.Struct({ detail: Schema.Unknown }), Schema.Struct({ error: Schema.Unknown }))
)
const decodeSaid = Schema.decodeOption(Said)

const words = (body: string): string => {
  const text = Option.match(decodeSaid(body), {
    onNone: () => body,
    onSome: (said) => {
      const told = "detail" in said ? said.detail : said.error
      return typeof told === "string" ? told : JSON.stringify(told)
    }
  })
  const line = text.replace(/\s+/g, " ").trim()
  return line === "" ? "it gives no reason" : line.length > 300 ? `${line.slice(0, 300)}…` : line
}
