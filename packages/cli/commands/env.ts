import { Args, Command, Options } from "@effect/cli"
import { typeCheck } from "@scaler/compiler/TypeCheck"
import * as Contract from "@scaler/contract/Contract"
import * as Report from "@scaler/contract/Report"
import { registry } from "@scaler/envs/registry"
import * as Levels from "@scaler/runtime/rollout/Levels"
import { ofStatement } from "@scaler/runtime/rollout/Prompt"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { CliError } from "../CliError.ts"
import { fileOf, load } from "../Environments.ts"
import { print, printJson } from "../Output.ts"
import { sandbox, sandboxed } from "../Sandboxing.ts"

const json = Options.boolean("json").pipe(Options.withDescription("Print JSON instead of text"))
const environment = Args.text({ name: "name-or-file" }).pipe(
  Args.withDescription("A name in the registry, or a file whose default export is an environment")
)

const list = Command.make("list", { json }, ({ json }) =>
  json
    ? Effect.forEach(registry.entries, ({ family, name }) => printJson({ name, family }), { discard: true })
    : print(registry.entries.map(({ family, name }) => `${name.padEnd(34)} ${family}\n`).join(""))).pipe(
    Command.withDescription("The environments of the registry")
  )

/** Characters of the longest prompt that was probed at a level; null where a draw fails. */
const promptLength = (environment: SandboxedEnvironment, level: number) =>
  Levels.prompts(environment, level).pipe(
    Effect.map((prompts) => Math.max(...prompts.map(({ length }) => length))),
    Effect.catchIf(
      (error) => error._tag === "EnvironmentDefect" || error.reason !== "Unavailable",
      () => Effect.succeed(null)
    )
  )

const show = Command.make("show", {
  environment,
  sandbox,
  json
}, ({ environment, json }) =>
  Effect.gen(function*() {
    const loaded = yield* load(environment)
    const { manifest } = loaded
    const lengths = yield* Effect.forEach(manifest.ladder, (_, level) => promptLength(loaded, level))
    if (json) return yield* printJson({ ...manifest, promptLengths: lengths })
    const first = manifest.ladder[0]
    const last = manifest.ladder.at(-1)
    yield* print(
      [
        `${manifest.name}  (${manifest.tags.join(", ")})`,
        `skill       ${manifest.skill}`,
        `source      ${manifest.source}`,
        `answer      ${JSON.stringify(manifest.answer)}${
          manifest.hasCheck ? ", judged by its own checker" : ""
        }`,
        `levels      ${manifest.ladder.length}, from ${JSON.stringify(first)} to ${JSON.stringify(last)}`,
        `prompts     ${lengths.map((length) => length ?? "–").join(" ")}`,
        `            characters of the longest of ${Levels.probes}, level by level, – where drawing fails;`,
        "            a recipe's rollout.maxPromptTokens ends the levels, and the quickstart's tokens are characters",
        `brute force ${
          manifest.bruteUpTo === undefined ? "none" : `up to ${JSON.stringify(manifest.bruteUpTo)}`
        }`,
        `properties  ${manifest.properties.join("; ") || "none"}`,
        `artifact    ${manifest.flavour}, ${manifest.hash}`
      ].map((line) => `${line}\n`).join("")
    )
  })).pipe(
    Command.withDescription("What an environment declares, and its ladder of levels"),
    sandboxed
  )

const whole = (name: string, description: string, fallback: number) =>
  Options.integer(name).pipe(Options.withDescription(description), Options.withDefault(fallback))

const batchSize = 32

/** Instances of one level, as a person or a program reads them. */
const samples = (from: SandboxedEnvironment, level: number, seed: number, count: number) =>
  Effect.gen(function*() {
    const { ladder, name } = from.manifest
    const scale = ladder[level]
    if (scale === undefined) {
      return yield* new CliError({ message: `${name} has levels 0 to ${ladder.length - 1}, not ${level}` })
    }
    const places = Array.from({ length: count }, (_, index) => ({ level, seed, index }))
    const rows = []
    for (let start = 0; start < count; start += batchSize) {
      const batch = places.slice(start, start + batchSize)
      for (const [i, result] of (yield* from.draw(batch)).entries()) {
        const { gold, instance, statement } = yield* Either.isRight(result)
          ? Effect.succeed(result.right)
          : Effect.fail(result.left)
        rows.push({ environment: name, ...batch[i]!, scale, instance, prompt: ofStatement(statement), gold })
      }
    }
    return rows
  })

const sample = Command.make("sample", {
  environment,
  level: whole("level", "Level of difficulty, from 0", 0),
  seed: whole("seed", "Run seed: the same seed gives the same instances", 0),
  count: whole("count", "How many", 1),
  sandbox,
  json
}, ({ count, environment, json, level, seed }) =>
  Effect.gen(function*() {
    const rows = yield* samples(yield* load(environment), level, seed, count)
    for (const row of rows) {
      yield* json ? printJson(row) : print(`${row.prompt.trimEnd()}\n→ ${JSON.stringify(row.gold)}\n\n`)
    }
  })).pipe(Command.withDescription("Draw instances"), sandboxed)

const check = Command.make("check", {
  environment,
  seed: whole("seed", "Seed of the suite: a failure is found again with the same one", 0),
  sandbox,
  json
}, ({ environment, json, seed }) =>
  Effect.gen(function*() {
    const loaded = yield* load(environment)
    yield* typeCheck(yield* fileOf(environment))
    const report = yield* Contract.verify(loaded, { seed, fresh: yield* load(environment) })
    yield* json ? printJson(report) : print(`${Report.format(report)}\n`)
    if (!report.passed) {
      return yield* new CliError({
        message: `${report.environment} does not keep the contract (seed ${seed})`
      })
    }
  })).pipe(
    Command.withDescription(
      "Compile and type-check an environment, run it in the sandbox and hold it to the contract"
    ),
    sandboxed
  )

export const envCommand = Command.make("env").pipe(
  Command.withDescription("Environments: list, show, sample, check"),
  Command.withSubcommands([list, show, sample, check])
)
