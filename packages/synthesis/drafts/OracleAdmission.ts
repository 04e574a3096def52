/** An oracle in TypeScript for a draft, independent of its problem's programs, and accepted where these agree with it. */
import { illTyped } from "@scaler/compiler/TypeCheck"
import { agree } from "@scaler/contract/Answers"
import { inBatches } from "@scaler/contract/Batch"
import type { Native } from "@scaler/sandbox/native/Native"
import type { Sandbox } from "@scaler/sandbox/Sandbox"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { chosen } from "../oracle/Agreement.ts"
import { Defect } from "../oracle/Defect.ts"
import * as Oracle from "../oracle/Oracle.ts"
import type { PoolError } from "../pool/PoolFile.ts"
import { ownFaults, refuseContract } from "./Admission.ts"
import * as AdmittedDraft from "./AdmittedDraft.ts"
import * as Cases from "./Cases.ts"
import { load } from "./Verification.ts"

/** Instances of all sizes on which it must agree: those on which the draft was verified. */
const least = 200

/** Holds an oracle against the programs, and the whole to the contract. */
export const admit = (
  oracle: string,
  admitted: AdmittedDraft.AdmittedDraft,
  folder: string
): Effect.Effect<AdmittedDraft.AdmittedDraft, Defect | PoolError | SandboxError, Native | Sandbox> =>
  Effect.gen(function*() {
    const { draft, manifest, name, solutions, verified } = admitted
    const { answer } = manifest
    const file = yield* AdmittedDraft.writeModules(folder, { name, draft, oracle, manifest })
    for (const { message } of (yield* illTyped([AdmittedDraft.oracleFile(folder, name), file])).values()) {
      return yield* new Defect({ stage: "compile", message })
    }
    const environment = yield* load(file)
    const programs = yield* Effect.mapError(
      Oracle.make({
        name,
        answer,
        solutions: chosen(verified, solutions),
        crossChecked: 1
      }),
      (error) =>
        error._tag === "ProgramFault" ? new Defect({ stage: "solutions", message: error.message }) : error
    )
    const { breadth, depth } = yield* Cases.of(
      yield* load(AdmittedDraft.draftFile(folder, name))
    )
    const cases = [...breadth, ...depth]
    if (cases.length < least) {
      return yield* new Defect({
        stage: "generator",
        message: `only ${cases.length} instances could be drawn`
      })
    }
    const own = yield* inBatches(cases.map(({ instance }) => instance), environment.solve)
    for (const [at, { gold, instance }] of cases.entries()) {
      const [ours, theirs] = [own[at]!, yield* programs.solve(String(gold))]
      const shown = JSON.stringify(instance).slice(0, 400)
      if (Either.isLeft(ours)) {
        return yield* new Defect({ stage: "agreement", message: `${ours.left.message}, for ${shown}` })
      }
      if (Either.isLeft(theirs)) {
        return yield* new Defect({ stage: "solutions", message: `${theirs.left.message}, for ${shown}` })
      }
      if (!agree(answer, ours.right, theirs.right)) {
        const both = `${JSON.stringify(ours.right)}, where accepted programs answer ${
          JSON.stringify(theirs.right)
        }`
        return yield* new Defect({ stage: "agreement", message: `solve answers ${both}, for ${shown}` })
      }
    }
    const contract = yield* refuseContract(environment, yield* load(file))
    return { ...admitted, oracle, manifest: environment.manifest, verified: { ...verified, ...contract } }
  }).pipe(ownFaults(folder))
