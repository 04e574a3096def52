import { describe, expect, setDefaultTimeout, test } from "bun:test"
import { FastCheck as fc, Option } from "effect"
import * as FinalAnswer from "./FinalAnswer.ts"

setDefaultTimeout(60_000)

/** The plain way: every box, its closing brace by counting, and of the closed ones the one that closes last. */
const slow = (response: string): string | undefined => {
  const tokens = response.match(/\\?\\boxed(?![a-zA-Z])[ \t\n\v\f\r]*\{|\\[^]|[^]/g) ?? []
  let answer: { readonly end: number; readonly content: string } | undefined
  tokens.forEach((token, start) => {
    if (!token.includes("boxed")) return
    let depth = 1
    for (let at = start + 1; at < tokens.length; at++) {
      if (tokens[at]!.endsWith("{") && tokens[at] !== "\\{") depth++
      if (tokens[at] === "}" && --depth === 0) {
        if (answer === undefined || at > answer.end) {
          answer = { end: at, content: tokens.slice(start + 1, at).join("") }
        }
        return
      }
    }
  })
  return answer?.content
}

const pieces = [
  "\\boxed{",
  "\\boxed{",
  "\\boxed{",
  "}",
  "}",
  "}",
  "\\boxed {",
  "\\boxed",
  "{",
  "}",
  "\\{",
  "\\}",
  "\\",
  "\\\\",
  " ",
  "x",
  "b",
  "boxed{",
  "−"
]

describe("the last closed box", () => {
  test("is the one found by looking at all of them", () => {
    let found = 0
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 4, maxLength: 25 }), (parts) => {
        const response = parts.join("")
        const answer = Option.getOrUndefined(FinalAnswer.extract(response))
        if (answer !== undefined) found++
        expect(answer).toBe(slow(response)!)
      }),
      { numRuns: 10_000, seed: 20 }
    )
    expect(found).toBeGreaterThan(2000)
  })

  test("holds what was put into it", () => {
    const text = fc.string({ unit: "binary" }).map((content) => content.replace(/[\\{}]/g, ""))
    fc.assert(
      fc.property(text, text, (content, before) => {
        expect(FinalAnswer.extract(before + FinalAnswer.box(content))).toEqual(Option.some(content))
      }),
      { numRuns: 300, seed: 20 }
    )
  })

  test("of a thousand nested ones is the outermost", () => {
    const response = "\\boxed{".repeat(1000) + "5" + "}".repeat(1000)
    expect(Option.getOrThrow(FinalAnswer.extract(response))).toHaveLength(
      response.length - "\\boxed{}".length
    )
  })
})
