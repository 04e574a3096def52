import { describe, expect, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { of } from "./Sections.ts"

/** A statement in the way of a site, with the parts `LOGIC`, `BOUNDS 1 ≤ n ≤ 9` and `ANSWER`. */
const statements: Readonly<Record<string, string>> = {
  "plain lines":
    "LOGIC\n\nInput\n\nBOUNDS 1 ≤ n ≤ 9\n\nOutput\n\nANSWER\n\nExamples\n\nInput\n\n1\n\nOutput\n\n2\n\nNote\n\nN",
  "dashes":
    "LOGIC\n\n-----Input-----\nBOUNDS 1 ≤ n ≤ 9\n\n-----Output-----\nANSWER\n\n-----Example-----\nInput\n1\n\nOutput\n2",
  "colons": "LOGIC\nInput:\nBOUNDS 1 ≤ n ≤ 9\nOutput:\nANSWER\nSample Input:\n1\nSample Output:\n2",
  "text after colons": "LOGIC\n\nInput: BOUNDS 1 ≤ n ≤ 9\n\nOutput: ANSWER\n\nExample:\n1",
  "Markdown": "# Title\n\nLOGIC\n\n## Input\n\nBOUNDS 1 ≤ n ≤ 9\n\n## Output\n\nANSWER\n",
  "Markdown with colons":
    "LOGIC\n\n### Input:\n\nBOUNDS 1 ≤ n ≤ 9\n\n### Output:\n\nANSWER\n\n#### Sample Input 1\n\n1",
  "bold": "LOGIC\n\n**Input Format**\nBOUNDS 1 ≤ n ≤ 9\n\n**Output Format:**\nANSWER\n\n**Scoring**\nall",
  "tags": "LOGIC\n<b>Input</b>\nBOUNDS 1 ≤ n ≤ 9\n<b>Output</b>\nANSWER\n<b>Example 1</b>\n1",
  "capitals": "LOGIC\n\nINPUT FORMAT:\nBOUNDS 1 ≤ n ≤ 9\n\nOUTPUT FORMAT:\nANSWER\n\nSAMPLE INPUT\n1",
  "Windows' lines":
    "LOGIC\r\n\r\nInput\r\n\r\nBOUNDS 1 ≤ n ≤ 9\r\n\r\nOutput\r\n\r\nANSWER\r\n\r\nExample\r\n1"
}

describe("sections are found in", () => {
  test.each(Object.keys(statements))("%s", (name) => {
    expect(of(statements[name]!, "Title")).toEqual({
      logic: "LOGIC",
      input: "BOUNDS 1 ≤ n ≤ 9",
      output: "ANSWER"
    })
  })

  test.each([
    "LOGIC\n\nInput Specification\nBOUNDS\n\nOutput Specification\nANSWER\n\nConstraints\n1 ≤ n ≤ 9\n\nSample Test\n1",
    "LOGIC\n\n-----Input-----\nBOUNDS\n\n-----Output-----\nANSWER\n\n-----Constraints-----\n- 1 ≤ n ≤ 9",
    "LOGIC\n\nInput\nBOUNDS\n\nConstraints:\n1 ≤ n ≤ 9\n\nOutput\nANSWER\n\nExplanation\nE"
  ])("a statement with constraints beside it: %j", (statement) => {
    const { input, logic, output } = of(statement, "")
    expect([logic, output]).toEqual(["LOGIC", "ANSWER"])
    expect(input).toMatch(/^BOUNDS\n\n(- )?1 ≤ n ≤ 9$/)
  })
})

test("constraints before the input belong to the logic, as in the reference", () => {
  expect(of("LOGIC\n\nConstraints\n\n* 1 ≤ n\n\nInput\n\nBOUNDS\n\nOutput\n\nANSWER", "")).toEqual({
    logic: "LOGIC\n\nConstraints\n\n* 1 ≤ n",
    input: "BOUNDS",
    output: "ANSWER"
  })
})

test("what only examples call an input is none, nor is a sentence", () => {
  const without =
    "The input is a number.\nOutput its square.\nInputs may repeat: all count.\n\nExample\n\nInput\n\n2\n\nOutput\n\n4"
  expect(of(without, "")).toEqual({
    logic: "The input is a number.\nOutput its square.\nInputs may repeat: all count.",
    input: "",
    output: ""
  })
})

const real = `${import.meta.dir}/../../../../shared/data/scaler-pool-8.json`

interface Reference {
  readonly name: string
  readonly raw_description: string
  readonly logic_description: string
  readonly instruction: string
}

test.skipIf(!existsSync(real))("real statements are divided as the reference divides them", () => {
  const entries = Object.values(JSON.parse(readFileSync(real, "utf8")) as Record<string, Reference>)
  expect(entries).toHaveLength(8)
  for (const { instruction, logic_description, raw_description } of entries) {
    const { logic, output } = of(raw_description, "")
    expect([logic, output]).toEqual([logic_description.trim(), instruction.trim()])
  }
})
