/** Finding environments by what they declare. */
import { expect, test } from "bun:test"
import { jsonLines, run } from "./verify/scaler.ts"

const seconds = 1000

test("list keeps those that fit every filter", async () => {
  const listed = async (...filters: ReadonlyArray<string>) =>
    jsonLines(await run("env", "list", "--json", ...filters))
  const arrays = await listed("--answer", "array")
  expect(arrays.map(({ name }) => name)).toEqual(expect.arrayContaining(["sorting", "topological-order"]))
  for (const { answer } of arrays) expect(answer).toMatchObject({ kind: "array" })
  const graph = (await listed("--family", "graph")).map(({ name }) => name)
  expect(graph).toContain("topological-order")
  expect(graph).not.toContain("sorting")
  const found = await listed("--tag", "graph", "--tag", "order", "--skill", "Precedence ordering")
  expect(found).toMatchObject([{ name: "topological-order", family: "graph", tags: ["graph", "order"] }])
  expect(await listed("--skill", "precedence", "--answer", "integer")).toEqual([])
}, 120 * seconds)
