import { Command, Options } from "@effect/cli"
import { maxLevels } from "@scaler/dsl/Ladder"
import {
  type Addition,
  calibrate as calibration,
  type Calibration
} from "@scaler/synthesis/calibration/Calibration"
import { literal } from "@scaler/synthesis/calibration/Literal"
import type { Measured } from "@scaler/synthesis/calibration/Measure"
import { Effect, Either, Option } from "effect"
import { CliError } from "../../CliError.ts"
import { load } from "../../Environments.ts"
import { printJson, printLines } from "../../Output.ts"
import * as Meter from "../../progress/Meter.ts"
import { sandbox, sandboxed } from "../../Sandboxing.ts"
import { table } from "../../summary/layout.ts"
import { environment, json, positive } from "./options.ts"

const figures = ({ answer, millis, prompt }: Measured) => [String(prompt), String(answer), millis.toFixed(2)]

const addition = ({ adds, axis, from, to }: Addition): string =>
  `${axis} from ${from} to ${to}${
    adds === null
      ? ": not without the others"
      : ` adds ${adds.prompt} characters to the statement, ${adds.answer} to the answer, ${
        adds.millis.toFixed(2)
      } ms to the oracle`
  }`

const describe = ({ additions, ladder, measured, stop }: Calibration): ReadonlyArray<string> => {
  const axes = Object.keys(ladder[0]!)
  const rows = ladder.map((scale, level) => [
    String(level),
    ...axes.map((axis) => String(scale[axis])),
    ...figures(measured[level]!)
  ])
  return [
    ...table(
      [["level", ...axes, "statement", "answer", "oracle ms"], ...rows],
      ["right", ...axes.map(() => "right" as const), "right", "right", "right"]
    ),
    "",
    ...additions.map(addition),
    stop === undefined ? "Every axis reaches its maximum." : `The axes cannot all go on: ${stop}.`
  ]
}

export const calibrate = Command.make("calibrate", {
  environment,
  maxPrompt: Options.integer("max-prompt").pipe(
    Options.withDescription("Longest statement, in characters; the environment's own unless given"),
    Options.optional
  ),
  maxMillis: positive("max-millis", "Longest time of the oracle for one instance, in milliseconds", 100),
  levels: positive("levels", `Most levels, at most ${maxLevels}`, maxLevels),
  sandbox,
  json
}, ({ environment, json, levels, maxMillis, maxPrompt }) =>
  Effect.gen(function*() {
    const loaded = yield* load(environment)
    const { ladder: own, maxStatementLength, name } = loaded.manifest
    const cap = Option.getOrElse(maxPrompt, () => maxStatementLength)
    const found = yield* calibration(loaded, {
      levels: Math.min(levels, maxLevels),
      maxMillis,
      maxPrompt: cap,
      meter: Meter.make
    })
    if (Either.isLeft(found)) return yield* new CliError({ message: `${name}: ${found.left}` })
    const { isRight, ladder } = found.right
    if (json) return yield* printJson({ environment: name, maxStatementLength: cap, ...found.right })
    yield* printLines(
      [
        ...describe(found.right),
        "",
        ...(isRight
          ? [`The ladder that ${name} has is right: ${own.length} levels, up to ${literal(own.at(-1)!)}.`]
          : [
            ...(cap > maxStatementLength ? [`maxStatementLength: ${cap},`] : []),
            "ladder: [",
            ladder.map((scale) => `  ${literal(scale)}`).join(",\n"),
            "]"
          ])
      ]
    )
  })).pipe(
    Command.withDescription(
      "Measure settings of the axes, and propose a ladder or say that the one there is is right"
    ),
    sandboxed
  )
