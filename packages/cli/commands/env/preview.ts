import { Command, Options } from "@effect/cli"
import { plainPrompt } from "@scaler/policy/tokenizer/Tokenizer"
import { Effect, Either, Option } from "effect"
import { CliError } from "../../CliError.ts"
import { load } from "../../Environments.ts"
import { print, printJson } from "../../Output.ts"
import { pool } from "../../Pools.ts"
import { sandbox, sandboxed } from "../../Sandboxing.ts"
import { environment, json, whole } from "./options.ts"

const levels = Options.text("levels").pipe(
  Options.withDescription("Levels, as 0,5,9; all unless given"),
  Options.filterMap(
    (text) => /^\d+(,\d+)*$/.test(text) ? Option.some(text.split(",").map(Number)) : Option.none(),
    "--levels must be numbers of levels with commas between them, as 0,5,9"
  ),
  Options.optional
)

export const preview = Command.make("preview", {
  environment,
  levels,
  seed: whole("seed", "Run seed: the same seed gives the same instances", 0),
  pool,
  sandbox,
  json
}, ({ environment, json, levels, seed }) =>
  Effect.gen(function*() {
    const loaded = yield* load(environment)
    const { ladder, name } = loaded.manifest
    const chosen = Option.getOrElse(levels, () => [...ladder.keys()])
    const beyond = chosen.find((level) => level >= ladder.length)
    if (beyond !== undefined) {
      return yield* new CliError({ message: `${name} has levels 0 to ${ladder.length - 1}, not ${beyond}` })
    }
    for (const level of chosen) {
      const place = { level, seed, index: 0 }
      const [drawn] = yield* loaded.draw([place])
      const { gold, instance, statement } = yield* Either.isRight(drawn!)
        ? Effect.succeed(drawn.right)
        : Effect.fail(drawn!.left)
      const prompt = plainPrompt(statement)
      const scale = ladder[level]!
      yield* json
        ? printJson({ environment: name, ...place, scale, instance, prompt, gold, characters: prompt.length })
        : print(
          `Level ${level} of 0 to ${ladder.length - 1}, ${
            JSON.stringify(scale)
          }, ${prompt.length} characters\n`
            + `${prompt.trimEnd()}\n→ ${JSON.stringify(gold)}\n\n`
        )
    }
  })).pipe(
    Command.withDescription("One instance of each level as the model sees it, its answer and its length"),
    sandboxed
  )
