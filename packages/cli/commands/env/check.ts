import { Command, Options } from "@effect/cli"
import * as Report from "@scaler/contract/Report"
import { Duration, Effect, Option } from "effect"
import * as Checks from "../../authoring/Checks.ts"
import { watch } from "../../authoring/Watch.ts"
import { CliError } from "../../CliError.ts"
import { print, printJson } from "../../Output.ts"
import { pool } from "../../Pools.ts"
import * as Processes from "../../Processes.ts"
import { sandbox, sandboxed } from "../../Sandboxing.ts"
import { json, positive, selected, selection, whole } from "./options.ts"

const asJson = ({ environment, errors, report, seconds }: Checks.Checked) => ({
  environment,
  ...report,
  passed: report?.passed === true && errors.length === 0,
  errors,
  seconds
})

/** One environment's report, and what else is wrong with it. */
const describe = ({ errors, report }: Checks.Checked): string =>
  [...(report === undefined ? [] : [Report.format(report)]), ...errors].map((text) => `${text}\n`).join("")

const totals = (
  { cases, checks, environments, failed }: Checks.Summary,
  seconds: number,
  peakMiB: number
): string =>
  [
    ...failed.map(({ environment, reasons }) =>
      `FAILED ${environment}\n${reasons.map((reason) => `  ${reason.replaceAll("\n", "\n  ")}\n`).join("")}`
    ),
    `${environments} environments, ${
      environments - failed.length
    } keep the contract, ${failed.length} failed; `,
    `${checks} checks, ${cases} cases, ${seconds.toFixed(1)} s`,
    peakMiB === 0 ? "\n" : `, at most ${Math.round(peakMiB)} MiB of memory\n`
  ].join("")

const checkOne = (environment: string, seed: number, json: boolean) =>
  Effect.gen(function*() {
    const [checked] = yield* Checks.run([environment], { seed, jobs: 1, onDone: () => undefined })
    const { errors, report } = checked!
    yield* json
      ? printJson(asJson(checked!))
      : print(report === undefined ? "" : `${Report.format(report)}\n`)
    if (errors.length > 0) return yield* new CliError({ message: errors.join("\n") })
    if (!report!.passed) {
      return yield* new CliError({
        message: `${report!.environment} does not keep the contract (seed ${seed})`
      })
    }
  })

const checkSeveral = (environments: ReadonlyArray<string>, jobs: number, seed: number, json: boolean) =>
  Effect.gen(function*() {
    const peakMiB = yield* Processes.peakMiB
    const done: Array<Checks.Checked> = []
    const began = performance.now()
    const report = (all: ReadonlyArray<Checks.Checked>) => {
      const summary = Checks.summarise(all)
      const seconds = (performance.now() - began) / 1000
      return json
        ? printJson({ ...summary, seconds, peakMiB: Math.round(peakMiB()) })
        : print(totals(summary, seconds, peakMiB()))
    }
    const all = yield* Checks.run(environments, { seed, jobs, onDone: (one) => done.push(one) }).pipe(
      // What has been found by then is not lost.
      Effect.onInterrupt(() => report(done))
    )
    if (json) yield* Effect.forEach(all, (one) => printJson(asJson(one)), { discard: true })
    yield* report(all)
    const failed = Checks.summarise(all).failed.length
    if (failed > 0) {
      return yield* new CliError({
        message: `${failed} of ${all.length} environments failed; \`scaler env check NAME\` tells more of one`
      })
    }
  }).pipe(Effect.scoped)

const watchOne = (environment: string, seed: number, json: boolean) =>
  watch(
    environment,
    Effect.gen(function*() {
      const [duration, [checked]] = yield* Effect.timed(
        Checks.run([environment], { seed, jobs: 1, onDone: () => undefined })
      )
      const time = new Date().toTimeString().slice(0, 8)
      yield* json
        ? printJson(asJson(checked!))
        : print(`${describe(checked!)}${time}, ${Duration.toSeconds(duration).toFixed(1)} s\n\n`)
    })
  )

export const check = Command.make("check", {
  ...selection,
  jobs: positive("jobs", "How many environments are checked at a time", 2),
  watch: Options.boolean("watch").pipe(
    Options.withDescription("Check one environment again whenever its files are saved, until Ctrl-C")
  ),
  seed: whole("seed", "Seed of the suite: a failure is found again with the same one", 0),
  pool,
  sandbox,
  json
}, ({ jobs, json, seed, watch, ...selection }) =>
  Effect.gen(function*() {
    const environments = yield* selected(selection)
    const [first, ...others] = environments
    const isOne = others.length === 0 && !selection.all && Option.isNone(selection.family)
    if (watch && !isOne) return yield* new CliError({ message: "--watch checks one environment: name it" })
    if (watch) return yield* watchOne(first!, seed, json)
    yield* isOne ? checkOne(first!, seed, json) : checkSeveral(environments, jobs, seed, json)
  })).pipe(
    Command.withDescription(
      "Compile and type-check environments, run them in the sandbox and hold them to the contract"
    ),
    sandboxed
  )
