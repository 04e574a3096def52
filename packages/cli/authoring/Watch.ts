/** Doing something again whenever an environment's files are saved. */
import { compile } from "@scaler/compiler/Compile"
import { Effect, Either } from "effect"
import { stat } from "node:fs/promises"
import { fileOf } from "../Environments.ts"

/** How often files are looked at. Editors replace files as they save, which only looking by name survives. */
const interval = "200 millis"

/** What changes when one of the files is saved, goes, or comes back. */
const fingerprint = (files: ReadonlyArray<string>) =>
  Effect.promise(async () =>
    (await Promise.all(
      files.map((file) =>
        stat(file).then(({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`, () => "missing")
      )
    )).join("\n")
  )

/** Waits until the files are other than they were, and the same for one interval: a save may take several steps. */
const changed = (files: ReadonlyArray<string>, before: string) =>
  Effect.gen(function*() {
    let last = before
    for (;;) {
      yield* Effect.sleep(interval)
      const now = yield* fingerprint(files)
      if (now === last && now !== before) return
      last = now
    }
  })

/** The files that an environment is made of, or, where it does not compile, those known before and those to blame. */
const filesOf = (file: string, before: ReadonlyArray<string>) =>
  Effect.map(Effect.either(compile(file)), (compiled) =>
    Either.isRight(compiled)
      ? compiled.right.inputs
      : [...new Set([file, ...before, ...compiled.left.locations.map((location) => location.file)])])

/** Does it now and after each save of the environment's files, without end; a save ends what is still going on. */
export const watch = <E, R>(nameOrFile: string, action: Effect.Effect<void, E, R>) =>
  Effect.gen(function*() {
    const file = yield* fileOf(nameOrFile)
    let files: ReadonlyArray<string> = [file]
    for (;;) {
      files = yield* filesOf(file, files)
      const before = yield* fingerprint(files)
      yield* Effect.raceFirst(Effect.zipRight(action, Effect.never), changed(files, before))
    }
  })
