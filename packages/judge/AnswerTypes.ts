import type { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import type { AnswerType } from "./AnswerType.ts"
import * as Fraction from "./types/Fraction.ts"
import { list } from "./types/List.ts"
import * as Whole from "./types/Whole.ts"
import * as Words from "./types/Words.ts"

/** Hands the answer type of a spec to `use`, which works for answers of any type. */
export const withType = <B>(spec: AnswerSpec, use: <A>(type: AnswerType<A>) => B): B => {
  switch (spec.kind) {
    case "integer":
      return use(Whole.integer)
    case "bigint":
      return use(Whole.bigint)
    case "rational":
      return use(Fraction.rational)
    case "decimal":
      return use(Fraction.decimal(spec.tolerance))
    case "boolean":
      return use(Words.boolean)
    case "choice":
      return use(Words.choice(spec.options))
    case "string":
      return use(Words.text(spec.caseSensitive))
    case "array": {
      const { element } = spec
      return withType(element, (type) => use(list(type, element.kind === "array")))
    }
  }
}
