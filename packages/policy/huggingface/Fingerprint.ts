/** What tells the models of folders apart. */
import { Effect } from "effect"
import { join } from "node:path"
import { messageOf } from "../messageOf.ts"
import type { PolicyError } from "../Policy.ts"
import * as Folder from "./Folder.ts"
import * as FolderTokenizer from "./FolderTokenizer.ts"
import * as GenerationFile from "./GenerationFile.ts"
import * as ModelFile from "./ModelFile.ts"
import * as WeightFiles from "./WeightFiles.ts"

/** Files beside the weights that decide what a model computes, reads and writes. */
const settings = [ModelFile.name, GenerationFile.name, ...FolderTokenizer.files]

/** SHA-256 of the contents of files, each read part by part. */
const sha256 = (directory: string, names: ReadonlyArray<string>): Effect.Effect<string, PolicyError> =>
  Effect.tryPromise({
    try: async () => {
      const hasher = new Bun.CryptoHasher("sha256")
      for (const name of names) {
        const file = Bun.file(join(directory, name))
        hasher.update(`${name} ${file.size}\n`)
        for await (const part of file.stream()) hasher.update(part)
      }
      return hasher.digest("hex")
    },
    catch: (cause) => Folder.failure(directory, messageOf(cause))
  })

/** Of files that a folder need not have. */
const ofThere = (directory: string, names: ReadonlyArray<string>): Effect.Effect<string, PolicyError> =>
  sha256(directory, names.filter((name) => Folder.has(directory, name)))

/** Equal fingerprints, equal models. */
export interface Fingerprint {
  readonly weights: string
  /** Of the configuration, the tokenizer and the chat template. */
  readonly settings: string
}

export const of = (directory: string): Effect.Effect<Fingerprint, PolicyError> =>
  Effect.all({
    weights: Effect.flatMap(WeightFiles.names(directory), (names) => sha256(directory, names)),
    settings: ofThere(directory, settings)
  })

/** Of what text becomes in tokens: the tokenizer and the chat template. */
export const ofTokenizer = (directory: string): Effect.Effect<string, PolicyError> =>
  ofThere(directory, FolderTokenizer.files)
