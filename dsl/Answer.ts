/** Answer types: what an oracle returns, and how it becomes JSON and comes back. */
import type { AnswerJson, AnswerSpec } from "./AnswerSpec.ts"
import * as Rational from "./Rational.ts"

/** An answer type. `encode` throws a TypeError for a value that is no such answer: a fault of the oracle. */
export interface Answer<A> {
  readonly spec: AnswerSpec
  readonly encode: (value: A) => AnswerJson
  readonly decode: (json: AnswerJson) => A
}

const show = (value: unknown): string => {
  // JSON would call NaN and the infinities null.
  if (typeof value === "number") return String(value)
  try {
    return JSON.stringify(value, (_, part: unknown) => typeof part === "bigint" ? `${part}n` : part) ??
      String(value)
  } catch {
    return String(value) // a cycle
  }
}

const expected = (what: string, value: unknown): never => {
  throw new TypeError(`The oracle's answer must be ${what}, not ${show(value).slice(0, 80)}`)
}

/** A whole number within ±(2⁵³ − 1), judged exactly. */
export const integer: Answer<number> = {
  spec: { kind: "integer" },
  encode: (value) => Number.isSafeInteger(value) ? value + 0 : expected("a safe integer", value),
  decode: (json) => json as number
}

/** A whole number of any size, judged exactly. */
export const bigint: Answer<bigint> = {
  spec: { kind: "bigint" },
  encode: (value) => typeof value === "bigint" ? value.toString() : expected("a bigint", value),
  decode: (json) => BigInt(json as string)
}

/** An exact fraction; `1/2`, `2/4` and `0.5` are the same answer. */
export const rational: Answer<Rational.Rational> = {
  spec: { kind: "rational" },
  encode: (value) =>
    typeof value?.numerator === "bigint" && typeof value.denominator === "bigint"
      ? Rational.format(Rational.make(value.numerator, value.denominator))
      : expected("a Rational", value),
  decode: (json) => Rational.parse(json as string)
}

/** A real number, accepted within an absolute tolerance. */
export const decimal = ({ tolerance }: { readonly tolerance: number }): Answer<number> => ({
  spec: { kind: "decimal", tolerance },
  encode: (value) => Number.isFinite(value) ? value + 0 : expected("a finite number", value),
  decode: (json) => json as number
})

/** Yes or no. */
export const boolean: Answer<boolean> = {
  spec: { kind: "boolean" },
  encode: (value) => typeof value === "boolean" ? value : expected("a boolean", value),
  decode: (json) => json as boolean
}

/** One of the given options; letter case does not count. */
export const choice = <const Options extends readonly [string, ...ReadonlyArray<string>]>(
  ...options: Options
): Answer<Options[number]> => ({
  spec: { kind: "choice", options },
  encode: (value) => options.includes(value) ? value : expected(`one of ${options.join(", ")}`, value),
  decode: (json) => json as Options[number]
})

/** Text, compared exactly after trimming. */
export const string: Answer<string> = {
  spec: { kind: "string", caseSensitive: true },
  encode: (value) => typeof value === "string" ? value : expected("a string", value),
  decode: (json) => json as string
}

/** Text in which letter case does not count. */
export const caseInsensitiveString: Answer<string> = {
  ...string,
  spec: { kind: "string", caseSensitive: false }
}

/** An ordered list of exactly the gold's length. */
export const array = <A>(element: Answer<A>): Answer<ReadonlyArray<A>> => ({
  spec: { kind: "array", element: element.spec },
  encode: (values) =>
    Array.isArray(values)
      ? Array.from(values, (value: A) => element.encode(value))
      : expected("an array", values),
  decode: (json) => (json as ReadonlyArray<AnswerJson>).map(element.decode)
})
