/** From a pool's file to a pool's folder: every entry verified, and kept or rejected by itself. */
import type { Native } from "@scaler/sandbox/native/Native"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import type { Defect } from "../oracle/Defect.ts"
import * as Levels from "./Levels.ts"
import type { Pool, PoolEntry, PoolError } from "./PoolFile.ts"
import * as PoolFolder from "./PoolFolder.ts"
import { withoutMonotony } from "./Variety.ts"
import { verify } from "./Verification.ts"

/**
 * Why an entry was left out: the stage of its verification, or
 * - `format`: a field of the file is not as it must be,
 * - `name`: an entry before it has a title that makes the same name,
 * - `sandbox`: its programs could not be run to the end. It is tried again by the next import.
 */
export type Stage = Defect["stage"] | "format" | "name" | "sandbox"

interface Known {
  /** The entry's name in the pool's file. */
  readonly title: string
  /** What its environment is asked for by. */
  readonly name: string
}

export type Imported =
  & Known
  & (
    | { readonly status: "admitted"; readonly admitted: PoolFolder.AdmittedEntry }
    | { readonly status: "rejected"; readonly stage: Stage; readonly message: string }
  )

export interface Options {
  readonly folder: string
  readonly ladder: PoolFolder.LadderKind
  /** Entries that are verified at a time. */
  readonly jobs: number
  /** Told of each entry, when it is done. */
  readonly onDone: (imported: Imported) => Effect.Effect<void>
}

const rejected = (title: string, stage: Stage, message: string): Imported => ({
  title,
  name: PoolFolder.nameOf(title),
  status: "rejected",
  stage,
  message
})

const ladderOf = (entry: PoolEntry, kind: PoolFolder.LadderKind) => {
  if (kind === "derived") return withoutMonotony(entry, Levels.derived(entry))
  const [first, ...others] = Levels.upstream(entry)
  return Effect.succeed([first!, ...others] as const)
}

/**
 * What an entry's verification found out: now, and then it is kept, or before where neither it nor the entry is another
 * since.
 */
const examine = (
  entry: PoolEntry,
  { folder, ladder }: Options
): Effect.Effect<PoolFolder.AdmittedEntry | PoolFolder.Rejection, PoolError | SandboxError, Native> =>
  Effect.gen(function*() {
    const name = PoolFolder.nameOf(entry.name)
    const fingerprint = PoolFolder.fingerprintOf(entry)
    const kept = yield* PoolFolder.kept(folder, name)
    const known = kept !== undefined && !("draft" in kept) && kept.fingerprint === fingerprint
      ? kept
      : undefined
    if (known !== undefined && ("stage" in known || known.ladderKind === ladder)) return known
    const found = yield* Effect.gen(function*() {
      const verified = known === undefined ? yield* verify(entry) : known.verified
      return PoolFolder.admit({
        name,
        fingerprint,
        entry,
        verified,
        ladderKind: ladder,
        ladder: yield* ladderOf(entry, ladder)
      })
    }).pipe(
      Effect.catchTag(
        "Defect",
        ({ message, stage }): Effect.Effect<PoolFolder.Rejection> =>
          Effect.succeed({ name, fingerprint, stage, message })
      )
    )
    yield* PoolFolder.write(folder, found)
    return found
  })

const one = (entry: PoolEntry, options: Options): Effect.Effect<Imported, PoolError | SandboxError, Native> =>
  examine(entry, options).pipe(
    Effect.map((found): Imported =>
      "stage" in found
        ? rejected(entry.name, found.stage, found.message)
        : { title: entry.name, name: found.name, status: "admitted", admitted: found }
    ),
    Effect.catchIf(
      (error) => error._tag === "SandboxError" && error.reason !== "Unavailable",
      ({ message }) => Effect.succeed(rejected(entry.name, "sandbox", message))
    )
  )

/**
 * Imports a pool, entry by entry; what is in the folder from before and still holds is not verified again. A bad entry
 * is rejected, and the others go on.
 */
export const run = (
  pool: Pool,
  options: Options
): Effect.Effect<ReadonlyArray<Imported>, PoolError | SandboxError, Native> =>
  Effect.gen(function*() {
    const unreadable = pool.rejected.map(({ message, name }) => rejected(name, "format", message))
    const sameName = Map.groupBy(pool.entries, ({ name }) => PoolFolder.nameOf(name))
    const results = yield* Effect.forEach(pool.entries, (entry) => {
      const [first] = sameName.get(PoolFolder.nameOf(entry.name))!
      const result = first === entry
        ? one(entry, options)
        : Effect.succeed(rejected(
          entry.name,
          "name",
          `${JSON.stringify(first!.name)} comes before it and is named ${PoolFolder.nameOf(entry.name)}, too`
        ))
      return Effect.tap(result, options.onDone)
    }, { concurrency: options.jobs })
    return [...results, ...unreadable]
  })
