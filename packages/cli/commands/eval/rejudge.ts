import { Command } from "@effect/cli"
import { rejudge } from "@scaler/evals/Evaluate"
import * as MathJudge from "@scaler/judge/math/MathJudge"
import { Effect, Option } from "effect"
import { sources } from "../../eval/sources.ts"
import { printJson, printLines } from "../../Output.ts"
import * as Pools from "../../Pools.ts"
import { sandbox, sandboxed } from "../../Sandboxing.ts"
import { json } from "../env/options.ts"
import { data, evaluation, recorded, suite } from "./options.ts"

export const rejudgeCommand = Command.make(
  "rejudge",
  { directory: evaluation("directory"), data, suite, pool: Pools.pool, sandbox, json },
  ({ data, directory, json, suite }) =>
    Effect.gen(function*() {
      const store = yield* recorded(directory)
      const begun = (yield* store.suites).map(({ suite }) => suite)
      // Nothing is asked, so there is no message of the system.
      const all = yield* sources(Option.getOrElse(suite, () => begun), {
        data,
        dataFlag: "data",
        system: "",
        set: []
      })
      const changed = yield* Effect.forEach(all, (source) =>
        Effect.map(rejudge(source, store), (changed) => ({ suite: source.suite, changed })))
      yield* json
        ? printJson({ directory, suites: changed })
        : printLines(changed.map(({ changed, suite }) =>
          `${suite}: ${changed} verdicts changed`
        ))
    }).pipe(Effect.provide(MathJudge.layer()), Effect.scoped)
).pipe(
  Command.withDescription("Judge the responses of an evaluation again"),
  sandboxed
)
