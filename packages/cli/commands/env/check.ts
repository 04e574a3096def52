import { Command } from "@effect/cli"
import { typeCheck } from "@scaler/compiler/TypeCheck"
import * as Contract from "@scaler/contract/Contract"
import * as Report from "@scaler/contract/Report"
import { Effect } from "effect"
import { CliError } from "../../CliError.ts"
import { fileOf, load } from "../../Environments.ts"
import { print, printJson } from "../../Output.ts"
import { sandbox, sandboxed } from "../../Sandboxing.ts"
import { environment, json, whole } from "./options.ts"

export const check = Command.make("check", {
  environment,
  seed: whole("seed", "Seed of the suite: a failure is found again with the same one", 0),
  sandbox,
  json
}, ({ environment, json, seed }) =>
  Effect.gen(function*() {
    const loaded = yield* load(environment)
    yield* typeCheck(yield* fileOf(environment))
    const report = yield* Contract.verify(loaded, { seed, fresh: yield* load(environment) })
    yield* json ? printJson(report) : print(`${Report.format(report)}\n`)
    if (!report.passed) {
      return yield* new CliError({
        message: `${report.environment} does not keep the contract (seed ${seed})`
      })
    }
  })).pipe(
    Command.withDescription(
      "Compile and type-check an environment, run it in the sandbox and hold it to the contract"
    ),
    sandboxed
  )
