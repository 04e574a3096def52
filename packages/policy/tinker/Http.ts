/** Sends requests to a server until there is a reply. */
import { HttpClient, HttpClientRequest, type HttpClientResponse } from "@effect/platform"
import { Duration, Effect, Option, Redacted, Schedule } from "effect"
import { TinkerError } from "./TinkerError.ts"
import { type Asked, lost, refused, type TryFailed } from "./TryFailed.ts"
import type { Pending } from "./wire/Future.ts"

export interface Options {
  /** Address before `/api/v1`, as `http://127.0.0.1:8000`. */
  readonly url: string
  readonly key: Option.Option<Redacted.Redacted>
  /** Tries for one request, until the client gives up. 20 unless given: some two minutes. */
  readonly tries?: number | undefined
  /** Before the second try; twice as long before each further one, up to 10 s, less up to half by chance. 0.2 s unless given. */
  readonly firstPause?: Duration.DurationInput | undefined
  /** Most time for one try; a server may hold the question for a result for 5 minutes. 6 minutes unless given. */
  readonly deadline?: Duration.DurationInput | undefined
}

export interface Http {
  /** The server's address. */
  readonly url: string
  /** The body of the reply. */
  readonly text: (path: string) => Effect.Effect<string, TinkerError>
  readonly get: (path: string) => Effect.Effect<unknown, TinkerError>
  readonly post: (
    path: string,
    body: unknown,
    options: Pick<Asked, "isRepeatable" | "mayBePending">
  ) => Effect.Effect<unknown, TinkerError>
}

/** The longest pause that a server can ask for, in milliseconds. */
const longestPause = 60_000

const read = (asked: Asked, response: HttpClientResponse.HttpClientResponse) =>
  Effect.gen(function*() {
    const { headers, status } = response
    if (status >= 200 && status < 300) {
      return yield* Effect.mapError(response.text, () => lost(asked, "the reply was cut off"))
    }
    if (status === 408 && asked.mayBePending) {
      return JSON.stringify({ type: "try_again" } satisfies typeof Pending.Type)
    }
    const said = yield* Effect.orElseSucceed(response.text, () => "")
    const pause = 1000 * Number(headers["retry-after"] ?? 0)
    return yield* refused(asked, status, said, pause > 0 ? Math.min(pause, longestPause) : undefined)
  })

const parse = (asked: Asked) => (text: string): Effect.Effect<unknown, TryFailed> =>
  Effect.try({
    try: () => JSON.parse(text) as unknown,
    catch: () => lost(asked, "the reply was cut off, or is no JSON")
  })

export const make = (options: Options): Effect.Effect<Http, TinkerError, HttpClient.HttpClient> =>
  Effect.gen(function*() {
    const { deadline = "6 minutes", firstPause = "200 millis", key, tries = 20 } = options
    const url = yield* address(options.url)
    const http = HttpClient.withTracerPropagation(yield* HttpClient.HttpClient, false)
    const backoff = Schedule.exponential(firstPause).pipe(
      Schedule.union(Schedule.spaced("10 seconds")),
      Schedule.jitteredWith({ min: 0.5, max: 1 })
    )
    const authorize = (request: HttpClientRequest.HttpClientRequest) =>
      Option.match(key, {
        onNone: () => request,
        onSome: (secret) => HttpClientRequest.setHeader(request, "x-api-key", Redacted.value(secret))
      })

    const persist = <A>(
      asked: Asked,
      request: HttpClientRequest.HttpClientRequest,
      take: (text: string) => Effect.Effect<A, TryFailed>
    ) =>
      http.execute(authorize(request)).pipe(
        Effect.mapError(({ cause }) =>
          lost(asked, cause instanceof Error && "code" in cause ? String(cause.code) : "no connection")
        ),
        Effect.flatMap((response) => read(asked, response)),
        Effect.flatMap(take),
        Effect.timeoutFail({
          duration: deadline,
          onTimeout: () => lost(asked, `no whole reply within ${Duration.format(deadline)}`)
        }),
        Effect.tapError(({ pause = 0 }) => Effect.sleep(pause)),
        Effect.retry({ schedule: backoff, times: tries - 1, while: ({ isPassing }) => isPassing }),
        Effect.mapError(({ error, isPassing }) =>
          isPassing
            ? new TinkerError({ ...error, message: `${error.message}. That was the last of ${tries} tries` })
            : error
        )
      )

    const harmless = (path: string): Asked => ({
      name: `${url.origin}/${path}`,
      isRepeatable: true,
      mayBePending: false
    })
    return {
      url: url.href.replace(/\/$/, ""),
      text: (path) => persist(harmless(path), HttpClientRequest.get(new URL(path, url)), Effect.succeed),
      get: (path) => {
        const asked = harmless(path)
        return persist(asked, HttpClientRequest.get(new URL(path, url)), parse(asked))
      },
      post: (path, body, options) => {
        const asked = { ...harmless(path), ...options }
        const request = HttpClientRequest.post(new URL(path, url)).pipe(
          HttpClientRequest.bodyText(JSON.stringify(body), "application/json")
        )
        return persist(asked, request, parse(asked))
      }
    }
  })

const address = (url: string): Effect.Effect<URL, TinkerError> =>
  Effect.try({
    try: () => {
      const parsed = new URL(url)
      const mayHoldSecrets = `${parsed.username}${parsed.password}${parsed.search}${parsed.hash}` !== ""
      if (!/^https?:$/.test(parsed.protocol) || mayHoldSecrets) throw url
      parsed.pathname = `${parsed.pathname.replace(/\/+$/, "")}/`
      return parsed
    },
    catch: () =>
      new TinkerError({
        reason: "Address",
        message:
          "The server's address must be like http://127.0.0.1:8000, with no user, password or query in it"
      })
  })
