/** What the sandbox's cost is measured on. */
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Everything that a measurement writes; removed at its end. */
export const folder = mkdtempSync(join(tmpdir(), "sandbox-cost-"))

export const cacheDirectory = join(folder, "cache")

/**
 * Environments as files: a light workload, the longest increasing subsequence in O(n²) at n = 200, which the bound on
 * cost is for; and one that costs next to nothing, so that what is seen is the price of a message.
 */
const environmentFile = (name: string, body: string) => {
  const file = join(folder, `${name}.ts`)
  writeFileSync(
    file,
    `import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
export default Environment.make({ name: "${name}", tags: [], skill: "", source: "", ${body} })`
  )
  return file
}

export const subsequence = environmentFile(
  "subsequence",
  `scale: { n: Scale.linear({ min: 200, max: 200 }) },
  instance: Schema.Struct({ values: Schema.Array(Schema.Int) }),
  answer: Answer.integer,
  generate: ({ n }) => Gen.struct({ values: Gen.array(Gen.int(0, 9999), n) }),
  statement: ({ values }) => \`Find the length of the longest increasing subsequence of \${values.join(" ")}.\`,
  solve: ({ values }) => {
    const best: Array<number> = []
    for (let end = 0; end < values.length; end++) {
      best[end] = 1
      for (let before = 0; before < end; before++) {
        if (values[before]! < values[end]! && best[before]! >= best[end]!) best[end] = best[before]! + 1
      }
    }
    return Math.max(...best)
  }`
)

export const sum = environmentFile(
  "sum",
  `scale: { digits: Scale.linear({ min: 2, max: 2 }) },
  instance: Schema.Struct({ a: Schema.Int, b: Schema.Int }),
  answer: Answer.integer,
  generate: ({ digits }) => Gen.struct({ a: Gen.int(0, 10 ** digits), b: Gen.int(0, 10 ** digits) }),
  statement: ({ a, b }) => \`What is \${a} + \${b}?\`,
  solve: ({ a, b }) => a + b`
)

/** The requests of one batch; no two batches draw the same. */
export const requests = (batch: number, size: number) =>
  Array.from(
    { length: size },
    (_, item) => ({ level: 0, seed: 1, index: batch * size + item, split: "train" as const })
  )

export const median = (values: ReadonlyArray<number>) => values.toSorted((a, b) => a - b)[values.length >> 1]!
