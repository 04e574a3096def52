import { Schema } from "effect"

/** A field of settings that may be left out: its values, what it is then, and what it means. */
export const setting = <A, I>(field: Schema.Schema<A, I>, fallback: A, description: string) =>
  Schema.optionalWith(field.annotations({ description }), { default: () => fallback })
