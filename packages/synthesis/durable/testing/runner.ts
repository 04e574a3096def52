/**
 * A process that runs workflows, to be killed:
 * `bun runner.ts sqlite FILE|postgres URL --log LOG --executions N`. The exits are the last line that it prints, as JSON.
 */
import { BunRuntime } from "@effect/platform-bun"
import { Activity, Workflow } from "@effect/workflow"
import { fromCoordinates } from "@scaler/dsl/Random"
import { Effect, Layer, Redacted, Schema } from "effect"
import { appendFileSync } from "node:fs"
import { parseArgs } from "node:util"
import * as Executions from "../Executions.ts"
import * as PostgresEngine from "../PostgresEngine.ts"
import * as SqliteEngine from "../SqliteEngine.ts"

class Refused extends Schema.TaggedError<Refused>()("Refused", { by: Schema.String }) {}

const { positionals: [kind, place], values } = parseArgs({
  allowPositionals: true,
  options: { log: { type: "string" }, executions: { type: "string" } }
})
const log = (word: string, ...rest: ReadonlyArray<string>) =>
  Effect.sync(() => appendFileSync(values.log!, `${[word, process.pid, ...rest].join(" ")}\n`))

const Draws = Workflow.make({
  name: "Draws",
  payload: { id: Schema.String },
  idempotencyKey: ({ id }) => id,
  success: Schema.Array(Schema.String),
  error: Refused
})

/** Gives a value that no other run of it gives. In executions whose number ends in 3, the third one is refused. */
const draw = (id: string, name: string) =>
  Activity.make({
    name,
    success: Schema.String,
    error: Refused,
    execute: Effect.gen(function*() {
      const value = crypto.randomUUID()
      yield* log("started", id, name)
      yield* Effect.sleep(50 + fromCoordinates("duration", id, name).below(100))
      if (id.endsWith("3") && name === "third") return yield* new Refused({ by: value })
      yield* log("gave", id, name, value)
      return value
    })
  })

const workflows = Executions.layer(
  Draws,
  { concurrency: 3 },
  ({ id }) => Effect.forEach(["first", "second", "third", "fourth"], (name) => draw(id, name))
)

const engine = kind === "sqlite"
  ? SqliteEngine.layer({ file: place! })
  : PostgresEngine.layer({ url: Redacted.make(place!), silence: "12 seconds", drain: "2 seconds" })

const payloads = Array.from({ length: Number(values.executions) }, (_, index) => ({ id: `${index}` }))

Executions.runAll(Draws, payloads).pipe(
  Effect.tap((exits) => Effect.sync(() => console.log(JSON.stringify(exits)))),
  Effect.provide(Layer.provideMerge(workflows, engine)),
  BunRuntime.runMain
)
