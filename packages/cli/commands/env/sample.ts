import { Command, Options } from "@effect/cli"
import type { Split } from "@scaler/dsl/Split"
import { plainPrompt } from "@scaler/policy/tokenizer/Tokenizer"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either, Option } from "effect"
import { CliError } from "../../CliError.ts"
import { load } from "../../Environments.ts"
import { print, printJson } from "../../Output.ts"
import { pool } from "../../Pools.ts"
import { sandbox, sandboxed } from "../../Sandboxing.ts"
import { environment, json, splits, whole } from "./options.ts"

const batchSize = 32

interface Draws {
  readonly level: number
  readonly seed: number
  /** Index of the first. */
  readonly index: number
  readonly count: number
  readonly split: Option.Option<Split>
}

/** Instances of one level, as a person or a program reads them. */
const samples = (from: SandboxedEnvironment, { count, index, level, seed, split }: Draws) =>
  Effect.gen(function*() {
    const { ladder, name } = from.manifest
    const scale = ladder[level]
    if (scale === undefined) {
      return yield* new CliError({ message: `${name} has levels 0 to ${ladder.length - 1}, not ${level}` })
    }
    const places = Array.from({ length: count }, (_, i) => ({
      level,
      seed,
      index: index + i,
      ...Option.match(split, { onNone: () => ({}), onSome: (split) => ({ split }) })
    }))
    const rows = []
    for (let start = 0; start < count; start += batchSize) {
      const batch = places.slice(start, start + batchSize)
      for (const [i, result] of (yield* from.draw(batch)).entries()) {
        const { gold, instance, statement } = yield* Either.isRight(result)
          ? Effect.succeed(result.right)
          : Effect.fail(result.left)
        rows.push({ environment: name, ...batch[i]!, scale, instance, prompt: plainPrompt(statement), gold })
      }
    }
    return rows
  })

export const sample = Command.make("sample", {
  environment,
  level: whole("level", "Level of difficulty, from 0", 0),
  seed: whole("seed", "Run seed: the same seed gives the same instances", 0),
  index: whole("index", "Index of the first", 0),
  count: whole("count", "How many", 1),
  split: Options.choice("split", splits).pipe(
    Options.withDescription("Of this split only, as the rows of an export are; of all unless given"),
    Options.optional
  ),
  pool,
  sandbox,
  json
}, ({ environment, json, ...draws }) =>
  Effect.gen(function*() {
    const rows = yield* samples(yield* load(environment), draws)
    for (const row of rows) {
      yield* json ? printJson(row) : print(`${row.prompt.trimEnd()}\n→ ${JSON.stringify(row.gold)}\n\n`)
    }
  })).pipe(Command.withDescription("Draw instances"), sandboxed)
