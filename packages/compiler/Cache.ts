/** Compiled text on disk, each entry with its checksum. */
import { Effect } from "effect"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { sha256 } from "./Hash.ts"
import { writeWhole } from "./WholeFile.ts"

/** `.scaler/cache` at the project's root. */
export const defaultDirectory = fileURLToPath(new URL("../../.scaler/cache", import.meta.url))

/** The text of an entry; undefined where there is none, or where its checksum says that it is damaged. */
export const read = (directory: string | undefined, key: string): Effect.Effect<string | undefined> =>
  Effect.gen(function*() {
    if (directory === undefined) return undefined
    const file = join(directory, key)
    const entry = yield* Effect.tryPromise(() => readFile(file, "utf8")).pipe(
      Effect.catchAll(({ error }) =>
        (error as NodeJS.ErrnoException).code === "ENOENT"
          ? Effect.succeed(undefined)
          : Effect.as(
            Effect.logWarning(`${file} cannot be read, so it is compiled anew: ${error}`),
            undefined
          )
      )
    )
    if (entry === undefined) return undefined
    const text = entry.slice(65)
    if (entry.slice(0, 65) === `${sha256(text)}\n`) return text
    yield* Effect.logWarning(`${file} is damaged, so it is compiled anew`)
    return undefined
  })

/** Writes an entry whole or not at all. A directory that cannot be written costs time only: it is logged. */
export const write = (directory: string | undefined, key: string, text: string): Effect.Effect<void> => {
  if (directory === undefined) return Effect.void
  return Effect.tryPromise(() => writeWhole(join(directory, key), `${sha256(text)}\n${text}`)).pipe(
    Effect.catchAll(({ error }) => Effect.logWarning(`Nothing is cached in ${directory}: ${error}`))
  )
}
