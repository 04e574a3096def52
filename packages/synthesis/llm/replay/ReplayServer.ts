/** A server of chat completions on this machine that answers from a script, and tells what it was asked. */
import * as ChatBody from "@scaler/chat/ChatBody"
import type { Usage } from "@scaler/chat/Completion"
import { sha256 } from "@scaler/compiler/Hash"
import { Effect, Either, Schema, type Scope } from "effect"
import { appendFileSync } from "node:fs"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { Answer, type Fault, Script } from "./Script.ts"

/** A request that was answered in some way. */
export interface Logged {
  /** SHA-256 of its body, which is the name that kept replies have. */
  readonly hash: string
  /** `reply`, the fault that took its place, `gone` where the client did not wait, or `unmatched`. */
  readonly outcome: "reply" | "gone" | "unmatched" | Fault["kind"]
  /** Of a reply. */
  readonly usage?: Usage | null
}

export interface ReplayServer {
  /** What a client is given: it ends in `/v1`. */
  readonly url: string
  /** Everything so far, in order. */
  readonly log: ReadonlyArray<Logged>
}

export interface Options {
  readonly script: Script | ((request: ChatBody.ChatBody) => typeof Answer.Encoded | undefined)
  /** A free one unless given. */
  readonly port?: number
  /** The only key that is let in; any unless given. */
  readonly key?: string
  /** A file to which every request is written as a line of JSON, before its reply goes out. */
  readonly logFile?: string
}

/** Finds the answer to each request; the same for the same hash. */
const answering = (script: Options["script"]) => {
  const answers = new Map<string, Answer | undefined>()
  const find = typeof script === "function"
    ? (request: ChatBody.ChatBody) => {
      const answer = script(request)
      return answer === undefined ? undefined : Schema.decodeSync(Answer)(answer)
    }
    : inTurn(Schema.decodeSync(Script)(script))
  return (hash: string, request: ChatBody.ChatBody): Answer | undefined => {
    if (!answers.has(hash)) answers.set(hash, find(request))
    return answers.get(hash)
  }
}

const inTurn = (script: typeof Script.Type) => {
  const given = script.map(() => 0)
  return ({ messages }: ChatBody.ChatBody): Answer | undefined => {
    const last = messages.findLast(({ role }) => role === "user")?.content ?? ""
    const index = script.findIndex(({ match, within }) =>
      new RegExp(match, "su").test(last)
      && (within === undefined || messages.some(({ content }) => new RegExp(within, "su").test(content)))
    )
    return script[index]?.answers[given[index]!++]
  }
}

/** Serves until its scope ends. */
export const start = (options: Options): Effect.Effect<ReplayServer, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(async () => {
        const log: Array<Logged> = []
        const server = createServer(serve(options, log))
        await new Promise<void>((resolve, reject) => {
          server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve)
        })
        return { log, server }
      }),
      ({ server }) =>
        Effect.sync(() => {
          server.close()
          server.closeAllConnections()
        })
    ),
    ({ log, server }) => ({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, log })
  )

const serve = ({ key, logFile, script }: Options, log: Array<Logged>) => {
  const answerTo = answering(script)
  const asked = new Map<string, number>()

  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(incoming)
    const given = incoming.headers.authorization?.replace(/^Bearer /, "")
    if (key !== undefined && given !== key) {
      return refuse(response, 401, `Incorrect API key provided: ${given ?? "none"}`)
    }
    if (incoming.url !== "/v1/chat/completions") return refuse(response, 404, "There is no such path")
    const request = ChatBody.decode(body)
    if (Either.isLeft(request)) return refuse(response, 400, request.left.message)

    const hash = sha256(body)
    const note = (entry: Omit<Logged, "hash">) => {
      log.push({ hash, ...entry })
      if (logFile !== undefined) appendFileSync(logFile, `${JSON.stringify({ hash, ...entry })}\n`)
    }
    const answer = answerTo(hash, request.right)
    if (answer === undefined) {
      note({ outcome: "unmatched" })
      return refuse(response, 400, `No answer is recorded for ${body.slice(-300)}`)
    }
    const usage = answer.usage === undefined ? quarter(body, answer.content) : answer.usage
    const reply = completion(request.right.model, answer, usage)
    const times = asked.get(hash) ?? 0
    asked.set(hash, times + 1)
    const fault = answer.faults[times]
    if (fault !== undefined) {
      note({ outcome: fault.kind })
      return fail(fault, reply, response)
    }
    await Bun.sleep(answer.delay)
    if (response.closed) return note({ outcome: "gone" })
    note({ outcome: "reply", usage })
    end(response, 200, reply)
  }
}

/** Does what the fault is in place of sending the reply. */
const fail = (fault: Fault, reply: string, response: ServerResponse): void => {
  const half = reply.slice(0, reply.length / 2)
  switch (fault.kind) {
    case "status": {
      const headers = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter }
      return refuse(response, fault.status, fault.message ?? "As the script says", headers)
    }
    case "close":
      return void response.destroy()
    case "drop":
      response.writeHead(200, { "content-length": Buffer.byteLength(reply) })
      return void response.write(half, () => response.destroy())
    case "truncate":
      return end(response, 200, half)
    case "error":
      return end(response, 200, JSON.stringify({ error: { message: fault.message, code: fault.code } }))
    case "silence":
      return
    case "body":
      return end(response, 200, fault.body)
  }
}

type Headers = Readonly<Record<string, string>>

const refuse = (response: ServerResponse, status: number, message: string, headers: Headers = {}): void =>
  end(response, status, JSON.stringify({ error: { message, type: "replay", code: status } }), headers)

const end = (response: ServerResponse, status: number, body: string, headers: Headers = {}): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body)
}

const quarter = (body: string, content: string): Usage => ({
  promptTokens: Math.ceil(Buffer.byteLength(body) / 4),
  completionTokens: Math.ceil(Buffer.byteLength(content) / 4)
})

const completion = (model: string, { content, finishReason }: Answer, usage: Usage | null): string =>
  JSON.stringify({
    id: "chatcmpl-replay",
    object: "chat.completion",
    created: 0,
    model,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: finishReason }],
    ...usage !== null && {
      usage: {
        prompt_tokens: usage.promptTokens,
        completion_tokens: usage.completionTokens,
        total_tokens: usage.promptTokens + usage.completionTokens
      }
    }
  })
