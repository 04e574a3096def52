import { Command } from "@effect/cli"
import * as Scores from "@scaler/evals/Scores"
import { Effect } from "effect"
import * as Describe from "../../eval/describe.ts"
import { printJson, printLines } from "../../Output.ts"
import { json } from "../env/options.ts"
import { evaluation, recorded } from "./options.ts"

export const showCommand = Command.make(
  "show",
  { directory: evaluation("directory"), json },
  ({ directory, json }) =>
    Effect.gen(function*() {
      const store = yield* recorded(directory)
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
