/** Asking until a reply holds: what was wrong with one goes into the next question. */
import type { Message } from "@scaler/chat/Message"
import { sha256 } from "@scaler/compiler/Hash"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Data, Effect, Either, Schema } from "effect"
import { ChatReply, type ChatRequest, Llm } from "../llm/Llm.ts"
import { Defect, Stage } from "../oracle/Defect.ts"
import type { PoolError } from "../pool/PoolFile.ts"
import type { Asked } from "../Provenance.ts"
import { step } from "../Step.ts"

/** Why no reply held, and what was asked. */
export class Refused extends Data.TaggedError("Refused")<{
  readonly stage: Stage
  readonly message: string
  readonly asked: Asked
}> {}

const Finding = Schema.Struct({ stage: Stage, message: Schema.String })
type Finding = typeof Finding.Type

/** Longest words on a fault that go back to the model, in characters. */
const longest = 4_000

const corrected = (request: ChatRequest, reply: string, { message, stage }: Finding): ChatRequest => {
  const messages: ReadonlyArray<Message> = [
    ...request.messages,
    { role: "assistant", content: reply },
    {
      role: "user",
      content: `That will not do (${stage}):\n\n${
        message.slice(0, longest)
      }\n\nAnswer again, with the whole corrected block.`
    }
  ]
  return { ...request, messages }
}

const found = <A, R>(effect: Effect.Effect<A, Defect | PoolError | SandboxError, R>) =>
  effect.pipe(
    Effect.map(Either.right),
    Effect.catchTag(
      "Defect",
      ({ message, stage }) => Effect.succeed(Either.left<Finding>({ stage, message }))
    )
  )

/** A reply; the left is why the server does not take the question, another one than which there is not. */
const ask = (request: ChatRequest) =>
  Effect.flatMap(Llm, ({ complete }) => complete(request)).pipe(
    Effect.map(Either.right),
    Effect.catchIf(
      ({ reason }) => reason === "Request",
      ({ message }) => Effect.succeed(Either.left<Finding>({ stage: "reply", message }))
    )
  )

const cutOff = ({ content, finishReason, usage }: ChatReply) =>
  finishReason === "length"
    ? new Defect({
      stage: "reply",
      message:
        `It was cut off after ${usage.completionTokens} tokens, ${content.length} characters: be shorter`
    })
    : Effect.void

export interface Options<A, I, R> {
  /** Of the steps. */
  readonly name: string
  readonly request: ChatRequest
  /** Most replies. */
  readonly rounds: number
  readonly schema: Schema.Schema<A, I>
  /** What a reply is good for. A defect goes back to the model, unless it is of the stage `unsuitable`. */
  readonly check: (reply: string) => Effect.Effect<A, Defect | PoolError | SandboxError, R>
  /** What was asked before. */
  readonly asked: Asked
}

/** Asks at most so many times, in steps of a workflow. */
export const converse = <A, I, R>({ asked, check, name, request, rounds, schema }: Options<A, I, R>) =>
  Effect.gen(function*() {
    const Replied = Schema.Either({ left: Finding, right: ChatReply })
    const Checked = Schema.Either({ left: Finding, right: schema })
    let question = request
    let sum = asked
    for (let round = 1;; round++) {
      const reply = yield* step(`${name}-${round}`, Replied, ask(question))
      if (Either.isLeft(reply)) return yield* new Refused({ ...reply.left, asked: sum })
      const { content, usage } = reply.right
      const checked = yield* step(
        `${name}-check-${round}`,
        Checked,
        found(Effect.zipRight(cutOff(reply.right), check(content)))
      )
      sum = {
        replies: sum.replies + 1,
        promptTokens: sum.promptTokens + usage.promptTokens,
        completionTokens: sum.completionTokens + usage.completionTokens,
        prompts: sha256(JSON.stringify([sum.prompts, question])),
        refused: Either.isLeft(checked) ? [...sum.refused, checked.left] : sum.refused
      }
      if (Either.isRight(checked)) return { value: checked.right, asked: sum }
      if (round >= rounds || checked.left.stage === "unsuitable") {
        return yield* new Refused({ ...checked.left, asked: sum })
      }
      question = corrected(question, content, checked.left)
    }
  })
