/** Steps of a problem's workflow. */
import { Activity } from "@effect/workflow"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Context, Deferred, Effect, Layer, type Schema } from "effect"
import type { LlmError } from "./llm/Llm.ts"
import type { PoolError } from "./pool/PoolFile.ts"

/** What no problem is to blame for: the run ends, and another goes on from there. */
export type Trouble = LlmError | PoolError | SandboxError

/** Ends a run. Who asks for it waits, so that its step is not done, and is done again by the next run. */
export class Halt extends Context.Tag("@scaler/synthesis/Halt")<Halt, {
  readonly now: (trouble: Trouble) => Effect.Effect<never>
  /** Fails when somebody has asked for it. */
  readonly asked: Effect.Effect<never, Trouble>
}>() {}

export const haltLayer: Layer.Layer<Halt> = Layer.effect(
  Halt,
  Effect.map(Deferred.make<never, Trouble>(), (deferred) =>
    Halt.of({
      now: (trouble) => Effect.zipRight(Deferred.fail(deferred, trouble), Effect.never),
      asked: Deferred.await(deferred)
    }))
)

/** A step by its name in the workflow: one that is done gives what it gave then. */
export const step = <A, I, R>(
  name: string,
  success: Schema.Schema<A, I>,
  effect: Effect.Effect<A, Trouble, R>
) =>
  Activity.make({
    name,
    success,
    execute: Effect.catchAll(effect, (trouble) => Effect.flatMap(Halt, ({ now }) => now(trouble)))
  })
