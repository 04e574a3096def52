import { Schema } from "effect"

/**
 * A fault of a native program: of its source, of one run, or of one draw. It is counted, and never becomes a reward.
 * - `Compile`: the compiler refused the source; the message is the first thing it said.
 * - `WallTime`, `CpuTime`, `Memory`, `Output`: a limit was reached, by the program or by compiling it.
 * - `Crashed`: it ended by a signal or with an exit code other than 0.
 * - `Threw`, `Invalid`: a generator threw, or returned something that is no test case.
 * - `Unrepeatable`: a generator drew something else for the same seed and scale.
 */
export class ProgramFault
  extends Schema.TaggedError<ProgramFault>("@scaler/sandbox/ProgramFault")("ProgramFault", {
    reason: Schema.Literal(
      "Compile",
      "WallTime",
      "CpuTime",
      "Memory",
      "Output",
      "Crashed",
      "Threw",
      "Invalid",
      "Unrepeatable"
    ),
    message: Schema.String,
    /** The exit code of a program that crashed by itself. */
    exitCode: Schema.optionalWith(Schema.Int, { exact: true }),
    /** The signal that ended it, as `SIGSEGV`. */
    signal: Schema.optionalWith(Schema.String, { exact: true })
  })
{}
