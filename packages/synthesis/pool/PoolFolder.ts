/**
 * A pool's folder: a file for each verified environment, `NAME.json`, and in a folder below one for each entry that was
 * rejected. Every file is written whole or not at all, so that an import can be ended at any moment and gone on with.
 */
import { sha256 } from "@scaler/compiler/Hash"
import { writeWhole } from "@scaler/compiler/WholeFile"
import { isName } from "@scaler/dsl/Environment"
import { Effect, Schema } from "effect"
import { readdir, readFile, rm } from "node:fs/promises"
import { basename, join, resolve } from "node:path"
import * as AdmittedDraft from "../drafts/AdmittedDraft.ts"
import { Stage } from "../oracle/Defect.ts"
import { Provenance } from "../Provenance.ts"
import { fieldOf, PoolEntry, PoolError, tried } from "./PoolFile.ts"
import { Verified } from "./Verification.ts"

/** How a ladder was made: anew, or as the reference trains. */
export const LadderKind = Schema.Literal("derived", "upstream")
export type LadderKind = typeof LadderKind.Type

/** A verified entry of a pool. */
export const AdmittedEntry = Schema.Struct({
  /** What it is asked for by. */
  name: Schema.String.pipe(Schema.filter(isName)),
  /** SHA-256 of the entry that was verified, hexadecimal. */
  fingerprint: Schema.String,
  entry: PoolEntry,
  verified: Verified,
  ladderKind: LadderKind,
  ladder: Schema.NonEmptyArray(Schema.Record({ key: Schema.String, value: Schema.Int })),
  /** SHA-256 of everything that instances follow from, hexadecimal. */
  hash: Schema.String,
  /** Where it was made here. */
  provenance: Schema.optionalWith(Provenance, { exact: true })
})
export interface AdmittedEntry extends Schema.Schema.Type<typeof AdmittedEntry> {}

/** A verified environment. */
export const Admitted = Schema.Union(AdmittedEntry, AdmittedDraft.AdmittedDraft)
export type Admitted = typeof Admitted.Type

/** An entry that cannot be used. */
export const Rejection = Schema.Struct({
  name: Schema.String.pipe(Schema.filter(isName)),
  fingerprint: Schema.String,
  stage: Stage,
  message: Schema.String,
  provenance: Schema.optionalWith(Provenance, { exact: true })
})
export interface Rejection extends Schema.Schema.Type<typeof Rejection> {}

/** Changes where another version verifies differently, so that what it verified is verified again. */
const version = 2

/** The name of an entry's environment: of one title, always the same one. */
export const nameOf = (title: string): string => {
  const plain = title.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase()
  const words = plain.match(/[a-z0-9]+/g) ?? []
  return ["problem", ...words].join("-")
}

export const fingerprintOf = (entry: PoolEntry): string => sha256(JSON.stringify([version, entry]))

/** A verified environment, with the hash of all that its instances follow from. */
export const admit = (content: Omit<AdmittedEntry, "hash">): AdmittedEntry => {
  const { entry, ladder, name, verified: { answer, oracle } } = content
  return { ...content, hash: sha256(JSON.stringify([name, entry, answer, oracle, ladder])) }
}

const admittedFile = (folder: string, name: string) => join(folder, `${name}.json`)
const rejectedFile = (folder: string, name: string) => join(folder, "rejected", `${name}.json`)

const decode = <A, I>(file: string, schema: Schema.Schema<A, I>) =>
  Effect.flatMap(
    tried(`${file} cannot be read`, () => readFile(file, "utf8")),
    (text) =>
      Effect.mapError(Schema.decode(Schema.parseJson(schema))(text), (error) =>
        new PoolError({
          message: `${file} is no environment of a pool: ${fieldOf(error)}. ${makers} make such files anew`
        }))
  )

/** Reads a verified environment. */
export const read = (file: string): Effect.Effect<Admitted, PoolError> =>
  Effect.flatMap(decode(file, Admitted), (admitted) =>
    admitted.name === basename(file, ".json")
      ? Effect.succeed(admitted)
      : new PoolError({ message: `${file} holds ${admitted.name}: rename it to ${admitted.name}.json` }))

/** The files of all verified environments, by name. None is read for it. */
export const admittedFiles = (folder: string): Effect.Effect<ReadonlyMap<string, string>, PoolError> =>
  Effect.map(tried(`${folder} cannot be read`, () => readdir(folder)), (found) => {
    const names = found.filter((file) => file.endsWith(".json")).map((file) => basename(file, ".json"))
    return new Map(names.filter(isName).sort().map((name) => [name, resolve(admittedFile(folder, name))]))
  })

const makers = "`scaler pool import` and `scaler synth`"

/** The files of a folder that must hold some. */
export const files = (folder: string): Effect.Effect<ReadonlyMap<string, string>, PoolError> =>
  admittedFiles(folder).pipe(
    Effect.mapError(({ message }) => new PoolError({ message: `${message}. ${makers} make pools` })),
    Effect.filterOrFail(
      ({ size }) => size > 0,
      () => new PoolError({ message: `${folder} holds no environment: ${makers} put some into it` })
    )
  )

/** All that was rejected. */
export const rejections = (folder: string): Effect.Effect<ReadonlyArray<Rejection>, PoolError> => {
  const place = join(folder, "rejected")
  return Effect.flatMap(
    tried(`${place} cannot be read`, () => readdir(place).catch(orNone)),
    (found) => Effect.forEach(found.sort(), (file) => decode(join(place, file), Rejection))
  )
}

const orNone = (error: NodeJS.ErrnoException) => {
  if (error.code !== "ENOENT") throw error
  return []
}

/** What is known of an entry already; undefined where there is nothing that can be read. */
export const kept = (folder: string, name: string): Effect.Effect<Admitted | Rejection | undefined> =>
  read(admittedFile(folder, name)).pipe(
    Effect.orElse(() => decode(rejectedFile(folder, name), Rejection)),
    Effect.orElseSucceed(() => undefined)
  )

/** Keeps what was found out about an entry, in the place of what was known before. */
export const write = (folder: string, found: Admitted | Rejection): Effect.Effect<void, PoolError> => {
  const { name } = found
  const [file, other] = "stage" in found
    ? [rejectedFile(folder, name), admittedFile(folder, name)]
    : [admittedFile(folder, name), rejectedFile(folder, name)]
  const record = tried(`${file} cannot be written`, async () => {
    await writeWhole(file, `${JSON.stringify(found, null, 2)}\n`)
    await rm(other, { force: true })
  })
  return "draft" in found ? Effect.zipRight(AdmittedDraft.writeModules(folder, found), record) : record
}
