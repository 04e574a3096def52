/** The files with the weights of a Hugging Face folder: one, or several that an index names. */
import { Effect, Schema, type Scope } from "effect"
import { join } from "node:path"
import type { PolicyError } from "../Policy.ts"
import * as SafetensorsFile from "../safetensors/SafetensorsFile.ts"
import type { Stored } from "../tfjs/StoredWeights.ts"
import * as Folder from "./Folder.ts"

/** The one file. */
export const single = "model.safetensors"
const indexFile = "model.safetensors.index.json"

/** Names of files, so that none lies outside of the folder. */
const FileName = Schema.String.pipe(Schema.pattern(/^[^/\\]+$/))
const Index = Schema.Struct({ weight_map: Schema.Record({ key: Schema.String, value: FileName }) })

/** In which file each tensor is; undefined where there is one file for all. */
const index = (directory: string) =>
  Folder.has(directory, single) || !Folder.has(directory, indexFile)
    ? Effect.succeed(undefined)
    : Effect.map(Folder.decodeJson(Index, directory, indexFile), ({ weight_map }) => weight_map)

/** Names of the files, in a fixed order. */
export const names = (directory: string): Effect.Effect<ReadonlyArray<string>, PolicyError> =>
  Effect.map(
    index(directory),
    (files) => files === undefined ? [single] : [...new Set(Object.values(files))].sort()
  )

/** All tensors by name, until the scope ends. */
export const open = (directory: string): Effect.Effect<Stored, PolicyError, Scope.Scope> =>
  Effect.gen(function*() {
    const openFile = (file: string) =>
      Effect.mapError(
        SafetensorsFile.open(join(directory, file)),
        (reason) => Folder.failure(directory, `${file}: ${reason}`)
      )
    const map = yield* index(directory)
    if (map === undefined) return (yield* openFile(single)).tensors
    const files = new Map<string, Stored>()
    for (const file of new Set(Object.values(map))) files.set(file, (yield* openFile(file)).tensors)
    const tensors = new Map<string, SafetensorsFile.StoredTensor>()
    for (const [name, file] of Object.entries(map)) {
      const tensor = files.get(file)!.get(name)
      if (tensor === undefined) {
        return yield* Folder.failure(
          directory,
          `${indexFile} says that ${name} is in ${file}, which lacks it`
        )
      }
      tensors.set(name, tensor)
    }
    return tensors
  })
