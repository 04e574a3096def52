/** Checks of several environments, put together: what `scaler env check` says. */
import type { CompileError } from "@scaler/compiler/CompileError"
import { illTyped } from "@scaler/compiler/TypeCheck"
import * as Contract from "@scaler/contract/Contract"
import * as Report from "@scaler/contract/Report"
import { Duration, Effect, Either } from "effect"
import { type EnvironmentError, fileOf, load } from "../Environments.ts"
import * as Meter from "../progress/Meter.ts"

/** What was found out about one environment. */
export interface Checked {
  /** As it was named: a name of the registry, or a file. */
  readonly environment: string
  readonly file: string
  /** The contract's report; absent where the environment could not be loaded. */
  readonly report?: Report.Report
  /** What else is wrong with it: it cannot be loaded, is ill-typed, or shares its name with another. */
  readonly errors: ReadonlyArray<string>
  readonly seconds: number
}

/** Totals over environments. */
export interface Summary {
  readonly environments: number
  readonly checks: number
  /** Instances, answers and levels that checks looked at. */
  readonly cases: number
  readonly failed: ReadonlyArray<{ readonly environment: string; readonly reasons: ReadonlyArray<string> }>
}

/** Why an environment fails, one line each; none where it keeps the contract. */
export const reasons = ({ errors, report }: Checked): ReadonlyArray<string> => [
  ...errors,
  ...(report === undefined ? [] : Report.failures(report)).map(({ failure, name }) =>
    `${name}: ${failure!.message}`
  )
]

export const summarise = (all: ReadonlyArray<Checked>): Summary => {
  const checks = all.flatMap(({ report }) => report?.checks ?? []).filter(({ skipped }) =>
    skipped === undefined
  )
  return {
    environments: all.length,
    checks: checks.length,
    cases: checks.reduce((sum, { cases }) => sum + cases, 0),
    failed: all
      .map((checked) => ({ environment: checked.environment, reasons: reasons(checked) }))
      .filter((one) => one.reasons.length > 0)
  }
}

/** A fault of the environment; that no sandbox works at all is none. */
const isOwnFault = (error: EnvironmentError) =>
  error._tag !== "SandboxError" || error.reason !== "Unavailable"

/** Loads an environment and holds it to the contract. */
const check = (environment: string, seed: number) =>
  Effect.gen(function*() {
    const loaded = yield* load(environment)
    return yield* Contract.verify(loaded, { seed, fresh: yield* load(environment) })
  })

const inWords = (result: Either.Either<Report.Report, EnvironmentError>): string => {
  if (Either.isLeft(result)) return "cannot be checked"
  const failures = Report.failures(result.right)
  return failures.length === 0 ? "keeps the contract" : `fails ${failures.map(({ name }) => name).join(", ")}`
}

/** Those of the files that declare an environment of the same name as another of them, and what is to be done. */
const clashes = (
  loaded: ReadonlyArray<{ readonly file: string; readonly report?: Report.Report }>
): ReadonlyMap<string, string> =>
  new Map(
    [...Map.groupBy(loaded, ({ file, report }) => report?.environment ?? file)].flatMap(([name, same]) =>
      same.length === 1 ? [] : same.map(({ file }) =>
        [
          file,
          `${same.map((one) => one.file).join(" and ")} both declare an environment named ${name}: rename one`
        ] as const
      )
    )
  )

/**
 * Checks environments, so many at a time, and the types of all of them together meanwhile. `onDone` is given what has
 * been checked so far, for a reader who does not wait for the end.
 */
export const run = (
  environments: ReadonlyArray<string>,
  { jobs, onDone, seed }: {
    readonly jobs: number
    readonly seed: number
    readonly onDone: (checked: Checked) => void
  }
) =>
  Effect.gen(function*() {
    const files = yield* Effect.forEach(environments, fileOf)
    const meter = yield* Meter.make(files.length)
    const one = (environment: string, at: number) =>
      Effect.gen(function*() {
        const [duration, result] = yield* Effect.timed(
          Effect.either(check(environment, seed)).pipe(
            Effect.tap((result) =>
              Either.isLeft(result) && !isOwnFault(result.left) ? result.left : Effect.void
            )
          )
        )
        const seconds = Duration.toSeconds(duration)
        const checked: Checked = {
          environment,
          file: files[at]!,
          ...(Either.isRight(result) ? { report: result.right } : {}),
          errors: Either.isLeft(result) ? [result.left.message] : [],
          seconds
        }
        onDone(checked)
        yield* meter(`${environment} ${inWords(result)}, ${seconds.toFixed(1)} s`)
        return checked
      })
    const [wrong, checked] = yield* Effect.all([
      illTyped(files),
      Effect.forEach(environments, one, { concurrency: jobs })
    ], { concurrency: 2 })
    const clash = clashes(checked)
    return checked.map((one): Checked => ({
      ...one,
      errors: [...new Set([...one.errors, ...typeErrors(one, wrong), ...[clash.get(one.file) ?? []].flat()])]
    }))
  })

/** What did not even compile has been explained. */
const typeErrors = ({ errors, file }: Checked, wrong: ReadonlyMap<string, CompileError>) =>
  errors.length > 0 ? [] : [wrong.get(file)?.message ?? []].flat()
