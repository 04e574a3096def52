/** Finding environments by what they declare. */
import { expect, test } from "bun:test"
import { jsonLines, run } from "./verify/scaler.ts"

const seconds = 1000

test("list keeps those that fit every filter", async () => {
  const listed = async (...filters: ReadonlyArray<string>) =>
    jsonLines(await run("env", "list", "--json", "--family", "graph", ...filters))
  const family = (await listed()).map(({ name }) => name)
  expect(family).toContain("topological-order")
  expect(family).not.toContain("sorting")
  const arrays = await listed("--answer", "array")
  expect(arrays.map(({ name }) => name)).toContain("topological-order")
  for (const { answer } of arrays) expect(answer).toMatchObject({ kind: "array" })
  const found = await listed("--tag", "graph", "--tag", "order", "--skill", "Precedence ordering")
  expect(found).toMatchObject([{ name: "topological-order", family: "graph", tags: ["graph", "order"] }])
  expect(await listed("--skill", "precedence", "--answer", "integer")).toEqual([])
}, 120 * seconds)
