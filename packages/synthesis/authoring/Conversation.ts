/** Asking until a reply holds: what was wrong with one goes into the next question. */
import { sha256 } from "@scaler/compiler/Hash"
import { Data, Effect, Either, Schema } from "effect"
import { ChatReply, type ChatRequest, Llm, LlmError, type Message } from "../llm/Llm.ts"
import { Defect, Stage } from "../oracle/Defect.ts"

/** How often a language model was asked, and what for. */
export interface Asked {
  readonly replies: number
  readonly promptTokens: number
  readonly completionTokens: number
  /** SHA-256 over the questions, hexadecimal. */
  readonly prompts: string
  readonly refused: ReadonlyArray<{ readonly stage: Stage; readonly message: string }>
}

/** Nothing has been asked yet. */
export const nothing: Asked = { replies: 0, promptTokens: 0, completionTokens: 0, prompts: "", refused: [] }

/** Why no reply held, and what was asked. */
export class Refused
  extends Data.TaggedError("Refused")<{ readonly defect: Defect; readonly asked: Asked }>
{}

/** Runs a step by name; one that was done before gives what it gave then. */
export type Step<E> = <A, I, R>(
  name: string,
  schema: Schema.Schema<A, I>,
  effect: Effect.Effect<A, E, R>
) => Effect.Effect<A, E, R>

const Finding = Schema.Struct({ stage: Stage, message: Schema.String })

/** Longest words on a fault that go back to the model, in characters. */
const longest = 4_000

const corrected = (
  request: ChatRequest,
  reply: string,
  { message, stage }: typeof Finding.Type
): ChatRequest => {
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

export interface Options<A, I, E, R> {
  /** Of the steps. */
  readonly name: string
  readonly request: ChatRequest
  /** Most replies. */
  readonly rounds: number
  readonly step: Step<E | LlmError>
  readonly schema: Schema.Schema<A, I>
  /** What a reply is good for. A defect goes back to the model, unless `isFinal`. */
  readonly check: (reply: ChatReply) => Effect.Effect<A, Defect | E, R>
  readonly isFinal?: (stage: Stage) => boolean
  /** What was asked before. */
  readonly asked: Asked
}

/** Asks at most so many times. */
export const converse = <A, I, E, R>(
  { asked, check, isFinal = () => false, name, request, rounds, schema, step }: Options<A, I, E, R>
): Effect.Effect<{ readonly value: A; readonly asked: Asked }, Refused | E | LlmError, R | Llm> =>
  Effect.gen(function*() {
    const Checked = Schema.Either({ left: Finding, right: schema })
    let question = request
    let sum = asked
    for (let round = 1;; round++) {
      const { complete } = yield* Llm
      const reply = yield* step(`${name}-${round}`, ChatReply, complete(question))
      const found = yield* step(
        `${name}-check-${round}`,
        Checked,
        check(reply).pipe(
          Effect.map(Either.right),
          Effect.catchIf(
            (error): error is Defect => error instanceof Defect,
            ({ message, stage }) => Effect.succeed(Either.left({ message, stage }))
          )
        ) as Effect.Effect<typeof Checked.Type, E, R>
      )
      sum = {
        replies: sum.replies + 1,
        promptTokens: sum.promptTokens + reply.usage.promptTokens,
        completionTokens: sum.completionTokens + reply.usage.completionTokens,
        prompts: sha256(JSON.stringify([sum.prompts, question])),
        refused: Either.isLeft(found) ? [...sum.refused, found.left] : sum.refused
      }
      if (Either.isRight(found)) return { value: found.right, asked: sum }
      if (round >= rounds || isFinal(found.left.stage)) {
        return yield* new Refused({ defect: new Defect(found.left), asked: sum })
      }
      question = corrected(question, reply.content, found.left)
    }
  })
