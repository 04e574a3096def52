import { Args, Command, Options } from "@effect/cli"
import { FileSystem, type Path } from "@effect/platform"
import { AnswerJson } from "@scaler/dsl/AnswerSpec"
import * as Verdict from "@scaler/judge/Verdict"
import { defaults, rewardOf } from "@scaler/runtime/rollout/Reward"
import { verdicts } from "@scaler/runtime/rollout/Scoring"
import { issue } from "@scaler/runtime/run/RunError"
import type { Sandbox } from "@scaler/sandbox/Sandbox"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either, Option, Schema, Stream } from "effect"
import { CliError } from "../CliError.ts"
import { type EnvironmentError, load } from "../Environments.ts"
import { print, printJson } from "../Output.ts"
import { sandbox, sandboxed } from "../Sandboxing.ts"
import { json } from "./env/options.ts"

const Line = Schema.Struct({ instance: Schema.Unknown, gold: AnswerJson, response: Schema.String })
type Line = typeof Line.Type

/** A response to an exported row: of the row, only what it is judged by is read. */
const Row = Schema.Struct({
  extra_info: Schema.Struct({
    environment: Schema.String,
    instance: Schema.parseJson(),
    gold: Schema.parseJson(AnswerJson)
  }),
  response: Schema.String
})

const decoding = <A, I>(schema: Schema.Schema<A, I>) => {
  const decode = Schema.decode(Schema.parseJson(schema))
  return (line: string) => Effect.mapError(decode(line), (error) => new CliError({ message: issue(error) }))
}
const decodeLine = decoding(Line)
const decodeRow = decoding(Row)

/** The verdict of one line. The instance is held against the environment's Schema first. */
const judgeLine = (environment: SandboxedEnvironment, { gold, instance, response }: Line) =>
  Effect.gen(function*() {
    const [statement] = yield* environment.statement([instance])
    if (Either.isLeft(statement!)) return yield* statement.left
    const [verdict] = yield* verdicts(environment, { instance, gold }, [response])
    return verdict!
  })

/** Lines of a file, or of standard input where it is `-`. */
const linesOf = (file: string) =>
  Stream.unwrap(Effect.map(FileSystem.FileSystem, (fs) => {
    const bytes: Stream.Stream<Uint8Array, unknown> = file === "-"
      ? Stream.fromAsyncIterable(Bun.stdin.stream(), (error) => error)
      : fs.stream(file)
    return bytes.pipe(
      Stream.mapError((error) =>
        new CliError({ message: `${file === "-" ? "Standard input" : file} could not be read: ${error}` })
      ),
      Stream.decodeText(),
      Stream.splitLines,
      Stream.filter((line) => line.trim() !== "")
    )
  }))

/** Prints the verdict of each line as soon as it is there, in the order of the lines. */
const judgeLines = <E extends Error, R>(
  file: string,
  json: boolean,
  judge: (line: string) => Effect.Effect<Verdict.Verdict, E, R>,
  shownAs: (verdict: Verdict.Verdict) => object,
  fault: object
) =>
  Effect.gen(function*() {
    let faults = 0
    const judged = Stream.mapEffect(linesOf(file), (line) => Effect.either(judge(line)), { concurrency: 16 })
    yield* Stream.runForEach(judged, (result) => {
      if (Either.isLeft(result)) {
        faults++
        const { message } = result.left
        return json ? printJson({ ...fault, error: message }) : print(`error: ${message}\n`)
      }
      const shown = Verdict.toJson(result.right)
      if (json) return printJson(shownAs(result.right))
      return print("reason" in shown ? `${shown.verdict}: ${shown.reason}\n` : `${shown.verdict}\n`)
    })
    if (faults > 0) return yield* new CliError({ message: `${faults} lines could not be judged` })
  })

const judgeOne = (name: string, json: boolean) =>
  Effect.flatMap(load(name), (environment) =>
    judgeLines(
      "-",
      json,
      (line) => Effect.flatMap(decodeLine(line), (decoded) => judgeLine(environment, decoded)),
      Verdict.toJson,
      {}
    ))

/** Rows may be of any environments: each is loaded when its first row comes. */
const judgeRows = (file: string) =>
  Effect.gen(function*() {
    const loaded = yield* Effect.cachedFunction(
      (
        name: string
      ): Effect.Effect<SandboxedEnvironment, EnvironmentError, Sandbox | FileSystem.FileSystem | Path.Path> =>
        load(name)
    )
    const judge = (line: string) =>
      Effect.gen(function*() {
        const { extra_info: { environment, ...question }, response } = yield* decodeRow(line)
        return yield* judgeLine(yield* loaded(environment), { ...question, response })
      })
    const rewarded = (verdict: Verdict.Verdict) => ({
      reward: rewardOf(defaults, verdict, 0, 0),
      ...Verdict.toJson(verdict)
    })
    yield* judgeLines(file, true, judge, rewarded, { reward: null })
  })

export const judgeCommand = Command.make("judge", {
  name: Args.text({ name: "name-or-file" }).pipe(
    Args.withDescription("The environment that the instances are of; left out with --rows"),
    Args.optional
  ),
  rows: Options.text("rows").pipe(
    Options.withDescription(
      "Judge responses to exported rows instead, of any environments, from a file or - for standard input:"
        + " lines {\"extra_info\", \"response\"}; each gives {\"reward\", \"verdict\", \"reason\"} at once"
    ),
    Options.optional
  ),
  sandbox,
  json
}, ({ json, name, rows }) => {
  if (Option.isSome(name) && Option.isNone(rows)) return judgeOne(name.value, json)
  if (Option.isNone(name) && Option.isSome(rows)) return judgeRows(rows.value)
  return new CliError({ message: "Name an environment, or rows by --rows FILE: one of the two" })
}).pipe(
  Command.withDescription("Judge lines {\"instance\", \"gold\", \"response\"} from standard input"),
  sandboxed
)
