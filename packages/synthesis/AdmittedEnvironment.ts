/** What is in a pool's folder as environments: entries of pools, and drafts. */
import type { CompileError } from "@scaler/compiler/CompileError"
import type { Manifest } from "@scaler/compiler/Manifest"
import type { Native } from "@scaler/sandbox/native/Native"
import type { ProgramFault } from "@scaler/sandbox/native/ProgramFault"
import { Sandbox } from "@scaler/sandbox/Sandbox"
import type {
  EnvironmentDefect,
  SandboxedEnvironment,
  SandboxError
} from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import { dirname } from "node:path"
import * as AdmittedDraft from "./drafts/AdmittedDraft.ts"
import * as DraftEnvironment from "./drafts/DraftEnvironment.ts"
import { chosen } from "./oracle/Agreement.ts"
import * as PoolEnvironment from "./pool/PoolEnvironment.ts"
import type { PoolError } from "./pool/PoolFile.ts"
import * as PoolFolder from "./pool/PoolFolder.ts"

/** As of the options of their environments. */
export interface Options {
  readonly crossChecked?: number
  readonly statements?: "whole" | "brief"
}

/** All that is known of one without running anything. */
export const manifestOf = (admitted: PoolFolder.Admitted, options: Options = {}): Manifest =>
  "draft" in admitted
    ? { ...admitted.manifest, hash: DraftEnvironment.briefly(admitted.manifest.hash, options.statements) }
    : PoolEnvironment.manifestOf({ ...admitted, ...options })

/** Makes one from its file in a pool's folder. */
export const load = (
  file: string,
  options: Options = {}
): Effect.Effect<
  SandboxedEnvironment,
  PoolError | ProgramFault | SandboxError | CompileError | EnvironmentDefect,
  Native | Sandbox
> =>
  Effect.gen(function*() {
    const admitted = yield* PoolFolder.read(file)
    if (!("draft" in admitted)) return yield* PoolEnvironment.make({ ...admitted, ...options })
    const folder = dirname(file)
    yield* AdmittedDraft.refuseChanged(folder, admitted)
    const draft = yield* (yield* Sandbox).load(AdmittedDraft.moduleFile(folder, admitted.name))
    return admitted.oracle === undefined
      ? yield* DraftEnvironment.make(draft, {
        ...options,
        answer: admitted.verified.answer,
        solutions: chosen(admitted.verified, admitted.solutions)
      })
      : draft
  })
