/** Changes of a recipe by the names of its fields. */
import { Effect, Predicate } from "effect"
import { CliError } from "./CliError.ts"

/** A JSON value, or a text where it is none. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const changed = (settings: unknown, [field, ...rest]: ReadonlyArray<string>, value: unknown): unknown =>
  field === undefined ? value : {
    ...(Predicate.isRecord(settings) ? settings : {}),
    [field]: changed(Predicate.isRecord(settings) ? settings[field] : undefined, rest, value)
  }

/** A recipe's settings with changes `FIELD=VALUE`; the recipe that comes of them is for its schema to judge. */
export const apply = (
  settings: object,
  changes: ReadonlyArray<string>
): Effect.Effect<unknown, CliError> =>
  Effect.reduce(changes, settings as unknown, (settings, change) => {
    const [, field, value] = /^([\w.]+)=(.*)$/s.exec(change) ?? []
    return field === undefined || value === undefined
      ? new CliError({ message: `--set ${change} is not FIELD=VALUE, as in --set optimizer.maxGradientNorm=null` })
      : Effect.succeed(changed(settings, field.split("."), parse(value)))
  })
