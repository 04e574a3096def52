import { Command } from "@effect/cli"
import { Effect } from "effect"
import * as Statistics from "../../authoring/Statistics.ts"
import { CliError } from "../../CliError.ts"
import { load } from "../../Environments.ts"
import { print, printJson } from "../../Output.ts"
import { pool } from "../../Pools.ts"
import * as Meter from "../../progress/Meter.ts"
import { sandbox, sandboxed } from "../../Sandboxing.ts"
import { table } from "../../summary/layout.ts"
import { json, positive, selected, selection, whole } from "./options.ts"

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

const longestAnswer = 20

const shown = (answer: unknown) => {
  const text = JSON.stringify(answer)
  return text.length > longestAnswer ? `${text.slice(0, longestAnswer - 1)}…` : text
}

const heading = ["", "level", "ms", "mean", "longest", "answers", "commonest", "share", "guess", "scores"]

/** A table of the levels; what breaks a bound is marked, and said below. */
const describe = (
  name: string,
  levels: ReadonlyArray<Statistics.LevelStatistics | Statistics.Unmeasured>
) => {
  const measured = levels.filter((one) => "millis" in one)
  const rows = measured.map(({ breaches, commonest, distinct, guess, level, millis, prompt }) => [
    breaches.length === 0 ? "" : "!",
    String(level),
    millis.toPrecision(2),
    prompt.mean.toFixed(0),
    String(prompt.longest),
    String(distinct),
    shown(commonest.answer),
    percent(commonest.share),
    shown(guess.answer),
    percent(guess.score)
  ])
  const remarks = levels.flatMap((one) =>
    "error" in one
      ? [`level ${one.level}: ${one.error}`]
      : one.breaches.map((breach) => `! level ${one.level}: ${breach}`)
  )
  return [
    name,
    ...table([heading, ...rows], [
      "left",
      "right",
      "right",
      "right",
      "right",
      "right",
      "left",
      "right",
      "left",
      "right"
    ]),
    ...remarks,
    ""
  ].map((line) => `${line}\n`).join("")
}

export const stats = Command.make("stats", {
  ...selection,
  count: positive("count", "Instances per level", 400),
  seed: whole("seed", "Run seed: the same seed gives the same instances", 0),
  pool,
  sandbox,
  json
}, ({ count, json, seed, ...selection }) =>
  Effect.gen(function*() {
    const names = yield* selected(selection)
    const meter = yield* Meter.make(names.length)
    const unmeasured: Array<string> = []
    // One after the other, so that times are those of an environment alone.
    yield* Effect.forEach(names, (name) =>
      Effect.gen(function*() {
        const environment = yield* load(name)
        const levels = yield* Statistics.ofEnvironment(environment, { count, seed })
        if (levels.some((one) => "error" in one)) unmeasured.push(name)
        yield* json
          ? printJson({ environment: environment.manifest.name, levels })
          : print(describe(environment.manifest.name, levels))
        yield* meter(name)
      }), { discard: true })
    if (unmeasured.length > 0) {
      return yield* new CliError({
        message: `Some levels could not be measured: see ${
          unmeasured.map((name) => `\`scaler env check ${name}\``).join(", ")
        }`
      })
    }
  })).pipe(
    Command.withDescription(
      "Per level: time per instance, prompt length, answers, and what always guessing one of them scores"
    ),
    sandboxed
  )
