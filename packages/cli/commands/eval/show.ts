import { Args, Command } from "@effect/cli"
import { Path } from "@effect/platform"
import * as EvalStore from "@scaler/evals/EvalStore"
import * as Scores from "@scaler/evals/Scores"
import { Effect } from "effect"
import * as Describe from "../../eval/describe.ts"
import { printJson, printLines } from "../../Output.ts"
import { json } from "../env/options.ts"
import { recordFile } from "./options.ts"

const directory = Args.directory({ name: "directory", exists: "yes" }).pipe(
  Args.withDescription("The directory of an evaluation")
)

export const showCommand = Command.make(
  "show",
  { directory, json },
  ({ directory, json }) =>
    Effect.gen(function*() {
      const store = yield* EvalStore.open((yield* Path.Path).join(directory, recordFile))
      const scored = yield* Effect.forEach(yield* store.suites, ({ suite, title }) =>
        Effect.map(
          store.responses(suite),
          (responses) => ({ suite, title, metrics: Scores.metrics(responses) })
        ))
      yield* json
        ? printJson({ directory, settings: yield* store.settings, suites: scored })
        : printLines(Describe.scores(scored))
    }).pipe(Effect.scoped)
).pipe(Command.withDescription("What an evaluation has come to"))
