import { Args } from "@effect/cli"
import { FileSystem } from "@effect/platform"
import * as PoolFile from "@scaler/synthesis/pool/PoolFile"
import { Effect } from "effect"
import { CliError } from "../../CliError.ts"

export const poolFile = Args.text({ name: "pool" }).pipe(
  Args.withDescription("A pool's file, as the reference releases them")
)

/** Reads a pool's file; its text, too. */
export const readPool = (file: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const text = yield* Effect.mapError(
      fs.readFileString(file),
      ({ message }) => new CliError({ message: `The pool could not be read: ${message}` })
    )
    const pool = yield* Effect.mapError(
      PoolFile.decode(text),
      ({ message }) => new CliError({ message: `${file}: ${message}` })
    )
    return { text, pool }
  })
