/** An environment into which tests plant faults, and what they ask of the report. */
import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Schema } from "effect"
import { format, verify } from "../Contract.ts"
import { type CheckReport, failures, type Report } from "../Report.ts"
import * as InProcess from "./InProcess.ts"

export const Values = Schema.Struct({
  values: Schema.Array(Schema.Int.pipe(Schema.between(-5, 9_999))).pipe(Schema.maxItems(40))
})
export interface Values extends Schema.Schema.Type<typeof Values> {}

export const sum = ({ values }: Values) => values.reduce((total, value) => total + value, 0)
const scale = { n: Scale.geometric({ min: 2, max: 40 }), max: Scale.geometric({ min: 29, max: 9_999 }) }

export type Definition = Environment.Definition<"planted", typeof scale, Values, number>

/** An environment that keeps the contract, but for what is planted in it. */
export const planted = (fault: Partial<Definition>) =>
  Environment.make({
    name: "planted",
    tags: [],
    skill: "a test",
    source: "a test",
    scale,
    instance: Values,
    answer: Answer.integer,
    generate: ({ n, max }) => Gen.struct({ values: Gen.array(Gen.int(0, max), n) }),
    statement: ({ values }) => `Add ${values.join(" ")}.`,
    solve: sum,
    brute: {
      upTo: { n: 8 },
      solve: ({ values }) => {
        let total = 0
        for (const value of values) total += value
        return total
      }
    },
    properties: {
      "at least the largest": ({ values }, gold) =>
        values.some((value) => value < 0) || gold >= Math.max(...values)
    },
    ...fault
  })

export const verified = (subject: SandboxedEnvironment, fresh = subject): Promise<Report> =>
  Effect.runPromise(verify(subject, { seed: 1, fresh }))

export const reportOf = (environment: Environment.Any) =>
  verified(InProcess.make(environment), InProcess.make(environment))

export const failedNames = (report: Report) => failures(report).map(({ name }) => name)

export const failedCheck = (report: Report, name: string): CheckReport => {
  const check = failures(report).find((failure) => failure.name === name)
  if (check === undefined) throw new Error(`${name} did not fail:\n${format(report)}`)
  return check
}
