/** What kind of answer an environment asks for, as data: it crosses processes and is what a judge goes by. */
import * as Schema from "effect/Schema"

export const Integer = Schema.Struct({ kind: Schema.Literal("integer") })
export const BigInteger = Schema.Struct({ kind: Schema.Literal("bigint") })
export const Rational = Schema.Struct({ kind: Schema.Literal("rational") })
export const Decimal = Schema.Struct({
  kind: Schema.Literal("decimal"),
  /** Largest |answer − gold| that is accepted. */
  tolerance: Schema.NonNegative
})
export const Boolean = Schema.Struct({ kind: Schema.Literal("boolean") })
export const Choice = Schema.Struct({
  kind: Schema.Literal("choice"),
  options: Schema.NonEmptyArray(Schema.String)
})
export const String = Schema.Struct({
  kind: Schema.Literal("string"),
  /** Whether `a` and `A` differ. */
  caseSensitive: Schema.Boolean
})

/** An ordered list of answers of one kind. */
export interface ArraySpec {
  readonly kind: "array"
  readonly element: AnswerSpec
}

export type AnswerSpec =
  | typeof Integer.Type
  | typeof BigInteger.Type
  | typeof Rational.Type
  | typeof Decimal.Type
  | typeof Boolean.Type
  | typeof Choice.Type
  | typeof String.Type
  | ArraySpec

export const AnswerSpec: Schema.Schema<AnswerSpec> = Schema.Union(
  Integer,
  BigInteger,
  Rational,
  Decimal,
  Boolean,
  Choice,
  String,
  Schema.Struct({ kind: Schema.Literal("array"), element: Schema.suspend(() => AnswerSpec) })
)

/**
 * An answer as JSON, in its canonical form: integer and decimal a number; bigint its digits; rational `p/q` in lowest
 * terms (`p` where q is 1); boolean itself; choice one of the options; string itself; array a list of these.
 */
export type AnswerJson = number | string | boolean | ReadonlyArray<AnswerJson>

export const AnswerJson: Schema.Schema<AnswerJson> = Schema.Union(
  Schema.Number,
  Schema.String,
  Schema.Boolean,
  Schema.Array(Schema.suspend(() => AnswerJson))
)
