/**
 * How many mutants of the environments the contract kills: at least nine in ten of those that are not equivalent.
 *
 * Usage: bun run verify:mutants [NAME…] [--per-environment 20] [--jobs 2] [--survivors] [--json]
 */
import { BunContext, BunRuntime } from "@effect/platform-bun"
import { illTyped } from "@scaler/compiler/TypeCheck"
import * as Figures from "@scaler/contract/mutation/Figures"
import * as Mutation from "@scaler/contract/mutation/Mutation"
import { registry } from "@scaler/envs/registry"
import { Array as Arr, Cause, Effect, Exit } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { parseArgs } from "node:util"
import { CliError } from "../CliError.ts"
import { fileOf } from "../Environments.ts"
import { note, print, printJson } from "../Output.ts"

const usage = `Usage: bun run verify:mutants [NAME…] [OPTIONS]

Puts mistakes into environments, one at a time, and counts those that the contract finds.

NAME                  environments of the registry, or files; all of the registry unless given
--per-environment N   mutants of each; 20 unless given
--jobs N              how many are tried at a time; 2 unless given
--survivors           list survivors that are equivalent too, with the reason
--json                print JSON instead of text
--help                show this
`

/** Environments whose mutants are type-checked in one go. */
const together = 12

/** The least share of mutants that are not equivalent which the contract must kill. */
const aim = 0.9

const parsed = Effect.try({
  try: () =>
    parseArgs({
      allowPositionals: true,
      options: {
        "per-environment": { type: "string", default: "20" },
        jobs: { type: "string", default: "2" },
        survivors: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false }
      }
    }),
  catch: (error) => new CliError({ message: `${(error as Error).message}\n\n${usage}` })
})

const count = (option: string, text: string) => {
  const value = Number(text)
  return Number.isSafeInteger(value) && value > 0
    ? Effect.succeed(value)
    : new CliError({ message: `--${option} must be a positive whole number, not ${text}` })
}

/** A folder for everything that is written, gone at the end. */
const temporary = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "scaler-mutants-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
)

const program = Effect.gen(function*() {
  const { positionals, values } = yield* parsed
  if (values.help) return yield* print(usage)
  const perEnvironment = yield* count("per-environment", values["per-environment"])
  const jobs = yield* count("jobs", values.jobs)
  const names = positionals.length === 0 ? registry.entries.map(({ name }) => name) : positionals
  const files = yield* Effect.forEach(names, fileOf)
  const folder = yield* temporary
  const results: Array<Mutation.Result> = []
  const faults: Array<string> = []
  const began = performance.now()

  const progress = (text: string) => {
    const done = results.length + faults.length
    const minutes = ((performance.now() - began) / done) * (files.length - done) / 60_000
    return note(`[${done}/${files.length}] ${text}; ${minutes.toFixed(1)} min left`)
  }
  const fault = ({ message }: { readonly message: string }) => {
    faults.push(message)
    return progress(message)
  }
  const prepare = (file: string) =>
    Mutation.prepare({
      name: basename(file).replace(/\.\w+$/, ""),
      file,
      perEnvironment,
      jobs,
      folder: join(folder, basename(file)),
      cacheDirectory: join(folder, "cache")
    }).pipe(Effect.map((prepared) => [prepared]), Effect.catchAll((error) => Effect.as(fault(error), [])))
  const tryAll = (prepared: Mutation.Prepared, wrong: ReadonlyMap<string, unknown>) =>
    Effect.matchEffect(Mutation.run(prepared, wrong), {
      onSuccess: (result) => {
        results.push(result)
        const { killed, tried } = Figures.of([result])
        return progress(
          `${result.environment}: ${killed} of ${tried} killed in ${result.seconds.toFixed(0)} s`
        )
      },
      onFailure: fault
    })
  const all = Effect.forEach(Arr.chunksOf(files, together), (some) =>
    Effect.gen(function*() {
      const prepared = (yield* Effect.forEach(some, prepare)).flat()
      const wrong = yield* illTyped(prepared.flatMap(({ written }) => written.map(({ file }) => file)))
      yield* Effect.forEach(prepared, (one) => tryAll(one, wrong), { discard: true })
    }), { discard: true })
  const summary = Effect.suspend(() =>
    values.json
      ? printJson({ environments: results, total: Figures.of(results), faults })
      : print(Figures.format(results, values.survivors))
  )

  yield* Effect.ensuring(all, summary)
  const { shareOfOthers } = Figures.of(results)
  if (faults.length > 0 || shareOfOthers < aim) {
    return yield* new CliError({
      message: [
        ...faults,
        ...(shareOfOthers < aim ? [`The contract kills less than ${100 * aim} % of the mutants`] : [])
      ].join("\n")
    })
  }
})

program.pipe(
  Effect.scoped,
  Effect.provide(BunContext.layer),
  Effect.tapError(({ message }) => note(message)),
  BunRuntime.runMain({
    disableErrorReporting: true,
    teardown: (exit, end) => end(Exit.isSuccess(exit) ? 0 : Cause.isInterruptedOnly(exit.cause) ? 130 : 1)
  })
)
