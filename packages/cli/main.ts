#!/usr/bin/env bun
import { Command } from "@effect/cli"
import * as ValidationError from "@effect/cli/ValidationError"
import { BunContext } from "@effect/platform-bun"
import { Cause, Effect, Exit, Layer, Logger, LogLevel } from "effect"
import { curriculumCommand } from "./commands/curriculum.ts"
import { doctorCommand } from "./commands/doctor.ts"
import { envCommand } from "./commands/env.ts"
import { evalCommand } from "./commands/eval.ts"
import { experimentCommand } from "./commands/experiment.ts"
import { judgeCommand } from "./commands/judge.ts"
import { modelCommand } from "./commands/model.ts"
import { poolCommand } from "./commands/pool.ts"
import { runsCommand } from "./commands/runs.ts"
import { setupCommand } from "./commands/setup.ts"
import { synthCommand } from "./commands/synth.ts"
import { trainCommand } from "./commands/train.ts"
import { noteNow } from "./Output.ts"
import { withPlainConsole } from "./PlainConsole.ts"
import * as Signals from "./Signals.ts"
import { version } from "./Versions.ts"

const scaler = Command.make("scaler").pipe(
  Command.withDescription(
    "Verifiable reasoning environments with controllable difficulty, and adaptive RL on them"
  ),
  Command.withSubcommands([
    trainCommand,
    evalCommand,
    runsCommand,
    modelCommand,
    envCommand,
    poolCommand,
    synthCommand,
    experimentCommand,
    judgeCommand,
    curriculumCommand,
    doctorCommand,
    setupCommand
  ])
)

/** What libraries warn of must not get between a command's results. */
const warnings = Logger.replace(Logger.defaultLogger, Logger.withConsoleError(Logger.logfmtLogger))

const program = Command.run(scaler, { name: "scaler", version })(process.argv).pipe(
  Effect.provide(Layer.merge(BunContext.layer, warnings)),
  Logger.withMinimumLogLevel(LogLevel.Warning),
  withPlainConsole
)

/** Writes what went wrong for a person: the message of a typed error, everything about a fault of ours. */
const explain = (cause: Cause.Cause<unknown>) => {
  const failure = Cause.failureOption(cause)
  if (failure._tag === "None") return Cause.isInterruptedOnly(cause) ? "Stopped." : Cause.pretty(cause)
  const error = failure.value
  // A wrong command line has been explained already, with the help that belongs to it.
  if (ValidationError.isValidationError(error)) return ""
  return error instanceof Error ? error.message : Cause.pretty(cause)
}

const fiber = Effect.runFork(program)
Signals.install(() => fiber.unsafeInterruptAsFork(fiber.id()))
fiber.addObserver((exit) => {
  const explanation = Exit.isFailure(exit) ? explain(exit.cause) : ""
  if (explanation !== "") noteNow(explanation)
  process.exit(Signals.exitCode() ?? (Exit.isSuccess(exit) ? 0 : 1))
})
