/**
 * A verified draft in a pool's folder: `NAME.json`, what is known of it, and `NAME.ts`, the environment's module, which
 * puts the levels that were found for it on `drafts/NAME.ts`, the module as it was written.
 */
import { Manifest } from "@scaler/compiler/Manifest"
import { writeWhole } from "@scaler/compiler/WholeFile"
import { isName } from "@scaler/dsl/Environment"
import type { Scale } from "@scaler/dsl/Scale"
import { Effect, Schema } from "effect"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { literal } from "../calibration/Literal.ts"
import { Agreed } from "../oracle/Agreement.ts"
import { Diversity } from "../oracle/Diversity.ts"
import { Solution } from "../oracle/Solution.ts"
import { PoolError } from "../pool/PoolFile.ts"
import { Provenance } from "../Provenance.ts"

/** What was found out about a draft that can be trusted. */
export const Verified = Schema.Struct({
  ...Agreed.fields,
  ...Diversity.fields,
  /** Checks of the contract that it was held to, and the instances, answers and levels that those looked at. */
  checks: Schema.Int,
  cases: Schema.Int
})
export interface Verified extends Schema.Schema.Type<typeof Verified> {}

export const AdmittedDraft = Schema.Struct({
  /** What it is asked for by. */
  name: Schema.String.pipe(Schema.filter(isName)),
  /** All that is data, as of the environment with its programs. */
  manifest: Manifest,
  /** The draft's module as it was written. */
  draft: Schema.String,
  /** Of the problem, wrong ones included. */
  solutions: Schema.Array(Solution),
  verified: Verified,
  provenance: Schema.optionalWith(Provenance, { exact: true })
})
export interface AdmittedDraft extends Schema.Schema.Type<typeof AdmittedDraft> {}

/** Where the environment's module lies. */
export const moduleFile = (folder: string, name: string): string => join(folder, `${name}.ts`)

const draftFile = (folder: string, name: string) => join(folder, "drafts", `${name}.ts`)

const leveled = (name: string, ladder: ReadonlyArray<Scale>): string =>
  `import * as Draft from "@scaler/dsl/Draft"
import draft from "./drafts/${name}.ts"

/** With the levels that were found for it by measuring. */
export default Draft.withLadder(draft, [
${ladder.map((scale) => `  ${literal(scale)}`).join(",\n")}
])
`

const tried = <A>(what: string, attempt: () => Promise<A>): Effect.Effect<A, PoolError> =>
  Effect.tryPromise({
    try: attempt,
    catch: (error) => new PoolError({ message: `${what}: ${(error as Error).message}` })
  })

const write = (file: string, text: string): Effect.Effect<string, PoolError> =>
  Effect.as(tried(`${file} cannot be written`, () => writeWhole(file, text)), file)

/** Writes a draft's module, and gives its file. */
export const writeDraft = (folder: string, name: string, text: string): Effect.Effect<string, PoolError> =>
  write(draftFile(folder, name), text)

/** Writes the module that puts levels on a draft, and gives its file. */
export const writeModule = (
  folder: string,
  name: string,
  ladder: ReadonlyArray<Scale>
): Effect.Effect<string, PoolError> => write(moduleFile(folder, name), leveled(name, ladder))

/** Fails where the modules in the folder are not those that were verified. */
export const refuseChanged = (
  folder: string,
  { draft, manifest: { ladder }, name }: AdmittedDraft
): Effect.Effect<void, PoolError> =>
  Effect.forEach(
    [[draftFile(folder, name), draft], [moduleFile(folder, name), leveled(name, ladder)]] as const,
    ([file, text]) =>
      Effect.filterOrFail(
        tried(`${file} cannot be read`, () => readFile(file, "utf8")),
        (found) => found === text,
        () =>
          new PoolError({
            message:
              `${file} was changed since it was verified. Copy it to a place of its own, with an oracle, or let `
              + "`scaler synth` write it anew"
          })
      ),
    { discard: true }
  )
