/** Tokens that may be spent: none is asked for that could be one too many. */
import type { Usage } from "@scaler/chat/Completion"
import type { TryFailed } from "@scaler/chat/TryFailed"
import { Deferred, Effect, FiberId, Option } from "effect"
import { type ChatReply, LlmError } from "./Llm.ts"
import type { Replies } from "./Replies.ts"

export interface Budget {
  /**
   * Sends a question once what is left does for the worst that it can cost, and keeps the reply before it is given out.
   * Waits for questions under way, which may cost less than their worst; fails with `Budget` where there are none.
   */
  readonly pay: (
    hash: string,
    worst: Usage,
    send: Effect.Effect<ChatReply, TryFailed>
  ) => Effect.Effect<ChatReply, TryFailed | LlmError>
}

/** A budget of `tokens`, of which is spent what the replies' file says. */
export const make = (replies: Replies, tokens: number): Budget => {
  let underWay = 0
  let settled = Deferred.unsafeMake<void>(FiberId.none)

  const settle = Effect.suspend(() => {
    underWay--
    const waiting = settled
    settled = Deferred.unsafeMake<void>(FiberId.none)
    return Deferred.succeed(waiting, undefined)
  })

  const usedUp = Effect.flatMap(replies.spent, ({ completionTokens, promptTokens }) => {
    const spent = promptTokens + completionTokens
    return new LlmError({
      reason: "Budget",
      message: `${spent} of ${tokens} tokens are spent, and the next question may take more than are left: `
        + "go on with --resume and a larger --budget-tokens"
    })
  })

  // Counted as under way before it is known whether it may be, so that who looks in between waits rather than fails.
  const begin = (hash: string, worst: Usage): Effect.Effect<number, LlmError> =>
    Effect.suspend(() => {
      underWay++
      const before = settled
      return replies.begin(hash, worst, tokens).pipe(
        Effect.tapError(() => settle),
        Effect.flatMap(Option.match({
          onSome: Effect.succeed,
          onNone: () => {
            if (underWay === 1 && settled === before) return Effect.zipRight(settle, usedUp)
            underWay--
            return Effect.zipRight(Effect.interruptible(Deferred.await(before)), begin(hash, worst))
          }
        }))
      )
    })

  return {
    pay: (hash, worst, send) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.flatMap(begin(hash, worst), (entry) =>
          restore(send).pipe(
            Effect.tap((reply) => replies.keep(entry, reply)),
            Effect.tapErrorTag(
              "TryFailed",
              ({ mayBePaid }) => mayBePaid ? Effect.void : replies.forget(entry)
            ),
            Effect.ensuring(settle)
          ))
      )
  }
}
