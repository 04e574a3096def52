import { describe, expect, test } from "bun:test"
import * as FastCheck from "effect/FastCheck"
import { fromCoordinates } from "../Random.ts"
import { driven } from "../testing/driven.ts"
import { expectUniform } from "../testing/tally.ts"
import { brackets, type Expression, expression, type Operation } from "./expressions.ts"

const random = (name: string) => fromCoordinates("expressions test", name)

/** Every balanced string of so many pairs, by trying both characters at every place. */
const balanced = (pairs: number): ReadonlyArray<string> => {
  const extend = (text: string, opened: number, closed: number): ReadonlyArray<string> => [
    ...(opened === pairs && closed === pairs ? [text] : []),
    ...(opened < pairs ? extend(`${text}(`, opened + 1, closed) : []),
    ...(closed < opened ? extend(`${text})`, opened, closed + 1) : [])
  ]
  return extend("", 0, 0)
}

describe("brackets", () => {
  test("every balanced string is alike likely", () => {
    const source = random("brackets")
    expect(new Set(Array.from({ length: 500 }, () => brackets(source, 4)))).toEqual(new Set(balanced(4)))
    expectUniform(14, 7000, () => brackets(source, 4))
    expectUniform(132, 60_000, () => brackets(source, 6))
  })

  test("are balanced", () => {
    FastCheck.assert(
      FastCheck.property(driven, FastCheck.nat(60), (source, pairs) => {
        let text = brackets(source, pairs)
        expect(text).toHaveLength(2 * pairs)
        while (text.includes("()")) text = text.replaceAll("()", "")
        expect(text).toBe("")
      })
    )
  })

  test("of a number that is none are refused", () => {
    expect(() => brackets(random("refused"), -1)).toThrow("brackets: pairs must be a whole number from 0 up")
  })
})

describe("expressions", () => {
  const isOperation = <Leaf, Operator>(
    tree: Expression<Leaf, Operator>
  ): tree is Operation<Leaf, Operator> => typeof tree === "object" && tree !== null && "operator" in tree

  const leaves = <Leaf, Operator>(tree: Expression<Leaf, Operator>): ReadonlyArray<Leaf> =>
    isOperation(tree) ? [...leaves(tree.left), ...leaves(tree.right)] : [tree]

  const operators = <Leaf, Operator>(tree: Expression<Leaf, Operator>): ReadonlyArray<Operator> =>
    isOperation(tree) ? [tree.operator, ...operators(tree.left), ...operators(tree.right)] : []

  const fixed = { draw: () => 1 }

  test("every shape is alike likely", () => {
    const source = random("shape")
    // The Catalan numbers, as many as balanced strings.
    expectUniform(balanced(4).length, 7000, () => expression(source, fixed, ["+"], 5))
    expectUniform(balanced(5).length, 21_000, () => expression(source, fixed, ["+"], 6))
  })

  test("every choice of operators and leaves is alike likely", () => {
    const source = random("operators")
    const bit = { draw: () => source.below(2) }
    // Two shapes, two operators at two places, two leaves at three.
    expectUniform(64, 32_000, () => expression(source, bit, ["+", "*"], 3))
  })

  test("have exactly so many leaves, drawn from left to right", () => {
    FastCheck.assert(
      FastCheck.property(driven, FastCheck.integer({ min: 1, max: 50 }), (source, count) => {
        let drawn = 0
        const tree = expression(source, { draw: () => drawn++ }, ["+", "-"], count)
        expect(leaves(tree)).toEqual(Array.from({ length: count }, (_, index) => index))
        expect(operators(tree)).toHaveLength(count - 1)
      })
    )
  })

  test("without leaves or operators are refused", () => {
    expect(() => expression(random("refused"), fixed, ["+"], 0)).toThrow(
      "leaves must be a whole number from 1 up"
    )
    expect(() => expression(random("refused"), fixed, [], 2)).toThrow("expression: there is no operator")
    expect(expression(random("one"), fixed, [], 1)).toBe(1)
  })
})
