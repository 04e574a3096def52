import { Command } from "@effect/cli"
import * as Scores from "@scaler/evals/Scores"
import { Effect } from "effect"
import { CliError } from "../../CliError.ts"
import * as Describe from "../../eval/describe.ts"
import { printJson, printLines } from "../../Output.ts"
import { json } from "../env/options.ts"
import { evaluation, recorded } from "./options.ts"

export const compareCommand = Command.make(
  "compare",
  { a: evaluation("a"), b: evaluation("b"), json },
  ({ a, b, json }) =>
    Effect.gen(function*() {
      const [before, after] = yield* Effect.all([recorded(a), recorded(b)])
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
