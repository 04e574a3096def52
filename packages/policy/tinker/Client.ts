/** Asks a Tinker server for what it does, and has nothing applied twice. */
import type { HttpClient } from "@effect/platform"
import { Effect, Option, Schema } from "effect"
import * as Dialect from "./Dialect.ts"
import * as Http from "./Http.ts"
import { TinkerError } from "./TinkerError.ts"
import { Failed, Future, Pending, retrieveFuture } from "./wire/Future.ts"
import type { Deferred, Direct, Operation } from "./wire/Operation.ts"
import { Capabilities, Greeting, skyrl } from "./wire/Server.ts"

export interface Client {
  /** The server's address. */
  readonly url: string
  /** What the server calls itself. */
  readonly server: string
  readonly dialect: Dialect.Dialect
  /** Names of the models that the server trains. */
  readonly models: ReadonlyArray<string>
  readonly ask: <Body, Reply>(
    operation: Direct<Body, Reply>,
    body: NoInfer<Body>
  ) => Effect.Effect<Reply, TinkerError>
  /** Hands a request in; what it gives waits for the result. The server works on requests in this order. */
  readonly submit: <Body, Result>(
    operation: Deferred<Body, Result>,
    body: NoInfer<Body>
  ) => Effect.Effect<Effect.Effect<Result, TinkerError>, TinkerError>
  /** Hands a request in and waits for its result. */
  readonly call: <Body, Result>(
    operation: Deferred<Body, Result>,
    body: NoInfer<Body>
  ) => Effect.Effect<Result, TinkerError>
}

const decode = <A>(what: string, schema: Schema.Schema<A>, reply: unknown): Effect.Effect<A, TinkerError> =>
  Effect.mapError(
    Schema.decodeUnknown(schema)(reply),
    ({ message }) =>
      new TinkerError({ reason: "Protocol", message: `The server's reply to ${what} is wrong: ${message}` })
  )

const isPending = Schema.is(Pending)
const isFailed = Schema.is(Failed)
const decodeGreeting = Schema.decodeOption(Schema.parseJson(Greeting))

/** What a server says at its root, where some have nothing, or anything else. */
const greeting = (http: Http.Http) =>
  http.text("").pipe(
    Effect.map(decodeGreeting),
    Effect.catchIf(({ reason }) => reason !== "Unreachable", () => Effect.succeedNone)
  )

export const make = (options: Http.Options): Effect.Effect<Client, TinkerError, HttpClient.HttpClient> =>
  Effect.gen(function*() {
    const http = yield* Http.make(options)
    const capabilities = yield* http.get("api/v1/get_server_capabilities")
    const { supported_models } = yield* decode("get_server_capabilities", Capabilities, capabilities)
    const { name, version } = Option.getOrElse(
      yield* greeting(http),
      (): typeof Greeting.Type => ({ name: "a Tinker server" })
    )
    const dialect = name === skyrl ? Dialect.skyrl : Dialect.tinker

    const post = <Body>(
      { body: schema, path, repetition }: Operation<Body>,
      body: Body
    ) => {
      const isRepeatable = repetition === "harmless" || (repetition === "numbered" && dialect.keepsSeqIds)
      return Schema.encode(schema)(body).pipe(
        Effect.mapError(({ message }) =>
          new TinkerError({ reason: "Refused", message: `${path} cannot be asked for this: ${message}` })
        ),
        Effect.flatMap((encoded) =>
          http.post(`api/v1/${path}`, encoded, { isRepeatable, mayBePending: path === retrieveFuture.path })
        )
      )
    }

    const ask: Client["ask"] = (operation, body) =>
      Effect.flatMap(
        post(operation, body),
        (reply) => decode(operation.path, operation.reply, reply)
      )

    /** A future's result, whenever it is there. */
    const fetch = (path: string, request_id: string): Effect.Effect<unknown, TinkerError> =>
      Effect.flatMap(post(retrieveFuture, { request_id }), (reply) => {
        if (isPending(reply)) return Effect.delay(fetch(path, request_id), options.firstPause ?? "200 millis")
        return isFailed(reply)
          ? new TinkerError({ reason: "Refused", message: `${path} failed: ${reply.error}` })
          : Effect.succeed(reply)
      })

    const submit: Client["submit"] = (operation, body) =>
      post(operation, body).pipe(
        Effect.flatMap((reply) => decode(operation.path, Future, reply)),
        Effect.map(({ request_id }) =>
          Effect.flatMap(
            fetch(operation.path, request_id),
            (reply) => decode(operation.path, operation.result, reply)
          )
        )
      )

    return {
      url: http.url,
      server: version === undefined ? name : `${name} ${version}`,
      dialect,
      models: supported_models.flatMap(({ model_name }) => model_name ?? []),
      ask,
      submit,
      call: (operation, body) => Effect.flatten(submit(operation, body))
    }
  })
