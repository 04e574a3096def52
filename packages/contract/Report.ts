/** What the contract found out about an environment: plain JSON, and as text for people. */
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import type { Coordinate } from "@scaler/dsl/Random"
import type { Scale } from "@scaler/dsl/Scale"
import type { Split } from "@scaler/dsl/Split"

/** Where a check failed: coordinates that draw the instance again, and what was drawn. */
export interface Counterexample {
  readonly level?: number
  /** Said where there is no instance to show, because the draw threw: it throws again with these coordinates. */
  readonly seed?: Coordinate
  readonly index?: number
  readonly split?: Split
  readonly scale?: Scale
  /** The random words that drove the generator, followed by zeros; shrunk as far as the fault remains. */
  readonly words?: ReadonlyArray<number>
  /** A draw from a seed that throws too. */
  readonly drawn?: { readonly level: number; readonly seed: Coordinate; readonly index: number }
  readonly instance?: unknown
  readonly statement?: string
  readonly gold?: AnswerJson
  readonly answer?: AnswerJson
}

export interface Failure {
  readonly message: string
  readonly seed: Coordinate
  readonly counterexample?: Counterexample
}

export interface CheckReport {
  readonly name: string
  readonly passed: boolean
  /** Instances, answers or levels that were looked at. */
  readonly cases: number
  /** Why the check does not apply to this environment; it then counts as passed. */
  readonly skipped?: string
  readonly failure?: Failure
}

export interface Report {
  readonly environment: string
  /** Content hash of the artifact. */
  readonly hash: string
  readonly seed: Coordinate
  readonly passed: boolean
  readonly checks: ReadonlyArray<CheckReport>
}

/** What a check found. */
export type Outcome = Pick<CheckReport, "cases"> & {
  readonly skipped?: string
  readonly failure?: Omit<Failure, "seed">
}

export const passed = (cases: number): Outcome => ({ cases })

export const skipped = (reason: string): Outcome => ({ cases: 0, skipped: reason })

export const failed = (cases: number, message: string, counterexample?: Counterexample): Outcome => ({
  cases,
  failure: counterexample === undefined ? { message } : { message, counterexample }
})

/** The checks that failed. */
export const failures = (report: Report): ReadonlyArray<CheckReport> =>
  report.checks.filter((check) => !check.passed)

const shown = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text
}

const line = (check: CheckReport): string => {
  if (check.skipped !== undefined) return `  skipped  ${check.name}: ${check.skipped}`
  const { failure } = check
  if (failure === undefined) return `  passed   ${check.name} (${check.cases})`
  const details = Object.entries(failure.counterexample ?? {}).map(([key, value]) =>
    `             ${key}: ${shown(value)}`
  )
  return [`  FAILED   ${check.name} (${check.cases}): ${failure.message}`, ...details].join("\n")
}

/** The report for people, one line per check; a failure names the seed and shows its counterexample. */
export const format = (report: Report): string => {
  const broken = failures(report).length
  const unasked = report.checks.filter(({ skipped }) => skipped !== undefined).length
  const summary = broken === 0
    ? `${report.environment} keeps the contract: ${report.checks.length - unasked} checks passed${
      unasked === 0 ? "" : `, ${unasked} skipped`
    }, seed ${report.seed}`
    : `${report.environment} breaks ${broken} of the ${report.checks.length} checks, seed ${report.seed}`
  return [summary, ...report.checks.map(line)].join("\n")
}
