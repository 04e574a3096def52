/** Asks an OpenAI-compatible server, until it replies, and never twice for the same reply. */
import * as ChatBody from "@scaler/chat/ChatBody"
import * as ChatCompletions from "@scaler/chat/ChatCompletions"
import type { ChatError } from "@scaler/chat/ChatError"
import type { Completion, Usage } from "@scaler/chat/Completion"
import { key } from "@scaler/chat/Key"
import * as Patience from "@scaler/chat/Patience"
import type { TryFailed } from "@scaler/chat/TryFailed"
import { sha256 } from "@scaler/compiler/Hash"
import { Data, Duration, Effect, Layer, Option, RcMap } from "effect"
import * as Budget from "./Budget.ts"
import { type ChatReply, Llm, LlmError } from "./Llm.ts"
import * as Replies from "./Replies.ts"

export interface Options {
  /** Address before `/chat/completions`, as `http://127.0.0.1:8000/v1`. */
  readonly url: string
  readonly model: string
  /** Where replies are kept, whatever server they are from. */
  readonly file: string
  /** Most questions under way at a time. 8 unless given. */
  readonly jobs?: number
  /** Tokens that may be spent over all runs on the same file. No bound unless given. */
  readonly budgetTokens?: number
  /** Most tokens of a reply where the question does not say. 8192 unless given. */
  readonly maxTokens?: number
  /** Most time for one try. 10 minutes unless given. */
  readonly deadline?: Duration.DurationInput
  /** Tries for one question, until the client gives up. 6 unless given. */
  readonly tries?: number
}

/** The most that a question can cost: no tokenizer makes more tokens of a text than it has bytes. */
const worst = (body: string, maxTokens: number): Usage => ({
  promptTokens: Buffer.byteLength(body),
  completionTokens: maxTokens
})

const toLlmError = ({ message, reason }: ChatError) => new LlmError({ reason, message })

const giveUp = (tries: number) => ({ error, isPassing, pause }: TryFailed): LlmError =>
  isPassing
    ? new LlmError({
      reason: "Unavailable",
      message: Patience.isLong(pause)
        ? `${error.message}\nIt asks to be left alone for ${Duration.format(Duration.millis(pause))}: `
          + "go on with --resume after that"
        : `${error.message}\nThat was the last of ${tries} tries: see that the server is up and that --jobs are not `
          + "more than it takes, then go on with --resume"
    })
    : toLlmError(error)

const toReply = ({ choices: [{ content, finishReason }], model, usage }: Completion): ChatReply => ({
  content,
  finishReason,
  usage,
  model
})

const make = (options: Options) =>
  Effect.gen(function*() {
    const { budgetTokens = Number.MAX_SAFE_INTEGER, jobs = 8, model, tries = 6 } = options
    const replies = yield* Replies.open(options.file)
    const budget = Budget.make(replies, budgetTokens)
    const { send } = yield* Effect.mapError(
      ChatCompletions.make({
        url: options.url,
        model,
        key: yield* Effect.orDie(key),
        deadline: Duration.decode(options.deadline ?? "10 minutes")
      }),
      toLlmError
    )
    const patiently = yield* Patience.make({ jobs, tries })

    const ask = (hash: string, body: string, maxTokens: number) =>
      Effect.catchTag(
        patiently(budget.pay(hash, worst(body, maxTokens), Effect.map(send(body), toReply))),
        "TryFailed",
        giveUp(tries)
      )

    let kept = 0
    const asked = yield* RcMap.make({
      lookup: ({ body, maxTokens }: { readonly body: string; readonly maxTokens: number }) => {
        const hash = sha256(body)
        return Effect.flatMap(
          replies.find(hash),
          Option.match({
            onSome: (reply) => Effect.sync(() => (kept++, reply)),
            onNone: () => ask(hash, body, maxTokens)
          })
        )
      }
    })

    return Llm.of({
      model,
      complete: (request) => {
        const maxTokens = request.maxTokens ?? options.maxTokens ?? 8192
        const { messages, seed, temperature } = request
        const body = ChatBody.encode({
          model,
          messages,
          max_tokens: maxTokens,
          ...(temperature === undefined ? {} : { temperature }),
          ...(seed === undefined ? {} : { seed })
        })
        return Effect.scoped(RcMap.get(asked, Data.struct({ body, maxTokens })))
      },
      spent: Effect.map(Effect.orDie(replies.spent), (spent) => ({ ...spent, kept }))
    })
  })

/** The key is that of the environment variable `SCALER_LLM_KEY` or `OPENAI_API_KEY`. */
export const layer = (options: Options): Layer.Layer<Llm, LlmError> =>
  Layer.provide(Layer.scoped(Llm, make(options)), ChatCompletions.http)
