/** A copy of an environment's files, in which its mutants lie beside it. */
import { compile } from "@scaler/compiler/Compile"
import type { CompileError } from "@scaler/compiler/CompileError"
import { packageFolder } from "@scaler/compiler/OwnFiles"
import { Effect, Either } from "effect"
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises"
import { basename, dirname, join, relative } from "node:path"
import { type Mutant, mutants } from "./Mutants.ts"

/** A mutant as a file that a sandbox can load. */
export interface Written {
  readonly mutant: Mutant
  readonly file: string
}

export interface Workplace {
  /** All mutants of the module. */
  readonly mutants: ReadonlyArray<Mutant>
  readonly write: (mutants: ReadonlyArray<Mutant>) => Effect.Effect<ReadonlyArray<Written>>
  /** Those that compile, and to something that none before them does. */
  readonly different: (written: ReadonlyArray<Written>) => Effect.Effect<ReadonlyArray<Written>>
}

/** Copies the environment's files into a folder, with the same relative imports. */
export const make = (
  file: string,
  folder: string,
  cacheDirectory: string
): Effect.Effect<Workplace, CompileError> =>
  Effect.gen(function*() {
    const original = yield* compile(file, { cacheDirectory })
    const own = packageFolder(file)
    const copyOf = (input: string) => join(folder, relative(own, input))
    yield* Effect.promise(async () => {
      for (const input of original.inputs) {
        await mkdir(dirname(copyOf(input)), { recursive: true })
        await copyFile(input, copyOf(input))
      }
      await writeFile(join(folder, "package.json"), "{}")
    })
    const codes = new Set([original.code])
    let count = 0

    const isNew = ({ file }: Written) =>
      Effect.map(Effect.either(compile(file, { cacheDirectory })), (compiled) => {
        if (Either.isLeft(compiled) || codes.has(compiled.right.code)) return false
        codes.add(compiled.right.code)
        return true
      })

    return {
      mutants: mutants(file, yield* Effect.promise(() => readFile(file, "utf8"))),
      write: (some) =>
        Effect.gen(function*() {
          const written = some.map((mutant) => ({
            mutant,
            file: join(dirname(copyOf(file)), `${++count}-${basename(file)}`)
          }))
          yield* Effect.promise(() =>
            Promise.all(written.map(({ file, mutant }) => writeFile(file, mutant.text)))
          )
          return written
        }),
      different: (written) => Effect.filter(written, isNew)
    }
  })
