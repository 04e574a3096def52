/** What a run's record says of one environment in one step: why these levels, and why in or out of the active set. */
import { Path } from "@effect/platform"
import { Database } from "bun:sqlite"
import { Effect, Schema } from "effect"
import type { Reason } from "../curriculum/Curriculum.ts"
import { Explanation } from "../curriculum/Explanation.ts"
import * as RunDirectory from "./RunDirectory.ts"
import { issue, RunError } from "./RunError.ts"
import type { RunRecord } from "./RunRecord.ts"
import * as RunTables from "./RunTables.ts"

export interface Account {
  readonly step: number
  readonly environment: string
  /** Since when it is active, and in which place; null where it is not. */
  readonly active: { readonly slot: number; readonly since: number } | null
  /** When and why it last left the active set; null where it never did. */
  readonly left: { readonly step: number; readonly reason: Reason } | null
  /** Null where it is not active, or the run was recorded before there were explanations. */
  readonly explanation: Explanation | null
}

/** Which accounts are asked for. Without a step: of one environment all its steps, else the last step. */
export interface Question {
  readonly environment?: string | undefined
  readonly step?: number | undefined
}

const Rows = Schema.Array(
  Schema.Struct({ step: Schema.Int, explanation: Schema.parseJson(Explanation) })
)
type Rows = typeof Rows.Type

/** Explanations of training steps, by step and environment. */
const explanations = (file: string, { environment, step }: Question): Effect.Effect<Rows, RunError> => {
  const unreadable = (why: string) =>
    new RunError({ reason: "Disk", message: `${file} could not be read: ${why}` })
  return Effect.acquireUseRelease(
    Effect.try({
      try: () => new Database(file, { readonly: true }),
      catch: (error) => unreadable((error as Error).message)
    }),
    (database) =>
      Effect.flatMap(
        Effect.try({
          try: () =>
            RunTables.hasExplanations(database)
              ? database.query(
                `SELECT step, explanation FROM explanations WHERE phase = 'training'
                 AND environment = coalesce(?, environment) AND step = coalesce(?, step) ORDER BY step, environment`
              ).all(environment ?? null, step ?? null)
              : [],
          catch: (error) => unreadable((error as Error).message)
        }),
        (rows) => Effect.mapError(Schema.decodeUnknown(Rows)(rows), (error) => unreadable(issue(error)))
      ),
    (database) => Effect.sync(() => database.close())
  )
}

/** How the environments stand in the active set after each change of it, up to a step. */
const standing = ({ events }: RunRecord, step: number, environment: string) => {
  let active: Account["active"] = null
  let left: Account["left"] = null
  for (const { event, phase } of events) {
    if (phase !== "training" || !("slot" in event) || event.environment !== environment) continue
    // A quarantine comes after the step's rollouts: in that step the environment was active.
    const counts = event.step < step
      || (event.step === step && !(event._tag === "left" && event.reason === "quarantined"))
    if (!counts) continue
    if (event._tag === "entered") active = { slot: event.slot, since: event.step }
    else [active, left] = [null, { step: event.step, reason: event.reason }]
  }
  return { active, left }
}

/** Environments that a run was started with, by name. */
export const environments = ({ facts }: RunRecord): ReadonlyArray<string> =>
  Object.keys(facts).filter((fact) => fact.startsWith("environment "))
    .map((fact) => fact.slice("environment ".length)).sort()

/** The accounts that are asked for, by step and environment; none where the step has not been made. */
export const read = (record: RunRecord, question: Question) =>
  Effect.gen(function*() {
    const file = (yield* Path.Path).join(record.path, RunDirectory.recordFile)
    const made = record.metrics.filter(({ phase }) => phase === "training").map(({ step }) => step)
    const { environment, step } = question
    const last = made.at(-1)
    const steps = step !== undefined
      ? made.filter((each) => each === step)
      : environment !== undefined
      ? made
      : last === undefined
      ? []
      : [last]
    if (steps.length === 0) return []
    const found = yield* explanations(file, {
      environment,
      step: steps.length === 1 ? steps[0] : undefined
    })
    const byPlace = new Map(found.map(({ explanation, step }) => [
      `${step} ${explanation.environment}`,
      explanation
    ]))
    const names = environment === undefined ? environments(record) : [environment]
    return steps.flatMap((step) =>
      names.map((environment): Account => ({
        step,
        environment,
        ...standing(record, step, environment),
        explanation: byPlace.get(`${step} ${environment}`) ?? null
      }))
    )
  })
