import { Command } from "@effect/cli"
import { Effect } from "effect"
import * as Describe from "../../eval/describe.ts"
import { scored } from "../../eval/scored.ts"
import { printJson, printLines } from "../../Output.ts"
import { json } from "../env/options.ts"
import { evaluation, recorded } from "./options.ts"

export const showCommand = Command.make(
  "show",
  { directory: evaluation("directory"), json },
  ({ directory, json }) =>
    Effect.gen(function*() {
      const store = yield* recorded(directory)
      const suites = yield* scored(store, yield* store.suites)
      yield* json
        ? printJson({ directory, settings: yield* store.settings, suites })
        : printLines(Describe.scores(suites))
    }).pipe(Effect.scoped)
).pipe(Command.withDescription("What an evaluation has come to"))
