import { describe, expect, test } from "bun:test"
import { mutants } from "./Mutants.ts"
import { spread } from "./Sample.ts"

const of = (text: string) => mutants("/planted.ts", text)

/** The mutants of an expression that `solve` returns, as expressions. */
const ofExpression = (expression: string) =>
  of(`export default make({ solve: (one) => ${expression} })`).map(({ replacement }) =>
    replacement.replace("export default make({ solve: (one) => ", "").replace(/ \}\)$/, "")
  )

/** The mutants of a function's body, as bodies. */
const ofBody = (body: string) =>
  of(`export default make({ solve: (one) => { ${body} } })`).map(({ replacement }) =>
    replacement.replace("export default make({ solve: (one) => { ", "").replace(/ \} \}\)$/, "")
  )

describe("the mutants of", () => {
  test.each([
    ["one + two", ["(one - two)"]],
    ["one * two", ["(one / two)"]],
    ["one < two", ["one <= two", "one >= two"]],
    ["one >= two", ["one > two", "one < two"]],
    ["one === two", ["one !== two"]],
    ["one && two || three", ["(one && two && three)", "(one || two) || three"]],
    ["one.at(7)", ["one.at(8)", "one.at(6)"]],
    ["one + 7n", ["(one - 7n)", "one + 8n", "one + 6n"]],
    ["!one", ["one"]],
    ["one ? two : three", ["(two)", "(three)", "!(one) ? two : three"]],
    ["Math.min(one, two)", ["Math.max(one, two)"]],
    ["one.toSorted()", ["one"]],
    ["Gen.filter(one, two)", []],
    ["[one, two]", ["[]"]],
    ["`a${one}`", [`""`]],
    [`one.join("")`, [`one.join("x")`]],
    ["one as { two: 7 }", []],
    ["true", ["false"]]
  ])("%s", (expression, expected) => {
    expect(ofExpression(expression).toSorted()).toEqual(expected.toSorted())
  })

  test("statements", () => {
    expect(ofBody("for (const each of one) { two(each); three(each) } return one")).toEqual([
      "; return one",
      "for (const each of one) { ; three(each) } return one",
      "for (const each of one) { two(each); ; } return one",
      "for (const each of one) { two(each); three(each) } ;"
    ])
    expect(ofBody("if (one) return two; else return three")).toEqual([
      "if (!(one)) return two; else return three",
      "{ return two; }",
      "{ return three }"
    ])
    expect(ofBody(`throw new Error("one")`)).toEqual([";"])
  })
})

const module = `
const shared = (one: number) => one + 1
const slow = (one: number) => one + 2
const table = [1, 2].map((one) => one * 3)
const constant = 4
function judge(one: number, answer: number) {
  return answer === one || \`not \${one + 5}\`
}
const environment = make({
  generate: () => draw(table),
  solve: ({ one, judge }: { one: number; judge: string }) => shared(one) - constant,
  brute: { upTo: {}, solve: ({ one }) => shared(one) + slow(one) },
  statement: ({ one }) => \`six \${one + 6}\`,
  properties: { seven: (one) => one === 7 },
  check: ({ one }, answer) => judge(one, answer)
})
export default environment
`

test("what is mutated: solve, generate, check, and the functions that they use", () => {
  expect([...new Set(of(module).map(({ target }) => target))].toSorted()).toEqual([
    "judge",
    "shared",
    "solve",
    "table"
  ])
  expect(of(module).filter(({ target }) => target === "judge").map(({ replacement }) => replacement)).toEqual(
    [
      ";",
      "return (answer === one && `not ${one + 5}`)",
      "return answer !== one || `not ${one + 5}`",
      `return answer === one || ""`
    ]
  )
})

test("a mutant names its line, and its text is the module with nothing else changed", () => {
  const [first] = of(module)
  expect(first).toMatchObject({
    target: "solve",
    operator: "arithmetic",
    line: 11,
    replacement: "solve: ({ one, judge }: { one: number; judge: string }) => (shared(one) + constant),"
  })
  expect(first!.text).toBe(module.replace("shared(one) - constant", "(shared(one) + constant)"))
})

test("a module without a definition has no mutants", () => {
  expect(of("export default 1 + 2")).toEqual([])
})

describe("a sample", () => {
  const names = (text: string) =>
    spread("planted", of(text)).map(({ original, replacement }) => original + replacement)

  test("takes one mutant of each operator in each function before a second", () => {
    const places = spread("planted", of(module)).map(({ operator, target }) => `${target} ${operator}`)
    const groups = new Set(places).size
    expect(groups).toBeLessThan(places.length)
    expect(new Set(places.slice(0, groups)).size).toBe(groups)
  })

  test("is another for another environment, and keeps its order when lines move", () => {
    expect(spread("other", of(module)).map(({ text }) => text)).not.toEqual(
      spread("planted", of(module)).map(({ text }) => text)
    )
    expect(names(`// a line more\n${module}`)).toEqual(names(module))
  })
})
