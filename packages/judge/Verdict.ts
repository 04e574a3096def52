/** What the judge says of a response. A fault of an environment is no verdict: it is an error of its own. */
import { Data, Schema } from "effect"

/**
 * - `Accepted`: the final answer is right.
 * - `Wrong`: it reads as the answer type, and is not right.
 * - `Malformed`: there is no final answer, or it does not read as the answer type.
 *
 * A reason is one line for a person; it may show the gold answer.
 */
export type Verdict = Data.TaggedEnum<{
  Accepted: {}
  Wrong: { readonly reason: string }
  Malformed: { readonly reason: string }
}>

/** A verdict that does not accept. */
export type Refusal = Exclude<Verdict, { readonly _tag: "Accepted" }>

export const { Accepted, Wrong, Malformed, $match: match, $is: is } = Data.taggedEnum<Verdict>()

/** A verdict's name in JSON. */
export const tag = <const Json extends string, const Tag extends string>(json: Json, name: Tag) =>
  Schema.propertySignature(Schema.transformLiteral(json, name)).pipe(Schema.fromKey("verdict"))

/** A verdict as JSON: `{"verdict": "accepted"}`, or `"wrong"` or `"malformed"` with its `"reason"`. */
export const Json = Schema.Union(
  Schema.Struct({ _tag: tag("accepted", "Accepted") }),
  Schema.Struct({ _tag: tag("wrong", "Wrong"), reason: Schema.String }),
  Schema.Struct({ _tag: tag("malformed", "Malformed"), reason: Schema.String })
)

/** A verdict as JSON. */
export const toJson: (verdict: Verdict) => typeof Json.Encoded = Schema.encodeSync(Json)
