/** From the text of a draft to an environment that holds. */
import * as Contract from "@scaler/contract/Contract"
import * as Report from "@scaler/contract/Report"
import type { Native } from "@scaler/sandbox/native/Native"
import type { Sandbox } from "@scaler/sandbox/Sandbox"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { calibrate } from "../calibration/Calibration.ts"
import { chosen } from "../oracle/Agreement.ts"
import { Defect } from "../oracle/Defect.ts"
import type { PoolError } from "../pool/PoolFile.ts"
import type { Task } from "../Task.ts"
import * as AdmittedDraft from "./AdmittedDraft.ts"
import * as DraftEnvironment from "./DraftEnvironment.ts"
import { load, type Trusted, verify } from "./Verification.ts"

/** Most levels. */
const levels = 30

const withPrograms = (draft: SandboxedEnvironment, { agreed }: Trusted, { problem }: Task) =>
  Effect.mapError(
    DraftEnvironment.make(draft, {
      answer: agreed.answer,
      solutions: chosen(agreed, problem.solutions)
    }),
    (error) =>
      error._tag === "ProgramFault" ? new Defect({ stage: "solutions", message: error.message }) : error
  )

/** What the contract finds, in the words of `env check`. */
export const refuseContract = (environment: SandboxedEnvironment, fresh: SandboxedEnvironment) =>
  Effect.gen(function*() {
    const report = yield* Contract.verify(environment, { seed: 0, fresh })
    const failures = Report.failures(report)
    if (failures.length > 0) {
      const lines = Report.format({ ...report, checks: failures }).split("\n").slice(1)
      return yield* new Defect({ stage: "contract", message: lines.map((line) => line.trim()).join("\n") })
    }
    const asked = report.checks.filter(({ skipped }) => skipped === undefined)
    return { checks: asked.length, cases: asked.reduce((sum, { cases }) => sum + cases, 0) }
  })

/**
 * Verifies a draft, finds its levels, and holds the whole to the contract. For that its modules are written to a
 * folder, which is not needed any more then.
 */
export const admit = (
  text: string,
  task: Task,
  folder: string
): Effect.Effect<AdmittedDraft.AdmittedDraft, Defect | PoolError | SandboxError, Native | Sandbox> =>
  Effect.gen(function*() {
    const { name, problem } = task
    const trusted = yield* verify(yield* AdmittedDraft.writeDraft(folder, name, text), task)
    const calibrated = yield* calibrate(yield* withPrograms(trusted.draft, trusted, task), {
      maxPrompt: trusted.draft.manifest.maxStatementLength,
      // Programs that are too slow fail; how busy the machine is must not decide on levels.
      maxMillis: Infinity,
      levels
    })
    if (Either.isLeft(calibrated)) {
      return yield* new Defect({ stage: "calibration", message: calibrated.left })
    }
    const [first, ...others] = calibrated.right.ladder
    const file = yield* AdmittedDraft.writeModules(folder, {
      name,
      draft: text,
      manifest: { answer: trusted.agreed.answer, ladder: [first!, ...others] }
    })
    const [environment, fresh] = yield* Effect.all([
      Effect.flatMap(load(file), (draft) => withPrograms(draft, trusted, task)),
      Effect.flatMap(load(file), (draft) => withPrograms(draft, trusted, task))
    ])
    const contract = yield* refuseContract(environment, fresh)
    return {
      name,
      manifest: environment.manifest,
      draft: text,
      solutions: problem.solutions,
      verified: { ...trusted.agreed, ...trusted.diversity, ...contract }
    }
  }).pipe(ownFaults(folder))

/**
 * The faults of a module in a folder: a call that the sandbox had to end is one, but that no sandbox works at all is not.
 * Where the folder lies is nothing that a model should be told, and differs from time to time.
 */
export const ownFaults = (folder: string) =>
<A, R>(
  self: Effect.Effect<A, Defect | PoolError | SandboxError, R>
): Effect.Effect<A, Defect | PoolError | SandboxError, R> =>
  self.pipe(
    Effect.catchIf(
      (error) => error._tag === "SandboxError" && error.reason !== "Unavailable" && error.environment !== "",
      ({ message }) => Effect.fail(new Defect({ stage: "generator", message }))
    ),
    Effect.catchTag("Defect", ({ message, stage }) =>
      Effect.fail(new Defect({ stage, message: message.replaceAll(`${folder}/`, "") })))
  )
