/**
 * From a problem to an environment, as a durable workflow: its questions to a language model and its checks are
 * activities, of which one that is done is never done again.
 */
import { Workflow } from "@effect/workflow"
import { sha256 } from "@scaler/compiler/Hash"
import { Effect, Schema } from "effect"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { converse } from "./authoring/Conversation.ts"
import * as Meta from "./authoring/Meta.ts"
import * as OracleAuthor from "./authoring/OracleAuthor.ts"
import * as PythonAuthor from "./authoring/PythonAuthor.ts"
import * as Reply from "./authoring/Reply.ts"
import * as TypeScriptAuthor from "./authoring/TypeScriptAuthor.ts"
import * as Admission from "./drafts/Admission.ts"
import { AdmittedDraft } from "./drafts/AdmittedDraft.ts"
import * as OracleAdmission from "./drafts/OracleAdmission.ts"
import * as Authored from "./pool/Authored.ts"
import * as PoolFolder from "./pool/PoolFolder.ts"
import { Problem } from "./problems/Problem.ts"
import { type Asked, nothing, type Provenance } from "./Provenance.ts"
import type { Task } from "./Task.ts"

/** The language of the environment's module, or of its generator alone. */
export const Style = Schema.Literal("typescript", "python")
export type Style = typeof Style.Type

/** Replies with an oracle until the programs stay the oracle. */
const oracleRounds = 2

/** Replies about a problem's sizes until it is given up, as in the reference. */
const metaRounds = 3

/** What became of a problem. */
export const Outcome = Schema.Union(PoolFolder.Admitted, PoolFolder.Rejection)
export type Outcome = typeof Outcome.Type

export const Synthesis = Workflow.make({
  name: "Synthesis",
  payload: {
    problem: Problem,
    /** Of the environment. */
    name: Schema.String,
    /** That is asked. */
    model: Schema.String,
    style: Style,
    /** Whether an oracle in TypeScript is asked for, too. */
    oracle: Schema.Boolean,
    /** Most replies with an environment. */
    rounds: Schema.Int
  },
  success: Outcome,
  idempotencyKey: (payload) => sha256(JSON.stringify(payload))
})
export type Payload = typeof Synthesis.payloadSchema.Type

/** A folder that is there for as long as it is used. */
const inScratch = <A, E, R>(use: (folder: string) => Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "scaler-draft-"))),
    use,
    (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
  )

/** Has a module written and checked, until one holds. */
const typescript = (task: Task, { rounds }: Payload, asked: Asked) =>
  Effect.flatMap(TypeScriptAuthor.request(task), (request) =>
    converse({
      name: "author",
      request,
      rounds,
      schema: AdmittedDraft,
      asked,
      check: (reply) =>
        Effect.flatMap(Reply.code(reply, ["ts", "typescript"]), (text) =>
          inScratch((folder) => Admission.admit(text, task, folder)))
    }))

/** Has an oracle written and checked; where none holds, the programs stay the oracle. */
const withOracle = ({ problem }: Task, admitted: AdmittedDraft, asked: Asked) =>
  converse({
    name: "oracle",
    request: OracleAuthor.request(problem, admitted.draft),
    rounds: oracleRounds,
    schema: AdmittedDraft,
    asked,
    check: (reply) =>
      Effect.flatMap(Reply.code(reply, ["ts", "typescript"]), (oracle) =>
        inScratch((folder) => OracleAdmission.admit(oracle, admitted, folder)))
  }).pipe(Effect.catchTag("Refused", ({ asked }) =>
    Effect.succeed({ value: admitted, asked })))

/** Has a generator written and checked, until one holds. */
const python = (task: Task, { rounds }: Payload, asked: Asked) =>
  converse({
    name: "author",
    request: PythonAuthor.request(task),
    rounds,
    schema: PoolFolder.AdmittedEntry,
    asked,
    check: (reply) =>
      Effect.flatMap(Reply.code(reply, ["python", "py"]), (generator) => Authored.admit(generator, task))
  })

/** What is run in the workflow's stead. */
export const body = (payload: Payload) => {
  const { model, name, oracle, problem, style } = payload
  const { id, licence, source, title } = problem
  const provenance = (asked: Asked): Provenance => ({
    problem: {
      id,
      title,
      ...licence === undefined ? {} : { licence },
      ...source === undefined ? {} : { source }
    },
    model,
    asked
  })
  return Effect.gen(function*() {
    const { asked, value: meta } = yield* converse({
      name: "meta",
      request: Meta.request(problem),
      rounds: metaRounds,
      schema: Meta.Meta,
      asked: nothing,
      check: Meta.read
    })
    const task = { problem, meta, name }
    const author = style === "typescript" ? typescript : python
    const written = yield* author(task, payload, asked)
    const { asked: all, value } = oracle && "draft" in written.value
      ? yield* withOracle(task, written.value, written.asked)
      : written
    return { ...value, provenance: provenance(all) }
  }).pipe(
    Effect.catchTag("Refused", ({ asked, message, stage }): Effect.Effect<Outcome> =>
      Effect.succeed({
        name,
        fingerprint: sha256(JSON.stringify(problem)),
        stage,
        message,
        provenance: provenance(asked)
      }))
  )
}
