import { describe, expect, test } from "bun:test"
import { Effect, FastCheck } from "effect"
import * as Tokenizer from "./CharacterTokenizer.ts"

const encode = (text: string) => Effect.runSync(Tokenizer.encode(text))

describe("CharacterTokenizer", () => {
  test("decoding gives any text of its characters back", () => {
    const character = FastCheck.mapToConstant(
      { num: 95, build: (index) => String.fromCharCode(0x20 + index) },
      { num: 1, build: () => "\n" }
    )
    const text = FastCheck.array(FastCheck.oneof(character, FastCheck.constant("\\boxed{")))
      .map((pieces) => pieces.join(""))
    FastCheck.assert(FastCheck.property(text, (text) => Tokenizer.decode(encode(text)) === text))
  })

  test("\\boxed{ is one token, its beginnings are not", () => {
    expect(encode("\\boxed{")).toEqual(Int32Array.of(Tokenizer.boxedToken))
    expect(encode("\\boxed").length).toBe(6)
    expect(encode("\\\\boxed{7}").length).toBe(4)
  })

  test("every printable character and the line feed have a token of their own below the vocabulary's size", () => {
    const all = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join("") + "\n"
    const tokens = [...encode(all)]
    expect(new Set([...tokens, Tokenizer.padToken, Tokenizer.endToken, Tokenizer.boxedToken]).size).toBe(99)
    expect(Math.max(...tokens)).toBe(Tokenizer.vocabulary - 1)
  })

  test("padding and the end have no text", () => {
    const tokens = Int32Array.of(Tokenizer.padToken, ...encode("ab"), Tokenizer.endToken)
    expect(Tokenizer.decode(tokens)).toBe("ab")
  })

  test.each([["5 ≤ n", "U+2264", 2], ["a\tb", "U+0009", 1], ["😀", "U+1F600", 0]])(
    "%p is refused by its character and place",
    (text, point, at) => {
      const error = Effect.runSync(Effect.flip(Tokenizer.encode(text)))
      expect(error.reason).toBe("Request")
      expect(error.message).toContain(`${point}) at position ${at}`)
    }
  )
})
