/** Files of a Hugging Face folder. */
import { Effect, ParseResult, Schema } from "effect"
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { messageOf } from "../messageOf.ts"
import { PolicyError } from "../Policy.ts"

/** A failure that names the folder. */
export const failure = (directory: string, reason: string): PolicyError =>
  new PolicyError({ reason: "Checkpoint", message: `The model in ${directory} cannot be used: ${reason}` })

export const has = (directory: string, name: string): boolean => existsSync(join(directory, name))

export const text = (directory: string, name: string): Effect.Effect<string, PolicyError> =>
  Effect.try({
    try: () => readFileSync(join(directory, name), "utf8"),
    catch: (cause) =>
      failure(
        directory,
        `${name} could not be read: ${messageOf(cause)}`
      )
  })

export const json = (directory: string, name: string): Effect.Effect<unknown, PolicyError> =>
  Effect.flatMap(text(directory, name), (content) =>
    Effect.try({
      try: (): unknown => JSON.parse(content),
      catch: () => failure(directory, `${name} is not JSON`)
    }))

/** What is wrong, field by field. */
export const fields = (error: ParseResult.ParseError): string =>
  ParseResult.ArrayFormatter.formatErrorSync(error)
    .map(({ message, path }) => `${path.join(".")} ${message}`)
    .join("; ")

/** A JSON file of this form. */
export const decodeJson = <A, I>(
  schema: Schema.Schema<A, I>,
  directory: string,
  file: string
): Effect.Effect<A, PolicyError> =>
  json(directory, file).pipe(
    Effect.flatMap(Schema.decodeUnknown(schema)),
    Effect.catchTag("ParseError", (error) => failure(directory, `${file}: ${fields(error)}`))
  )

/** A failure to save that names the folder. */
export const notSaved = (what: string, directory: string) => (reason: string): PolicyError =>
  new PolicyError({
    reason: "Checkpoint",
    message: `${what} could not be saved into ${directory}: ${reason}`
  })

/** Begins a folder with its configuration, and with copies of files; fails with the reason. */
export const begin = (
  directory: string,
  name: string,
  config: object,
  copies: ReadonlyArray<{ readonly from: string; readonly name: string }> = []
): Effect.Effect<void, string> =>
  Effect.try({
    try: () => {
      mkdirSync(directory, { recursive: true })
      writeFileSync(join(directory, name), JSON.stringify(config, undefined, 2) + "\n")
      for (const { from, name } of copies) copyFileSync(join(from, name), join(directory, name))
    },
    catch: messageOf
  })
