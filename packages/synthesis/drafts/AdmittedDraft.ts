/**
 * A verified draft in a pool's folder: `NAME.json`, what is known of it, and `NAME.ts`, the environment's module, which
 * puts the levels that were found for it on `drafts/NAME.ts`, the module as it was written.
 */
import { Manifest } from "@scaler/compiler/Manifest"
import { writeWhole } from "@scaler/compiler/WholeFile"
import type { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { isName } from "@scaler/dsl/Environment"
import { Effect, Schema } from "effect"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { literal } from "../calibration/Literal.ts"
import { Agreed } from "../oracle/Agreement.ts"
import { Diversity } from "../oracle/Diversity.ts"
import { Solution } from "../oracle/Solution.ts"
import { PoolError, tried } from "../pool/PoolFile.ts"
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
  /** A module with an oracle of its own, which the programs agree with; where there is none, they are the oracle. */
  oracle: Schema.optionalWith(Schema.String, { exact: true }),
  /** Of the problem, wrong ones included. */
  solutions: Schema.Array(Solution),
  verified: Verified,
  provenance: Schema.optionalWith(Provenance, { exact: true })
})
export interface AdmittedDraft extends Schema.Schema.Type<typeof AdmittedDraft> {}

/** Where the environment's module lies. */
export const moduleFile = (folder: string, name: string): string => join(folder, `${name}.ts`)

/** Where the draft lies. */
export const draftFile = (folder: string, name: string): string => join(folder, "drafts", `${name}.ts`)
/** Where its oracle lies, where it has one of its own. */
export const oracleFile = (folder: string, name: string): string => join(folder, "oracles", `${name}.ts`)

/** An answer of the type, and what makes one of what an oracle returns. */
const typed = (spec: AnswerSpec): { readonly answer: string; readonly of: (value: string) => string } => {
  switch (spec.kind) {
    case "bigint":
      return { answer: "Answer.bigint", of: (value) => `BigInt(${value})` }
    case "decimal":
      return { answer: `Answer.decimal({ tolerance: ${spec.tolerance} })`, of: (value) => `Number(${value})` }
    case "array": {
      const { answer, of } = typed(spec.element)
      return { answer: `Answer.array(${answer})`, of: (value) => `${value}.map((value) => ${of("value")})` }
    }
    default:
      return { answer: "Answer.string", of: (value) => value }
  }
}

/** The module that puts levels on a draft, and its oracle where it has one. */
const moduleOf = ({ manifest: { answer: spec, ladder }, name, oracle }: Content): string => {
  const levels = `[\n${ladder.map((scale) => `  ${literal(scale)}`).join(",\n")}\n]`
  const draft = `import * as Draft from "@scaler/dsl/Draft"\nimport draft from "./drafts/${name}.ts"\n`
  if (oracle === undefined) {
    return `${draft}
/** With the levels that were found for it by measuring. */
export default Draft.withLadder(draft, ${levels})
`
  }
  const { answer, of } = typed(spec)
  return `import * as Answer from "@scaler/dsl/Answer"
${draft}import { solve } from "./oracles/${name}.ts"

/** With the levels that were found for it by measuring, and an oracle that accepted programs agree with. */
export default Draft.withLadder(
  Draft.withOracle(draft, { answer: ${answer}, solve: (instance) => ${of("solve(instance)")} }),
  ${levels}
)
`
}

/** What the modules are made of. */
export interface Content extends Pick<AdmittedDraft, "name" | "draft" | "oracle"> {
  readonly manifest: Pick<Manifest, "answer" | "ladder">
}

/** The modules of an environment, by their files. */
const modulesOf = (
  folder: string,
  content: Content
): ReadonlyArray<readonly [file: string, text: string]> => [
  [draftFile(folder, content.name), content.draft],
  ...content.oracle === undefined ? [] : [[oracleFile(folder, content.name), content.oracle] as const],
  [moduleFile(folder, content.name), moduleOf(content)]
]

const write = (file: string, text: string): Effect.Effect<string, PoolError> =>
  Effect.as(tried(`${file} cannot be written`, () => writeWhole(file, text)), file)

/** Writes a draft's module alone, and gives its file. */
export const writeDraft = (folder: string, name: string, text: string): Effect.Effect<string, PoolError> =>
  write(draftFile(folder, name), text)

/** Writes all modules, and gives the environment's. */
export const writeModules = (folder: string, content: Content): Effect.Effect<string, PoolError> =>
  Effect.as(
    Effect.forEach(modulesOf(folder, content), ([file, text]) => write(file, text)),
    moduleFile(folder, content.name)
  )

/** Fails where the modules in the folder are not those that were verified. */
export const refuseChanged = (folder: string, content: Content): Effect.Effect<void, PoolError> =>
  Effect.forEach(modulesOf(folder, content), ([file, text]) =>
    Effect.filterOrFail(
      tried(`${file} cannot be read`, () => readFile(file, "utf8")),
      (found) => found === text,
      () =>
        new PoolError({
          message:
            `${file} was changed since it was verified. Copy it to a place of its own, with an oracle, or let `
            + "`scaler synth` write it anew"
        })
    ), { discard: true })
