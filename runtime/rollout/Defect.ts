/** Faults of environments, as a run counts them. */
import type { EnvironmentDefect, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Schema } from "effect"

/** One fault: it is counted against its environment, and never becomes a reward. */
export type Defect = EnvironmentDefect | SandboxError

/** Whether a clock limit fired: such a step would not be the same when repeated. */
export const isClockLimit = (defect: Defect): boolean =>
  defect._tag === "SandboxError" && (defect.reason === "WallTime" || defect.reason === "CpuTime")

/** A sandbox that ended a call is a fault of the environment in it; a sandbox that cannot start ends the run. */
export const asDefect = <A, R>(
  effect: Effect.Effect<A, Defect, R>,
  onDefect: (defect: Defect) => A
): Effect.Effect<A, SandboxError, R> =>
  Effect.catchAll(effect, (error) =>
    error._tag === "SandboxError" && error.reason === "Unavailable"
      ? Effect.fail(error)
      : Effect.succeed(onDefect(error)))

/** A defect in a run's record. */
export const DefectEvent = Schema.TaggedStruct("defect", {
  environment: Schema.String,
  kind: Schema.Literal("EnvironmentDefect", "SandboxError"),
  reason: Schema.String,
  message: Schema.String
})

export const defectEvent = ({ _tag, environment, message, reason }: Defect): typeof DefectEvent.Type => ({
  _tag: "defect",
  environment,
  kind: _tag,
  reason,
  message
})
