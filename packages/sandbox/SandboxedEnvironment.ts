import type { Manifest } from "@scaler/compiler/Manifest"
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import type { Drawn, DrawRequest } from "@scaler/dsl/Runnable"
import type { Scale } from "@scaler/dsl/Scale"
import { type Effect, type Either, Schema } from "effect"

/**
 * The sandbox ended a call, or could not start one. The child is gone; the next call starts another.
 * - `Unavailable`: no mode works on this machine, or the one asked for does not.
 * - `WallTime`, `CpuTime`, `Memory`, `Output`: a limit was reached.
 * - `Crashed`: the child ended by itself.
 * - `Protocol`: its reply was no reply to what was asked.
 */
export class SandboxError
  extends Schema.TaggedError<SandboxError>("@scaler/sandbox/SandboxError")("SandboxError", {
    reason: Schema.Literal("Unavailable", "WallTime", "CpuTime", "Memory", "Output", "Crashed", "Protocol"),
    environment: Schema.String,
    message: Schema.String,
    /** Name, message and stack of what the module threw as it was loaded. */
    threw: Schema.optionalWith(Schema.Tuple(Schema.String, Schema.String, Schema.String), { exact: true })
  })
{}

/**
 * A fault of an environment in one call: something it threw, or a value that its own declaration refuses.
 * It is counted, and never becomes a reward.
 */
export class EnvironmentDefect
  extends Schema.TaggedError<EnvironmentDefect>("@scaler/sandbox/EnvironmentDefect")("EnvironmentDefect", {
    reason: Schema.Literal("Threw", "Exhausted", "InvalidInstance", "InvalidGold", "InvalidReply"),
    environment: Schema.String,
    operation: Schema.String,
    message: Schema.String
  })
{}

/** One result per request, in order: a fault in one leaves the others standing. */
export type Results<A> = Effect.Effect<ReadonlyArray<Either.Either<A, EnvironmentDefect>>, SandboxError>

/** A compiled environment whose operations run in a sandbox. Every value that comes back has been decoded. */
export interface SandboxedEnvironment {
  readonly manifest: Manifest
  readonly draw: (requests: ReadonlyArray<DrawRequest>) => Results<Drawn>
  /** Null where the generator rejects the draw. */
  readonly drawFrom: (
    requests: ReadonlyArray<{ readonly scale: Scale; readonly words: ReadonlyArray<number> }>
  ) => Results<Drawn | null>
  /** Instances from outside; one that the instance Schema refuses is an `InvalidInstance`. */
  readonly statement: (instances: ReadonlyArray<unknown>) => Results<string>
  readonly solve: (instances: ReadonlyArray<unknown>) => Results<AnswerJson>
  readonly brute: (instances: ReadonlyArray<unknown>) => Results<AnswerJson>
  /** `true`, or why the answer is refused. */
  readonly check: (
    requests: ReadonlyArray<
      { readonly instance: unknown; readonly answer: AnswerJson; readonly gold: AnswerJson }
    >
  ) => Results<true | string>
  readonly failedProperties: (
    requests: ReadonlyArray<
      { readonly instance: unknown; readonly gold: AnswerJson; readonly scale: Scale }
    >
  ) => Results<ReadonlyArray<string>>
  /** Instances from the Schema's own arbitrary, run in the shared flavour. */
  readonly arbitrary: (request: { readonly seed: number; readonly count: number }) => Results<unknown>
}
