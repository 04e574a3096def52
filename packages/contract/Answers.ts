/** Equality and mutation of answers, by their kind: independent of the judge, so that they can hold it to account. */
import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"

/** Whether two canonical answers are the same answer. */
export const agree = (spec: AnswerSpec, a: AnswerJson, b: AnswerJson): boolean => {
  switch (spec.kind) {
    case "array":
      return Array.isArray(a) && Array.isArray(b) && a.length === b.length &&
        a.every((element: AnswerJson, index) => agree(spec.element, element, b[index] as AnswerJson))
    case "decimal":
      return typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= spec.tolerance
    case "string":
      return typeof a === "string" && typeof b === "string" &&
        (spec.caseSensitive ? a.trim() === b.trim() : a.trim().toLowerCase() === b.trim().toLowerCase())
    default:
      return a === b
  }
}

/** Different answers of the same kind, near the given one; never one that `agree`s with it. */
export const mutants = (spec: AnswerSpec, gold: AnswerJson): ReadonlyArray<AnswerJson> => {
  const seen = new Set<string>()
  return candidates(spec, gold).filter((candidate) => {
    const text = JSON.stringify(candidate)
    const fresh = !seen.has(text) && !agree(spec, candidate, gold)
    seen.add(text)
    return fresh
  })
}

const candidates = (spec: AnswerSpec, gold: AnswerJson): ReadonlyArray<AnswerJson> => {
  switch (spec.kind) {
    case "integer": {
      const value = gold as number
      return [value + 1, value - 1, -value, value + 10, value * 10].filter(Number.isSafeInteger).map((n) =>
        n + 0
      )
    }
    case "bigint": {
      const value = BigInt(gold as string)
      return [value + 1n, value - 1n, -value, value * 10n].map(String)
    }
    case "rational": {
      const [top = "0", bottom = "1"] = (gold as string).split("/")
      const over = bottom === "1" ? "" : `/${bottom}`
      return [BigInt(top) + BigInt(bottom), -BigInt(top)].map((numerator) => `${numerator}${over}`)
    }
    case "decimal": {
      const value = gold as number
      const step = 2 * spec.tolerance + Math.abs(value) * 1e-6 + 1e-6
      return [value + step, value - step, value + 10 * step]
    }
    case "boolean":
      return [!gold]
    case "choice":
      return spec.options
    case "string": {
      const text = gold as string
      const swapped = [...text].findIndex((character, at) => at > 0 && character !== text[at - 1])
      return [
        `${text}x`,
        `x${text}`,
        ...(text.length > 1 ? [text.slice(1), text.slice(0, -1), [...text].reverse().join("")] : []),
        ...(swapped > 0
          ? [text.slice(0, swapped - 1) + text[swapped] + text[swapped - 1] + text.slice(swapped + 1)]
          : []),
        ...(spec.caseSensitive ? [text.toUpperCase(), text.toLowerCase()] : [])
      ].filter((candidate) => candidate.trim() === candidate && candidate !== "")
    }
    case "array": {
      const values = gold as ReadonlyArray<AnswerJson>
      const swapped = values.findIndex((value, at) => at > 0 && !agree(spec.element, value, values[at - 1]!))
      return [
        [...values, values.at(-1) ?? anything(spec.element)],
        ...values.slice(-1).flatMap((last) =>
          mutants(spec.element, last).slice(0, 1).map((other) => [...values, other])
        ),
        ...(values.length > 1 ? [values.slice(1), values.slice(0, -1)] : []),
        ...(swapped > 0
          ? [
            values.with(swapped, values[swapped - 1]!).with(swapped - 1, values[swapped]!),
            values.with(swapped, values[swapped - 1]!),
            values.with(swapped - 1, values[swapped]!),
            values.toReversed()
          ]
          : []),
        ...[0, -1].flatMap((at) =>
          values.length === 0
            ? []
            : mutants(spec.element, values.at(at)!).map((other) => values.with(at, other))
        )
      ]
    }
  }
}

/** Some answer of the kind. */
const anything = (spec: AnswerSpec): AnswerJson => {
  switch (spec.kind) {
    case "integer":
    case "decimal":
      return 7
    case "bigint":
    case "rational":
      return "7"
    case "boolean":
      return true
    case "choice":
      return spec.options[0]
    case "string":
      return "x"
    case "array":
      return [anything(spec.element)]
  }
}

/** Answers of the kind that no instance expects: a check must refuse or accept them, and never throw. */
export const outlandish = (spec: AnswerSpec): ReadonlyArray<AnswerJson> => {
  switch (spec.kind) {
    case "integer":
      return [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0]
    case "decimal":
      return [1e300, -1e300, 0]
    case "bigint":
    case "rational":
      return ["9".repeat(400), `-${"9".repeat(400)}`, "0"]
    case "string":
      return ["x".repeat(5_000), "\u0000", "😀"]
    case "array":
      return [[], Array.from({ length: 1_000 }, () => anything(spec.element)), outlandish(spec.element)]
    case "boolean":
      return [true, false]
    case "choice":
      return spec.options
  }
}
