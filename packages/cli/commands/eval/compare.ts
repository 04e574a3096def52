import { Args, Command } from "@effect/cli"
import { Path } from "@effect/platform"
import * as EvalStore from "@scaler/evals/EvalStore"
import * as Scores from "@scaler/evals/Scores"
import { Effect } from "effect"
import { CliError } from "../../CliError.ts"
import * as Describe from "../../eval/describe.ts"
import { printJson, printLines } from "../../Output.ts"
import { json } from "../env/options.ts"
import { recordFile } from "./options.ts"

const evaluation = (name: string) =>
  Args.directory({ name, exists: "yes" }).pipe(Args.withDescription("The directory of an evaluation"))

export const compareCommand = Command.make(
  "compare",
  { a: evaluation("a"), b: evaluation("b"), json },
  ({ a, b, json }) =>
    Effect.gen(function*() {
      const path = yield* Path.Path
      const [before, after] = yield* Effect.all(
        [EvalStore.open(path.join(a, recordFile)), EvalStore.open(path.join(b, recordFile))]
      )
      const all = yield* Effect.forEach(yield* before.suites, ({ suite, title }) =>
        Effect.zipWith(before.responses(suite), after.responses(suite), (first, second) => ({
          suite,
          title,
          found: Scores.compare(first, second)
        })))
      const common = all.flatMap(({ found, ...of }) =>
        found === undefined ? [] : [{ ...of, found }]
      )
      if (common.length === 0) {
        return yield* new CliError({ message: `${a} and ${b} have no problem in common` })
      }
      yield* json
        ? printJson({ a, b, suites: common.map(({ found, suite }) => ({ suite, ...found })) })
        : printLines(
          Describe.differences(common.map(({ found, title }) => Describe.difference(title, found)))
        )
    }).pipe(Effect.scoped)
).pipe(
  Command.withDescription(
    "Compare two evaluations over the problems that both were asked: B − A with its interval, and a paired test"
  )
)
