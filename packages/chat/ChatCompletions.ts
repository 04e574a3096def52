/** One try to get a reply from an OpenAI-compatible server: `POST {url}/chat/completions`. */
import { FetchHttpClient, HttpClient, HttpClientRequest, type HttpClientResponse } from "@effect/platform"
import { Clock, Duration, Effect, Layer, Option, Redacted } from "effect"
import * as ChatBody from "./ChatBody.ts"
import { ChatError } from "./ChatError.ts"
import * as Completion from "./Completion.ts"
import * as RetryAfter from "./RetryAfter.ts"
import { lost, refused, type Server, type TryFailed } from "./TryFailed.ts"

export interface Options {
  /** Address before `/chat/completions`, as `http://127.0.0.1:8000/v1`. */
  readonly url: string
  readonly model: string
  readonly key: Option.Option<Redacted.Redacted>
  /** Most time until the whole reply is there. */
  readonly deadline: Duration.Duration
}

/** A server that can be asked. */
export interface ChatCompletions {
  /** Its address, without what could be a secret. */
  readonly url: string
  readonly send: Send
}

/** Sends the JSON of a question. It is given up on the server, too, when interrupted. */
export type Send = (body: string) => Effect.Effect<Completion.Completion, TryFailed>

/** What Bun's `fetch` says where nothing was sent. */
const unsent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ConnectionRefused", "FailedToOpenSocket"])

export const make = (options: Options): Effect.Effect<ChatCompletions, ChatError, HttpClient.HttpClient> =>
  Effect.gen(function*() {
    const { deadline, key, model } = options
    const url = yield* endpoint(options.url)
    const client = HttpClient.withTracerPropagation(yield* HttpClient.HttpClient, false)
    const server: Server = {
      name: `${url.origin}${url.pathname}`,
      model,
      withoutKey: (text) =>
        Option.match(key, {
          onNone: () => text,
          onSome: (secret) => text.replaceAll(Redacted.value(secret), "[key]")
        }),
      hasKey: Option.isSome(key)
    }
    const authorize = (request: HttpClientRequest.HttpClientRequest) =>
      Option.match(key, {
        onNone: () => request,
        onSome: (secret) => HttpClientRequest.bearerToken(request, secret)
      })

    const read = (request: string, response: HttpClientResponse.HttpClientResponse) =>
      Effect.gen(function*() {
        const { headers, status } = response
        if (status < 200 || status >= 300) {
          const said = yield* Effect.orElseSucceed(response.text, () => "")
          const now = yield* Clock.currentTimeMillis
          const pause = Option.flatMap(
            Option.fromNullable(headers["retry-after"]),
            (header) => RetryAfter.parse(header, now)
          )
          return yield* refused(server, status, said, Option.getOrUndefined(pause))
        }
        const body = yield* Effect.mapError(response.text, () => lost(server, "the reply was cut off", true))
        const received = Completion.receive(request, model, body)
        switch (received._tag) {
          case "Completion":
            return received.completion
          case "Error":
            return yield* refused(server, received.status, body)
          case "Broken":
            return yield* lost(server, "the reply was cut off, or is none", true)
        }
      })

    const send: Send = (body) =>
      HttpClientRequest.post(url).pipe(
        authorize,
        HttpClientRequest.bodyText(ChatBody.forHost(url.hostname, body), "application/json"),
        client.execute,
        Effect.mapError(({ cause }) => {
          const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no connection"
          return lost(server, server.withoutKey(code), !unsent.has(code))
        }),
        Effect.flatMap((response) => read(body, response)),
        Effect.timeoutFail({
          duration: deadline,
          onTimeout: () =>
            lost(server, `no whole reply within the deadline of ${Duration.format(deadline)}`, true)
        })
      )
    return { url: server.name.replace(/\/chat\/completions$/, ""), send }
  })

const endpoint = (url: string) =>
  Effect.try({
    try: () => {
      const parsed = new URL(url)
      if (!/^https?:$/.test(parsed.protocol) || parsed.username !== "" || parsed.password !== "") throw url
      parsed.pathname = `${parsed.pathname.replace(/\/+$/, "")}/chat/completions`
      return parsed
    },
    catch: () =>
      new ChatError({
        reason: "Setup",
        message: "The server's address must be like http://127.0.0.1:8000/v1, with no user or password in it"
      })
  })

/** A redirected POST would go on as a GET, and Bun takes a server that is silent for 5 minutes for a dead one. */
const requestInit: BunFetchRequestInit = { redirect: "manual", timeout: false }

/** The client with which servers of language models are asked. */
export const http = Layer.provide(
  FetchHttpClient.layer,
  Layer.succeed(FetchHttpClient.RequestInit, requestInit)
)
