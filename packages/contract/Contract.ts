/** The contract that every environment keeps, checked from outside: through the sandbox's operations alone. */
import type { Coordinate } from "@scaler/dsl/Random"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import * as Determinism from "./checks/Determinism.ts"
import * as Draws from "./checks/Draws.ts"
import * as Judging from "./checks/Judging.ts"
import * as Ladder from "./checks/Ladder.ts"
import * as Oracle from "./checks/Oracle.ts"
import * as Strictness from "./checks/Strictness.ts"
import * as Variety from "./checks/Variety.ts"
import { type CheckReport, failed, type Outcome, type Report } from "./Report.ts"
import * as Subject from "./Subject.ts"

export { format } from "./Report.ts"

export interface Options {
  /** Every instance that is drawn is a function of it: the same seed finds the same failures. */
  readonly seed: Coordinate
  /** A second session of the same artifact, in a process of its own. */
  readonly fresh: SandboxedEnvironment
  /**
   * Only whether the contract is kept, at the least cost: checking ends with the first check that fails, and no
   * counterexample is made smaller.
   */
  readonly verdictOnly?: boolean
}

const checks: ReadonlyArray<Subject.Check> = [
  ...Ladder.checks,
  ...Draws.checks,
  ...Determinism.checks,
  ...Oracle.checks,
  ...Judging.checks,
  ...Strictness.checks,
  ...Variety.checks
]

/** The names of all checks, in the order in which they run. */
export const names: ReadonlyArray<string> = checks.map(({ name }) => name)

const reported = (name: string, seed: Coordinate, { failure, ...outcome }: Outcome): CheckReport => ({
  name,
  passed: failure === undefined,
  ...outcome,
  ...(failure === undefined ? {} : { failure: { ...failure, seed } })
})

/**
 * Checks an environment. A fault of the environment, a call that the sandbox had to end among them, is a failed check
 * of the report; the error is left for a sandbox that cannot work (`Unavailable`).
 */
export const verify = (
  environment: SandboxedEnvironment,
  { fresh, seed, verdictOnly = false }: Options
): Effect.Effect<Report, SandboxError> =>
  Effect.gen(function*() {
    const subject = yield* Subject.make(environment, { fresh, seed, verdictOnly })
    const reports: Array<CheckReport> = []
    for (const { name, run } of checks) {
      const outcome = yield* Subject.ifEnded(({ message }) => failed(0, message))(run(subject))
      reports.push(reported(name, seed, outcome))
      if (verdictOnly && outcome.failure !== undefined) break
    }
    return {
      environment: environment.manifest.name,
      hash: environment.manifest.hash,
      seed,
      passed: reports.every((report) => report.passed),
      checks: reports
    }
  })
