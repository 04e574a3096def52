import { Args, Command, Options } from "@effect/cli"
import { AnswerJson } from "@scaler/dsl/AnswerSpec"
import * as Verdict from "@scaler/judge/Verdict"
import { verdicts } from "@scaler/runtime/rollout/Scoring"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either, Schema, Stream } from "effect"
import { CliError } from "../CliError.ts"
import { load } from "../Environments.ts"
import { print, printJson } from "../Output.ts"
import { sandbox, sandboxed } from "../Sandboxing.ts"

const Line = Schema.parseJson(
  Schema.Struct({ instance: Schema.Unknown, gold: AnswerJson, response: Schema.String })
)

/** The verdict of one line. The instance is held against the environment's Schema first. */
const judgeLine = (environment: SandboxedEnvironment, line: string) =>
  Effect.gen(function*() {
    const { gold, instance, response } = yield* Schema.decode(Line)(line)
    const [statement] = yield* environment.statement([instance])
    if (Either.isLeft(statement!)) return yield* statement.left
    const [verdict] = yield* verdicts(environment, { instance, gold }, [response])
    return verdict!
  })

const standardInput = Stream.fromAsyncIterable(
  Bun.stdin.stream(),
  (error) => new CliError({ message: `Standard input could not be read: ${error}` })
).pipe(Stream.decodeText(), Stream.splitLines, Stream.filter((line) => line.trim() !== ""))

export const judgeCommand = Command.make("judge", {
  name: Args.text({ name: "name-or-file" }).pipe(
    Args.withDescription("The environment that the instances are of")
  ),
  sandbox,
  json: Options.boolean("json").pipe(Options.withDescription("Print JSON instead of text"))
}, ({ json, name }) =>
  Effect.gen(function*() {
    const environment = yield* load(name)
    let faults = 0
    yield* Stream.runForEach(standardInput, (line) =>
      Effect.matchEffect(judgeLine(environment, line), {
        onFailure: (error) => {
          faults++
          return json ? printJson({ error: error.message }) : print(`error: ${error.message}\n`)
        },
        onSuccess: (verdict) => {
          const shown = Verdict.toJson(verdict)
          return json
            ? printJson(shown)
            : print("reason" in shown ? `${shown.verdict}: ${shown.reason}\n` : `${shown.verdict}\n`)
        }
      }))
    if (faults > 0) return yield* new CliError({ message: `${faults} lines could not be judged` })
  })).pipe(
    Command.withDescription("Judge lines {\"instance\", \"gold\", \"response\"} from standard input"),
    sandboxed
  )
