import { Command, Options } from "@effect/cli"
import { rejudge } from "@scaler/evals/Evaluate"
import * as Exams from "@scaler/evals/Exams"
import * as MathJudge from "@scaler/judge/math/MathJudge"
import { Effect, Option } from "effect"
import { printJson, printLines } from "../../Output.ts"
import { json } from "../env/options.ts"
import { chosen, data, evaluation, recorded, suite } from "./options.ts"

export const rejudgeCommand = Command.make(
  "rejudge",
  { directory: evaluation("directory"), data, suite: Options.optional(suite), json },
  ({ data, directory, json, suite }) =>
    Effect.gen(function*() {
      const store = yield* recorded(directory)
      const begun = (yield* store.suites).map(({ suite }) => suite)
      const asked = yield* chosen(Option.getOrElse(suite, () => begun.join(",")))
      // Which problems were chosen does not matter: those without a response have none to be judged.
      const exams = yield* Exams.read(asked, data, { limit: Infinity, samples: undefined, seed: 0 })
      const changed = yield* Effect.forEach(exams, (exam) =>
        Effect.map(rejudge(exam, store), (changed) => ({ suite: exam.suite, changed })))
      yield* json
        ? printJson({ directory, suites: changed })
        : printLines(changed.map(({ changed, suite }) =>
          `${suite}: ${changed} verdicts changed`
        ))
    }).pipe(Effect.provide(MathJudge.layer()), Effect.scoped)
).pipe(Command.withDescription("Judge the responses of an evaluation again"))
