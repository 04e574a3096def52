import { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { Schema } from "effect"

const Axis = Schema.Struct({
  law: Schema.Literal("linear", "geometric"),
  min: Schema.Int,
  max: Schema.Int
})

const Scale = Schema.Record({ key: Schema.String, value: Schema.Int })

/** The flavour of an artifact: `lean` carries a small core, `shared` runs on Effect itself. */
export const Flavour = Schema.Literal("lean", "shared")
export type Flavour = typeof Flavour.Type

/** What an environment says of itself when it is run; a claim, so it is decoded. */
export const Description = Schema.Struct({
  name: Schema.String,
  tags: Schema.Array(Schema.String),
  skill: Schema.String,
  source: Schema.String,
  axes: Schema.Record({ key: Schema.String, value: Axis }),
  ladder: Schema.NonEmptyArray(Scale),
  answer: AnswerSpec,
  hasCheck: Schema.Boolean,
  bruteUpTo: Schema.optionalWith(Scale, { exact: true }),
  properties: Schema.Array(Schema.String),
  maxStatementLength: Schema.Int,
  /** JSON Schema of the instances. */
  instance: Schema.Record({ key: Schema.String, value: Schema.Unknown })
})

/** Everything about a compiled environment that is data. */
export const Manifest = Schema.Struct({
  ...Description.fields,
  /** `native` is no artifact but programs: a generator and solutions. */
  flavour: Schema.Literal(...Flavour.literals, "native"),
  /** SHA-256 over the artifact and the ladder, hexadecimal: equal hashes draw equal instances. */
  hash: Schema.String,
  /** Versions of what compiled it. */
  toolchain: Schema.Record({ key: Schema.String, value: Schema.String })
})
export type Manifest = typeof Manifest.Type
