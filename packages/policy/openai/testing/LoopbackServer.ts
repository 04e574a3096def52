/** A server of chat completions on this machine that speaks for a tiny model, and fails as it is told. */
import * as ChatBody from "@scaler/chat/ChatBody"
import { fromCoordinates } from "@scaler/dsl/Random"
import { Effect, Either, type Scope } from "effect"
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import * as TinyModel from "../../tinker/testing/TinyModel.ts"
import * as Tokenizer from "../../tokenizer/CharacterTokenizer.ts"

/** What goes wrong with a request. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string; readonly said?: string }
  /** The connection ends in the middle of the reply. */
  | { readonly kind: "drop" }
  /** Half of the reply comes, and the connection ends as if it were all. */
  | { readonly kind: "truncate" }

export interface Options {
  /** What happens to the first requests. */
  readonly faults?: ReadonlyArray<Fault>
  /** Most choices in a reply, however many are asked for. */
  readonly mostChoices?: number
  /** The only key that is let in; any unless given. */
  readonly key?: string
}

export interface LoopbackServer {
  /** It ends in `/v1`. */
  readonly url: string
  /** Bodies of the requests, in order. */
  readonly asked: ReadonlyArray<ChatBody.ChatBody>
  /** Most requests that were under way at a time. */
  readonly mostUnderWay: () => number
}

const model = TinyModel.make(1, Tokenizer.vocabulary)

/** Draws a reply token by token; the one that ends it is not part of its text. */
const choice = (
  { logprobs, max_tokens, messages, seed = 0, temperature = 1 }: ChatBody.ChatBody,
  index: number
) => {
  const read = [...Effect.runSync(Tokenizer.encode(messages.map(({ content }) => content).join("\n")))]
  const random = fromCoordinates("chat", seed + index)
  const drawn: Array<{ readonly token: string; readonly logprob: number }> = []
  let isEnded = false
  while (drawn.length < max_tokens && !isEnded) {
    const all = TinyModel.logProbs(model, read, temperature || 1)
    const token = TinyModel.draw(all, temperature, random.unit())
    drawn.push({
      token: Tokenizer.decode(Int32Array.of(token)),
      logprob: TinyModel.logProbs(model, read)[token]!
    })
    read.push(token)
    isEnded = token === Tokenizer.endToken
  }
  return {
    index,
    message: { role: "assistant", content: drawn.map(({ token }) => token).join("") },
    finish_reason: isEnded ? "stop" : "length",
    logprobs: logprobs === true ? { content: drawn } : null
  }
}

const reply = (body: ChatBody.ChatBody, most: number) =>
  JSON.stringify({
    id: "chatcmpl-loopback",
    model: body.model,
    choices: Array.from({ length: Math.min(body.n ?? 1, most) }, (_, index) => choice(body, index))
  })

/** Serves until its scope ends. */
export const start = (
  { faults = [], key, mostChoices = Infinity }: Options = {}
): Effect.Effect<LoopbackServer, never, Scope.Scope> =>
  Effect.gen(function*() {
    const asked: Array<ChatBody.ChatBody> = []
    let [underWay, mostUnderWay] = [0, 0]
    const end = (response: ServerResponse, status: number, body: string, headers = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(body)
    }
    const refuse = (response: ServerResponse, status: number, message: string, headers = {}) =>
      end(response, status, JSON.stringify({ error: { message } }), headers)

    const answer = async (json: string, response: ServerResponse): Promise<void> => {
      const read = ChatBody.decode(json)
      if (Either.isLeft(read)) return refuse(response, 400, read.left.message)
      const fault = faults[asked.length]
      asked.push(read.right)
      // Others may come in the meantime.
      await Bun.sleep(2)
      const whole = reply(read.right, mostChoices)
      switch (fault?.kind) {
        case undefined:
          return end(response, 200, whole)
        case "truncate":
          return end(response, 200, whole.slice(0, whole.length / 2))
        case "drop":
          response.writeHead(200, { "content-length": Buffer.byteLength(whole) })
          return void response.write(whole.slice(0, whole.length / 2), () => response.destroy())
        case "status": {
          const headers = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter }
          return refuse(response, fault.status, fault.said ?? "as the test says", headers)
        }
      }
    }
    const server = createServer(async (incoming, response) => {
      if (key !== undefined && incoming.headers.authorization !== `Bearer ${key}`) {
        return refuse(response, 401, "wrong key")
      }
      if (incoming.url !== "/v1/chat/completions") return refuse(response, 404, "no such path")
      mostUnderWay = Math.max(mostUnderWay, ++underWay)
      await answer(await text(incoming), response)
      underWay--
    })
    yield* Effect.acquireRelease(
      Effect.promise(() =>
        new Promise<void>((resolve, reject) => {
          server.once("error", reject).listen(0, "127.0.0.1", () => resolve())
        })
      ),
      () =>
        Effect.sync(() => {
          server.close()
          server.closeAllConnections()
        })
    )
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
      asked,
      mostUnderWay: () => mostUnderWay
    }
  })
