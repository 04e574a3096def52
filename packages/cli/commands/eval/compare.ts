import { Command } from "@effect/cli"
import * as Scores from "@scaler/evals/Scores"
import { Effect } from "effect"
import { CliError } from "../../CliError.ts"
import * as Describe from "../../eval/describe.ts"
import { answered } from "../../eval/scored.ts"
import { printJson, printLines } from "../../Output.ts"
import { json } from "../env/options.ts"
import { evaluation, recorded } from "./options.ts"

export const compareCommand = Command.make(
  "compare",
  { a: evaluation("a"), b: evaluation("b"), json },
  ({ a, b, json }) =>
    Effect.gen(function*() {
      const [before, after] = yield* Effect.all([recorded(a), recorded(b)])
      const inBoth = new Set((yield* after.suites).map(({ suite }) => suite))
      const suites = (yield* before.suites).filter(({ suite }) => inBoth.has(suite))
      const [first, second] = yield* Effect.all([answered(before, suites), answered(after, suites)])
      const all = first.map(({ responses, suite, title }, place) => ({
        suite,
        title,
        found: Scores.compare(responses, second[place]!.responses)
      }))
      const common = all.flatMap(({ found, ...of }) => found === undefined ? [] : [{ ...of, found }])
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
