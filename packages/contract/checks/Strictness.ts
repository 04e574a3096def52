import { Effect, Either } from "effect"
import { inBatches } from "../Batch.ts"
import { failed, passed, skipped } from "../Report.ts"
import type { Check } from "../Subject.ts"

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Instances tried, of different levels. */
const tried = 16

const required = (schema: Fields): ReadonlyArray<string> =>
  Array.isArray(schema["required"]) ? schema["required"].map(String) : []

/** Every way to break the instance that its Schema must notice. */
const broken = (instance: Fields, schema: Fields) => [
  { what: "an extra field", instance: { ...instance, "not-declared": 0 } },
  ...required(schema).map((missing) => ({
    what: `no field ${missing}`,
    instance: Object.fromEntries(Object.entries(instance).filter(([key]) => key !== missing))
  })),
  { what: "a list in its place", instance: [instance] as unknown }
]

/** Instances from outside are held to the declared Schema. */
export const checks: ReadonlyArray<Check> = [
  {
    name: "strict-instances",
    run: ({ environment, sampled }) =>
      Effect.gen(function*() {
        const step = Math.ceil(sampled.length / tried)
        const cases = sampled.filter((_, at) => at % step === 0).flatMap(({ instance }) =>
          isFields(instance) ? broken(instance, environment.manifest.instance) : []
        )
        if (cases.length === 0) return skipped("instances are not objects")
        const results = yield* inBatches(cases.map(({ instance }) => instance), environment.statement)
        const accepted = results.findIndex((result) =>
          Either.isRight(result) || result.left.reason !== "InvalidInstance"
        )
        if (accepted === -1) return passed(cases.length)
        const { what, instance } = cases[accepted]!
        return failed(cases.length, `an instance with ${what} is not refused`, { instance })
      })
  }
]
