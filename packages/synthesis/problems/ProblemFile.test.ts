import { afterAll, describe, expect, test } from "bun:test"
import { Chunk, Effect, Either, Stream } from "effect"
import { parquetWriteFile } from "hyparquet-writer"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Problem } from "./Problem.ts"
import { read } from "./ProblemFile.ts"

const folder = mkdtempSync(join(tmpdir(), "scaler-problems-"))
afterAll(() => rmSync(folder, { recursive: true }))

const all = (path: string) =>
  Effect.runPromise(Stream.runCollect(read(path)).pipe(Effect.map(Chunk.toReadonlyArray)))

const lines = (name: string, ...rows: ReadonlyArray<unknown>) => {
  const path = join(folder, name)
  writeFileSync(path, rows.map((row) => typeof row === "string" ? row : JSON.stringify(row)).join("\n"))
  return path
}

const statement = "Double a number.\n\nInput\n\nOne integer n (1 ≤ n ≤ 9).\n\nOutput\n\nPrint 2n."
const solution: Problem["solutions"][number] = { language: "python", source: "print(2 * int(input()))" }
const plain = {
  id: "double",
  title: "Double",
  statement,
  solutions: [solution],
  licence: "CC0",
  source: null
}

const codeContests = {
  name: "7_A. Double",
  description: statement,
  solutions: {
    language: [1, 3, 2, 4, 0],
    solution: ["print 2 * input()", "print(2 * int(input()))", "int main() {}", "class A {}", "?"]
  },
  source: 2
}

const sections = { logic: "Double a number.", input: "One integer n (1 ≤ n ≤ 9).", output: "Print 2n." }
const fromPlain: Problem = {
  id: "double",
  title: "Double",
  statement,
  ...sections,
  solutions: [solution],
  licence: "CC0"
}
const fromCodeContests: Problem = {
  id: "7_A. Double",
  title: "Double",
  statement,
  ...sections,
  solutions: [solution, { language: "cpp", source: "int main() {}" }],
  source: "Codeforces"
}

test("rows of both forms are read, from JSON lines", async () => {
  expect(await all(lines("both.jsonl", plain, "", codeContests))).toEqual([
    Either.right(fromPlain),
    Either.right(fromCodeContests)
  ])
})

test("the columns of CodeContests are read from Parquet, over several row groups, in order", async () => {
  const path = join(folder, "many.parquet")
  const count = 700
  const names = Array.from({ length: count }, (_, at) => `${at}_A. Double`)
  const fill = <A>(value: A) => names.map(() => value)
  parquetWriteFile({
    filename: path,
    rowGroupSize: 300,
    columnData: [
      { name: "name", data: names },
      { name: "description", data: fill(statement) },
      { name: "generated_tests", data: fill("not read") },
      { name: "source", data: fill(2n) },
      { name: "solutions", data: fill({ ...codeContests.solutions, language: [1n, 3n, 2n, 4n, 0n] }) }
    ],
    schema: [
      { name: "root", num_children: 5 },
      { name: "name", type: "BYTE_ARRAY", converted_type: "UTF8" },
      { name: "description", type: "BYTE_ARRAY", converted_type: "UTF8" },
      { name: "generated_tests", type: "BYTE_ARRAY", converted_type: "UTF8" },
      { name: "source", type: "INT64" },
      { name: "solutions", num_children: 2, repetition_type: "OPTIONAL" },
      { name: "language", num_children: 1, repetition_type: "OPTIONAL", converted_type: "LIST" },
      { name: "list", num_children: 1, repetition_type: "REPEATED" },
      { name: "element", type: "INT64", repetition_type: "OPTIONAL" },
      { name: "solution", num_children: 1, repetition_type: "OPTIONAL", converted_type: "LIST" },
      { name: "list", num_children: 1, repetition_type: "REPEATED" },
      { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" }
    ]
  })
  const problems = (await all(path)).map(Either.getOrThrow)
  expect(problems.map(({ id }) => id)).toEqual(names)
  expect(problems[699]).toEqual({ ...fromCodeContests, id: "699_A. Double" })
})

describe("a row that is no problem is rejected by its number and field, and the others stand:", () => {
  test.each<[string, unknown, string]>([
    ["no JSON", "{", "it is no JSON"],
    ["no problem", { question: "?" }, "it is no problem. Each row must have either name, description"],
    ["a list", [1], "it is no problem"],
    ["no title", { ...plain, id: "other", title: undefined }, "title: is missing"],
    [
      "an unknown language",
      { ...plain, id: "other", solutions: [{ language: "rust", source: "" }] },
      "solutions.0.language"
    ],
    [
      "a source that is empty",
      { ...plain, id: "other", solutions: [{ ...solution, source: "" }] },
      "solutions.0.source"
    ],
    ["an id again", plain, "id: \"double\" is in row 0 already"],
    ["too few codes", {
      ...codeContests,
      solutions: { language: [2], solution: ["a", "b"] }
    }, "solutions.language: 2 solutions have 1 languages"],
    ["no description", { ...codeContests, description: "" }, "description: "]
  ])("%s", async (name, row, message) => {
    const [first, second, third] = await all(lines(`${name}.jsonl`, plain, row, codeContests))
    expect([first, third]).toEqual([Either.right(fromPlain), Either.right(fromCodeContests)])
    expect(second).toEqual(Either.left({ row: 1, message: expect.stringContaining(message) }))
  })
})

describe("a file without a problem is one error that says what is expected:", () => {
  const parquet = join(folder, "other.parquet")
  parquetWriteFile({ filename: parquet, columnData: [{ name: "question", data: ["?"], type: "STRING" }] })
  const noParquet = join(folder, "none.parquet")
  writeFileSync(noParquet, "PAR")
  test.each([
    [
      "other rows",
      lines("other.jsonl", { question: "?" }, [2]),
      "no programming problem. Each row must have"
    ],
    ["nothing", lines("nothing.jsonl"), "no programming problem. Each row must have"],
    ["a text", lines("text.jsonl", "Dear reader,", "hello."), "no programming problem. Each row must have"],
    ["another table", parquet, "no programming problem. Each row must have"],
    ["no table", noParquet, "cannot be read"],
    ["no file", join(folder, "missing.jsonl"), "cannot be read"],
    ["a folder", folder, "cannot be read"]
  ])("%s", async (_, path, message) => {
    const error = await Effect.runPromise(Effect.flip(Stream.runDrain(read(path))))
    expect(error._tag).toBe("DataFileError")
    expect(error.message).toStartWith(path)
    expect(error.message).toContain(message)
  })
})

test("our own problems are read whole", async () => {
  const path = join(import.meta.dir, "../fixtures/problems.jsonl")
  const problems = (await all(path)).map(Either.getOrThrow)
  expect(problems).toHaveLength(readFileSync(path, "utf8").trim().split("\n").length)
  for (const { input, logic, output, title } of problems) {
    expect(logic).not.toStartWith("#")
    expect(logic).not.toStartWith(title)
    expect(input).toContain("≤")
    expect(output).toStartWith("Print")
  }
})
