import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { existsSync, readFileSync } from "node:fs"
import { decode } from "./PoolFile.ts"

/** An entry as the reference writes it, small. */
const planted = {
  name: "1 Double",
  logic_description: "You are given n.",
  raw_description: "You are given n. Input: n.",
  instruction: "Print 2 n.",
  solutions: { solution: ["print(2 * int(input()))"], language: [3] },
  generate_testcase: "def generate_testcase(scale):\n    return f\"{scale['n']}\\n\", scale\n",
  scale_range: 9,
  output_type: "number",
  is_output_unique: true,
  difficulty_dict: { "0": 0, "1": 1, "2": 2, "3": 2, "4": 9 },
  params: {
    n: { min: 1, max: 10, base: 1 },
    difficulty: { version: 1, params: { dmax: 4, activate_function: "base" } }
  }
}

const read = (value: unknown) => Effect.runPromise(decode(JSON.stringify(value)))

test("an entry is read", async () => {
  expect(await read({ "1 Double": planted })).toEqual({
    entries: [{
      name: "1 Double",
      logic: "You are given n.",
      instruction: "Print 2 n.",
      solutions: [{ language: "python", source: "print(2 * int(input()))" }],
      generator: planted.generate_testcase,
      parameters: { n: { min: 1, max: 10, base: 1 } },
      range: 9,
      upstreamLevels: [0, 1, 2, 2, 9],
      output: "number"
    }],
    rejected: []
  })
})

test("parameters may grow by more than the range does", async () => {
  const params = { n: { min: 1, max: 5000, base: 4999 / 9 }, k: { min: 1, max: 10, base: 1 } }
  const { entries, rejected } = await read({ "1 Double": { ...planted, params } })
  expect(rejected).toEqual([])
  expect(entries[0]!.parameters).toEqual(params)
})

describe("an entry that is not as it must be is rejected by its field, and the others stand:", () => {
  test.each<[string, object, string]>([
    ["no generator", { generate_testcase: undefined }, "generate_testcase: is missing"],
    ["an unknown output", { output_type: "graph" }, "output_type"],
    ["several answers", { is_output_unique: false }, "is_output_unique"],
    ["languages that are not all there", {
      solutions: { solution: ["a", "b"], language: [2] }
    }, "solutions.language: 2 solutions have 1 languages"],
    ["a language that is not run", { solutions: { solution: ["a"], language: [4] } }, "solutions.language.0"],
    ["another name", { name: "2 Double" }, "name: it is called \"2 Double\""],
    ["nothing that scales", { params: { difficulty: planted.params.difficulty } }, "params: there is none"],
    ["a parameter upside down", { params: { n: { min: 2, max: 1, base: 1 } } }, "params.n: its min is above"],
    ["levels with a gap", { difficulty_dict: { "0": 0, "2": 1 } }, "difficulty_dict: its levels are not"]
  ])("%s", async (_, change, message) => {
    const { entries, rejected } = await read({
      "1 Double": { ...planted, ...change },
      other: { ...planted, name: "other" }
    })
    expect(entries.map(({ name }) => name)).toEqual(["other"])
    expect(rejected).toEqual([{ name: "1 Double", message: expect.stringContaining(message) }])
  })
})

test.each([["[]"], ["{"], ["7"]])("%s is no pool", async (text) => {
  const error = await Effect.runPromise(Effect.flip(decode(text)))
  expect(error._tag).toBe("PoolError")
  expect(error.message).toStartWith("It is no pool: ")
})

const real = `${import.meta.dir}/../../../../shared/data/scaler-pool-8.json`

test.skipIf(!existsSync(real))("the eight environments of a released pool are read", async () => {
  const { entries, rejected } = await Effect.runPromise(decode(readFileSync(real, "utf8")))
  expect(rejected).toEqual([])
  expect(entries).toHaveLength(8)
  expect(entries.every(({ solutions }) => solutions.length >= 3)).toBe(true)
})
