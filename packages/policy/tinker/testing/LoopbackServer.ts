/** A Tinker server on this machine that refuses what is not to the letter, trains a tiny model, and fails as it is told. */
import { Effect, Either, Schema, type Scope } from "effect"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { vocabulary } from "../../tokenizer/CharacterTokenizer.ts"
import * as Dialect from "../Dialect.ts"
import { forwardBackward } from "../wire/ForwardBackward.ts"
import { retrieveFuture } from "../wire/Future.ts"
import { createModel, unloadModel } from "../wire/Model.ts"
import type { Deferred, Direct } from "../wire/Operation.ts"
import { optimStep } from "../wire/OptimStep.ts"
import { sample } from "../wire/Sample.ts"
import { createSession, heartbeat } from "../wire/Session.ts"
import { loadWeights, saveWeights, saveWeightsForSampler } from "../wire/Weights.ts"
import * as Engine from "./Engine.ts"

/** What goes wrong with a request. */
export type Fault =
  /** It is refused before anything is done. */
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string }
  /** The connection ends before anything is done. */
  | { readonly kind: "drop" }
  /** It is done, and the connection ends before the reply. */
  | { readonly kind: "lose" }
  /** It is done, and half of the reply comes. */
  | { readonly kind: "truncate" }
  /** It is done, and this is the reply. */
  | { readonly kind: "reply"; readonly body: unknown }

export interface Options {
  readonly baseModel?: string
  /** Number of the base model's tokens. Those of the character tokenizer unless given. */
  readonly vocabulary?: number
  readonly dialect?: Dialect.Dialect
  /** How often a result is asked for until it is there. Twice unless given. */
  readonly polls?: number
  /** By the path below `/api/v1/`, and how many requests went there before. */
  readonly fault?: (path: string, before: number) => Fault | undefined
}

export interface LoopbackServer {
  readonly url: string
  readonly engine: ReturnType<typeof Engine.make>
  /** Every request that was taken for one, with its status; 0 where no reply went out. */
  readonly log: ReadonlyArray<{ readonly path: string; readonly status: number }>
  /** Most requests for samples that waited for their result at a time. */
  readonly mostSampling: () => number
  /** Starts anew: nothing is known but the weights that were kept. */
  readonly restart: () => void
}

interface Route {
  readonly read: (body: unknown) => unknown
  readonly isDeferred: boolean
  readonly handle: (body: unknown) => unknown
}

const route = <Body, Result>(
  operation: Direct<Body, Result> | Deferred<Body, Result>,
  handle: (body: Body) => Result
): readonly [string, Route] => {
  const decode = Schema.decodeUnknownEither(operation.body, { onExcessProperty: "error" })
  return [operation.path, {
    read: (body) => Either.getOrThrowWith(decode(body), ({ message }) => new Engine.Refusal(422, message)),
    isDeferred: operation._tag === "Deferred",
    handle: (body) => handle(body as Body)
  }]
}

/** Requests of a model, or of a sampler, by their number. */
type Numbered = Map<string, { readonly body: string; readonly request_id: string }>

const answering = (options: Options, engine: ReturnType<typeof Engine.make>) => {
  const { dialect = Dialect.tinker, polls = 2 } = options
  const futures = new Map<string, { left: number; readonly path: string; readonly settle: () => unknown }>()
  const numbered: Numbered = new Map()
  const routes = new Map<string, Route>([
    route(createSession, engine.createSession),
    route(heartbeat, ({ session_id }) => engine.heartbeat(session_id)),
    route(createModel, ({ lora_config, session_id }) => engine.createModel(session_id, lora_config.seed)),
    route(unloadModel, ({ model_id }) => engine.unloadModel(model_id)),
    route(forwardBackward, (body) => engine.forwardBackward(body.model_id, body.forward_backward_input)),
    route(optimStep, ({ adam_params, model_id }) => engine.optimStep(model_id, adam_params)),
    route(saveWeights, ({ model_id, path }) => engine.save(model_id, path)),
    route(loadWeights, ({ model_id, path }) => engine.load(model_id, path)),
    route(saveWeightsForSampler, ({ model_id }) => engine.sampler(model_id)),
    route(sample, engine.sample),
    route(retrieveFuture, ({ request_id }) => {
      const future = futures.get(request_id)
      if (future === undefined) throw new Engine.Refusal(404, "Future not found")
      if (--future.left > 0) {
        // Both ways in which servers say so.
        if (future.left % 2 === 0) return { type: "try_again", request_id, queue_state: "active" }
        throw new Engine.Refusal(408, "Timeout waiting for result")
      }
      return future.settle()
    })
  ])
  let [made, mostSampling] = [0, 0]

  /** Does what is asked for now; the result is there later. */
  const defer = (path: string, { handle }: Route, body: unknown) => {
    const request_id = String(++made)
    const outcome = Either.try(() => handle(body))
    // What is not known is said at once, what cannot be done with the result.
    if (Either.isLeft(outcome) && outcome.left instanceof Engine.Refusal && outcome.left.status !== 422) {
      throw outcome.left
    }
    futures.set(request_id, {
      left: polls,
      path,
      settle: () => Either.getOrThrowWith(outcome, (cause) => new Engine.Refusal(400, String(cause)))
    })
    const sampling = [...futures.values()].filter((future) => future.path === sample.path && future.left > 0)
    mostSampling = Math.max(mostSampling, sampling.length)
    return { request_id, future_id: request_id, status: "pending" }
  }

  const answer = (path: string, json: string): unknown => {
    const found = routes.get(path)
    if (found === undefined) throw new Engine.Refusal(404, "Not Found")
    const body = found.read(JSON.parse(json))
    if (!found.isDeferred) return found.handle(body)
    const { model_id, sampling_session_id, seq_id } = body as Readonly<Record<string, unknown>>
    if (seq_id === undefined || !dialect.keepsSeqIds) return defer(path, found, body)
    const number = `${String(model_id ?? sampling_session_id)} ${String(seq_id)}`
    const same = numbered.get(number)
    if (same === undefined) {
      const reply = defer(path, found, body)
      numbered.set(number, { body: path + json, request_id: reply.request_id })
      return reply
    }
    if (same.body !== path + json) {
      throw new Engine.Refusal(409, `seq_id ${String(seq_id)} was another request's`)
    }
    return { request_id: same.request_id }
  }
  return { answer, mostSampling: () => mostSampling, forget: () => futures.clear() }
}

/** Serves until its scope ends. */
export const start = (options: Options = {}): Effect.Effect<LoopbackServer, never, Scope.Scope> =>
  Effect.gen(function*() {
    const { baseModel = "tiny", dialect = Dialect.tinker, fault = () => undefined } = options
    const engine = Engine.make(dialect, options.vocabulary ?? vocabulary)
    const { answer, forget, mostSampling } = answering(options, engine)
    const log: Array<{ readonly path: string; readonly status: number }> = []
    const before = new Map<string, number>()

    const get = (path: string): unknown => {
      if (path === "/" && dialect.name === "skyrl") return { name: "Tinker API Mock", version: "0.0.1" }
      if (path === "/api/v1/get_server_capabilities") {
        return { supported_models: [{ model_name: baseModel }] }
      }
      throw new Engine.Refusal(404, "Not Found")
    }
    const reply = (response: ServerResponse, status: number, body: string, headers = {}) =>
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(body)

    const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
      const address = incoming.url ?? "/"
      const path = address.replace("/api/v1/", "")
      const body = await text(incoming)
      const times = before.get(path) ?? 0
      before.set(path, times + 1)
      const wrong = fault(path, times)
      const note = (status: number) => log.push({ path, status })
      if (wrong?.kind === "drop") {
        note(0)
        return void response.destroy()
      }
      if (wrong?.kind === "status") {
        note(wrong.status)
        const headers = wrong.retryAfter === undefined ? {} : { "retry-after": wrong.retryAfter }
        return void reply(response, wrong.status, JSON.stringify({ detail: "As the test says" }), headers)
      }
      const done = Either.try(() => incoming.method === "GET" ? get(address) : answer(path, body))
      const [status, said] = Either.match(done, {
        onLeft: (cause) =>
          [cause instanceof Engine.Refusal ? cause.status : 500, { detail: String(cause) }] as const,
        onRight: (result) => [200, wrong?.kind === "reply" ? wrong.body : result] as const
      })
      const json = JSON.stringify(said)
      note(wrong?.kind === "lose" || wrong?.kind === "truncate" ? 0 : status)
      if (wrong?.kind === "lose") return void response.destroy()
      if (wrong?.kind === "truncate") {
        response.writeHead(status, { "content-length": Buffer.byteLength(json) })
        return void response.write(json.slice(0, json.length / 2), () => response.destroy())
      }
      reply(response, status, json)
    }

    const server = yield* Effect.acquireRelease(
      Effect.promise(() =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer((incoming, response) => void serve(incoming, response))
          server.once("error", reject).listen(0, "127.0.0.1", () => resolve(server))
        })
      ),
      (server) =>
        Effect.sync(() => {
          server.close()
          server.closeAllConnections()
        })
    )
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      engine,
      log,
      mostSampling,
      restart: () => {
        engine.restart()
        forget()
      }
    }
  })
