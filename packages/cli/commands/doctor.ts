import { Command } from "@effect/cli"
import * as Backend from "@scaler/policy/backend/Backend"
import * as Tools from "@scaler/sandbox/native/Tools"
import * as Probe from "@scaler/sandbox/Probe"
import { Effect } from "effect"
import { print, printJson } from "../Output.ts"
import { json } from "./env/options.ts"

/** One thing that was looked for. */
interface Finding {
  readonly name: string
  readonly works: boolean
  readonly detail: string
  /** The one command that adds it. */
  readonly remedy?: string | undefined
}

const line = ({ detail, name, remedy, works }: Finding) =>
  `  ${works ? "✓" : "✗"} ${name.padEnd(14)} ${detail}${
    remedy === undefined ? "" : `\n      add it: ${remedy}`
  }\n`

export const doctorCommand = Command.make("doctor", {
  json
}, ({ json }) =>
  Effect.gen(function*() {
    const backends: ReadonlyArray<Finding> = yield* Backend.probe
    const sandbox: ReadonlyArray<Finding> = (yield* Probe.probe).map(({ mode, ...report }) => ({
      name: mode,
      ...report
    }))
    const native: ReadonlyArray<Finding> = yield* Tools.probe
    if (json) return yield* printJson({ backends, sandbox, native })
    yield* print(
      `Tensor backends, the fastest first\n${backends.map(line).join("")}`
        + `Sandbox modes, the strongest first\n${sandbox.map(line).join("")}`
        + `Programs in other languages\n${native.map(line).join("")}`
    )
  })).pipe(Command.withDescription("What this machine can use, and the command that adds what is missing"))
