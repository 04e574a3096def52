#!/usr/bin/env bun
/** `bun run bench`: our work beside the same work of a named peer. */
import { Args, Command, Options } from "@effect/cli"
import * as ValidationError from "@effect/cli/ValidationError"
import { BunContext } from "@effect/platform-bun"
import { Cause, Config, Console, Effect, Exit, Logger, LogLevel, Schema } from "effect"
import type { Benchmark } from "./Benchmark.ts"
import { curriculum } from "./curriculum/curriculum.ts"
import { instances } from "./instances/instances.ts"
import * as Machine from "./Machine.ts"
import { orchestration } from "./orchestration/orchestration.ts"
import manifest from "./package.json" with { type: "json" }
import { policy } from "./policy/policy.ts"
import * as Report from "./Report.ts"
import { scaling } from "./scaling/scaling.ts"

const benchmarks: ReadonlyArray<Benchmark> = [policy, orchestration, instances, curriculum, scaling]

const names = Args.choice(benchmarks.map((benchmark) => [benchmark.name, benchmark]), { name: "name" }).pipe(
  Args.withDescription(
    `What to measure, all unless given. ${
      benchmarks.map(({ description, name }) => `${name}: ${description}`).join(". ")
    }`
  ),
  Args.repeated
)

const options = {
  rounds: Options.integer("rounds").pipe(
    Options.withDescription("Measured rounds, 5 or more, after one of warming up"),
    Options.withSchema(Schema.Int.pipe(Schema.greaterThanOrEqualTo(5))),
    Options.withDefault(5)
  ),
  json: Options.boolean("json").pipe(Options.withDescription("Print one object with all values")),
  python: Options.text("python").pipe(
    Options.withDescription("The Python that runs peers; SCALER_PYTHON or python3 unless given"),
    Options.withFallbackConfig(Config.string("SCALER_PYTHON")),
    Options.withDefault("python3")
  )
}

const bench = Command.make(
  "bench",
  { names, ...options },
  ({ json, names, ...settings }) =>
    Effect.gen(function*() {
      const machine = Machine.machine()
      const warning = Machine.warning(machine)
      const say = json ? Console.error : Console.log
      yield* say(Machine.describe(machine))
      if (warning !== undefined) yield* say(warning)
      const findings: Record<string, unknown> = {}
      for (const { description, name, run } of names.length === 0 ? benchmarks : new Set(names)) {
        yield* say(`\n${name}: ${description}`)
        const { comparisons, notes } = yield* Effect.scoped(run(settings))
        yield* say(Report.table(comparisons))
        for (const note of notes) yield* say(note)
        findings[name] = {
          comparisons: comparisons.map((comparison) => ({
            ...comparison,
            verdict: Report.judge(comparison) ?? null
          })),
          notes
        }
      }
      if (json) yield* Console.log(JSON.stringify({ machine, benchmarks: findings }))
    })
).pipe(
  Command.withDescription(
    "Measure our work beside the same work of a named peer, in turns. A bound that is missed is said and is no error"
  )
)

const program = Command.run(bench, { name: "bench", version: manifest.version })(process.argv).pipe(
  Effect.provide(BunContext.layer),
  Logger.withMinimumLogLevel(LogLevel.Warning)
)

const fiber = Effect.runFork(program)
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => fiber.unsafeInterruptAsFork(fiber.id()))
}
fiber.addObserver((exit) => {
  if (Exit.isSuccess(exit)) process.exit(0)
  const failure = Cause.failureOption(exit.cause)
  if (failure._tag === "None") console.error(Cause.pretty(exit.cause))
  // A wrong command line has been explained already, with the help that belongs to it.
  else if (!ValidationError.isValidationError(failure.value)) console.error(failure.value.message)
  process.exit(1)
})
