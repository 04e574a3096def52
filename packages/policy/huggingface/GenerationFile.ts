/** `generation_config.json` of a Hugging Face folder. */
import { Effect, Schema } from "effect"
import type { PolicyError } from "../Policy.ts"
import * as Folder from "./Folder.ts"

export const name = "generation_config.json"

const File = Schema.Struct({
  eos_token_id: Schema.optionalWith(Schema.Union(Schema.Int, Schema.Array(Schema.Int)), {
    nullable: true,
    exact: true
  })
})

/** The tokens that end a text; undefined where the folder does not have the file, or the file does not say. */
export const endTokens = (
  directory: string
): Effect.Effect<ReadonlyArray<number> | undefined, PolicyError> =>
  Folder.has(directory, name)
    ? Effect.map(Folder.decodeJson(File, directory, name), ({ eos_token_id }) =>
      eos_token_id === undefined ? undefined : [eos_token_id].flat())
    : Effect.succeed(undefined)
