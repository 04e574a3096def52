/** What a person says of survivors. */
import { Effect, Schema } from "effect"
import { readFile } from "node:fs/promises"
import type { Mutant } from "./Mutants.ts"

/** A mutant, by its text and so wherever it stands, and why it survives. */
export const Ruling = Schema.Struct({
  original: Schema.String,
  replacement: Schema.String,
  /** One sentence. */
  why: Schema.NonEmptyTrimmedString,
  /** It is worse than the original, and the contract misses it. Otherwise it is equivalent: no worse. */
  missed: Schema.optionalWith(Schema.Literal(true), { exact: true })
})
export type Ruling = typeof Ruling.Type

/** Where they are kept: one file for each environment that has some. */
export const defaultFolder = `${import.meta.dir}/rulings`

const decode = Schema.decodeUnknown(Schema.parseJson(Schema.Array(Ruling)), { onExcessProperty: "error" })

/** The rulings on an environment's mutants. */
export const read = (environment: string, folder = defaultFolder): Effect.Effect<ReadonlyArray<Ruling>> =>
  Effect.promise(() =>
    readFile(`${folder}/${environment}.json`, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "[]"
      throw error
    })
  ).pipe(Effect.flatMap(decode), Effect.orDie)

export const isAbout = (
  { original, replacement }: Ruling,
  mutant: Pick<Mutant, "original" | "replacement">
): boolean => original === mutant.original && replacement === mutant.replacement
