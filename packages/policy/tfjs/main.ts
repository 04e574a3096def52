/** Entry point of the policy's process: answers calls until the controlling process is gone. */
import { Cause, Effect, Queue } from "effect"
import type { Policy, PolicyError, PublishedWeights } from "../Policy.ts"
import type { Answer, Asked, Call, CallTag, Said } from "./Protocol.ts"
import * as TfjsPolicy from "./TfjsPolicy.ts"

/** Resolves once the message has left, since the next call may block this thread for seconds. */
const say = (said: Said): Effect.Effect<void> =>
  Effect.async<void>((resume) => {
    process.send?.(said, undefined, undefined, () => resume(Effect.void))
  })

/** The weights that were sampled from last, the present ones aside. */
let last: PublishedWeights | undefined

const perform = (policy: typeof Policy.Service, call: Call): Effect.Effect<Answer<CallTag>, PolicyError> => {
  switch (call._tag) {
    case "Start":
      return Effect.dieMessage("the policy was started twice")
    case "Sample":
      if (call.weights !== undefined && call.weights !== "last") last = call.weights
      return policy.sample(call.requests, call.options, call.weights === undefined ? undefined : last)
    case "Update":
      return policy.update(call.rollouts, call.options)
    case "Supervise":
      return policy.supervise(call.examples, call)
    case "Publish":
      return policy.publish
    case "Snapshot":
      return policy.snapshot(call.directory)
    case "Restore":
      return Effect.as(policy.restore(call.directory), undefined)
    case "Reference":
      return Effect.as(policy.reference(call.directory), undefined)
  }
}

const answer = (id: number, answered: Effect.Effect<Answer<CallTag>, PolicyError>): Effect.Effect<void> =>
  answered.pipe(
    Effect.match({
      onSuccess: (value): Said => ({ _tag: "Answered", id, value }),
      onFailure: ({ message, reason }): Said => ({ _tag: "Refused", id, reason, message })
    }),
    Effect.flatMap(say)
  )

const program = Effect.gen(function*() {
  const inbox = yield* Queue.unbounded<Asked>()
  process.on("message", (asked: Asked) => Queue.unsafeOffer(inbox, asked))
  // The controlling process is gone, whatever ended it.
  process.on("disconnect", () => process.exit(0))
  // A terminal sends these to both processes; the controlling one decides what they mean.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined)
  yield* say({ _tag: "Ready" })
  const { call, id } = yield* Queue.take(inbox)
  if (call._tag !== "Start") return yield* Effect.dieMessage(`the first call was ${call._tag}, not Start`)
  const started = yield* Effect.either(TfjsPolicy.make(call.config))
  yield* answer(id, Effect.map(started, ({ info }) => info))
  const policy = yield* started
  return yield* Effect.forever(
    Effect.flatMap(Queue.take(inbox), ({ call, id }) => answer(id, perform(policy, call)))
  )
})

await Effect.runPromiseExit(Effect.scoped(program)).then(async (exit) => {
  if (exit._tag === "Failure" && !Cause.isFailure(exit.cause)) {
    await Effect.runPromise(say({ _tag: "Defect", message: Cause.pretty(exit.cause) }))
  }
  process.exit(1)
})
