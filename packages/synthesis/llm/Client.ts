/** Asks an OpenAI-compatible server, until it replies, and never twice for the same reply. */
import { FetchHttpClient } from "@effect/platform"
import { sha256 } from "@scaler/compiler/Hash"
import { Clock, Config, Data, Duration, Effect, Layer, Option, RcMap, Redacted, Schedule } from "effect"
import * as Budget from "./Budget.ts"
import * as ChatBody from "./ChatBody.ts"
import * as ChatCompletions from "./ChatCompletions.ts"
import { Llm, LlmError, type Usage } from "./Llm.ts"
import * as Replies from "./Replies.ts"
import type { TryFailed } from "./TryFailed.ts"

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

/** From 1 s on, twice as long each time and a minute at most, less up to half by chance. */
const backoff = Schedule.exponential("1 second").pipe(
  Schedule.union(Schedule.spaced("1 minute")),
  Schedule.jitteredWith({ min: 0.5, max: 1 })
)

/** The longest that a server may ask to be left alone: after that a person had better know. */
const longestPause = Duration.minutes(10)

/** None where the first of the two that is set is empty. */
const key = Config.redacted("SCALER_LLM_KEY").pipe(
  Config.orElse(() => Config.redacted("OPENAI_API_KEY")),
  Config.option,
  Config.map(Option.map((secret) => Redacted.make(Redacted.value(secret).trim()))),
  Config.map(Option.filter((secret) => Redacted.value(secret) !== ""))
)

/** The most that a question can cost: no tokenizer makes more tokens of a text than it has bytes. */
const worst = (body: string, maxTokens: number): Usage => ({
  promptTokens: Buffer.byteLength(body),
  completionTokens: maxTokens
})

const giveUp = (tries: number) => ({ error, isPassing, pause }: TryFailed): LlmError =>
  isPassing
    ? new LlmError({
      reason: "Unavailable",
      message: isLong(pause)
        ? `${error.message}\nIt asks to be left alone for ${Duration.format(Duration.millis(pause))}: `
          + "go on with --resume after that"
        : `${error.message}\nThat was the last of ${tries} tries: see that the server is up and that --jobs are not `
          + "more than it takes, then go on with --resume"
    })
    : error

const isLong = (pause: number | undefined): pause is number =>
  pause !== undefined && pause > Duration.toMillis(longestPause)

const make = (options: Options) =>
  Effect.gen(function*() {
    const { budgetTokens = Number.MAX_SAFE_INTEGER, jobs = 8, model, tries = 6 } = options
    const replies = yield* Replies.open(options.file)
    const budget = Budget.make(replies, budgetTokens)
    const send = yield* ChatCompletions.make({
      url: options.url,
      model,
      key: yield* Effect.orDie(key),
      deadline: Duration.decode(options.deadline ?? "10 minutes")
    })
    const turns = yield* Effect.makeSemaphore(jobs)

    // One question's pause is every question's: they are of one key.
    let pausedUntil = 0
    const pauseIsOver: Effect.Effect<void> = Effect.flatMap(Clock.currentTimeMillis, (now) =>
      now < pausedUntil ? Effect.zipRight(Effect.sleep(pausedUntil - now), pauseIsOver) : Effect.void)
    const heed = ({ pause }: TryFailed) =>
      pause === undefined || isLong(pause) ? Effect.void : Effect.map(Clock.currentTimeMillis, (now) => {
        pausedUntil = Math.max(pausedUntil, now + pause)
      })

    const ask = (hash: string, body: string, maxTokens: number) =>
      pauseIsOver.pipe(
        Effect.zipRight(budget.pay(hash, worst(body, maxTokens), send(body))),
        Effect.tapErrorTag("TryFailed", heed),
        turns.withPermits(1),
        Effect.retry({
          schedule: backoff,
          times: tries - 1,
          while: (error) =>
            error._tag === "TryFailed" && error.isPassing && !isLong(error.pause)
        }),
        Effect.catchTag("TryFailed", giveUp(tries))
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
        const body = ChatBody.encode(model, request, maxTokens)
        return Effect.scoped(RcMap.get(asked, Data.struct({ body, maxTokens })))
      },
      spent: Effect.map(Effect.orDie(replies.spent), (spent) => ({ ...spent, kept }))
    })
  })

/** A redirected POST would go on as a GET, and Bun takes a server that is silent for 5 minutes for a dead one. */
const requestInit: BunFetchRequestInit = { redirect: "manual", timeout: false }
const http = Layer.provide(FetchHttpClient.layer, Layer.succeed(FetchHttpClient.RequestInit, requestInit))

/** The key is that of the environment variable `SCALER_LLM_KEY` or `OPENAI_API_KEY`. */
export const layer = (options: Options): Layer.Layer<Llm, LlmError> =>
  Layer.provide(Layer.scoped(Llm, make(options)), http)
