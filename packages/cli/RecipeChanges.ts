/** Changes of a recipe by the names of its fields. */
import { Options } from "@effect/cli"
import * as Recipe from "@scaler/runtime/run/Recipe"
import { Effect, Predicate } from "effect"
import { CliError, wrongSettings } from "./CliError.ts"

export const set = Options.text("set").pipe(
  Options.withDescription(
    "Change any field of the recipe: FIELD=VALUE, as in optimizer.maxGradientNorm=null; repeatable"
  ),
  Options.repeated
)

/** A JSON value, or a text where it is none. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const changed = (settings: unknown, [field, ...rest]: ReadonlyArray<string>, value: unknown): unknown => {
  if (field === undefined) return value
  const fields = Predicate.isRecord(settings) ? settings : {}
  return { ...fields, [field]: changed(fields[field], rest, value) }
}

/** A recipe with changes `FIELD=VALUE`, checked as a whole. */
export const apply = (
  settings: { readonly name: string },
  changes: ReadonlyArray<string>
): Effect.Effect<Recipe.Recipe, CliError> =>
  Effect.reduce(changes, settings as unknown, (settings, change) => {
    const [, field, value] = /^([\w.]+)=(.*)$/s.exec(change) ?? []
    return field === undefined || value === undefined
      ? new CliError({
        message: `--set ${change} is not FIELD=VALUE, as in --set optimizer.maxGradientNorm=null`
      })
      : Effect.succeed(changed(settings, field.split("."), parse(value)))
  }).pipe(
    Effect.flatMap((changed) =>
      Effect.mapError(Recipe.decode(changed), (error) => wrongSettings(`recipe ${settings.name}`, error))
    )
  )
