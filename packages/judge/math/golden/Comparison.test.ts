import { describe, expect, test } from "bun:test"
import { Schema } from "effect"
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet"
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { accepts, type Pair, pairs } from "./Comparison.ts"
import written from "./disagreements.json" with { type: "json" }

/** Every pair on which Math-Verify and we differ, ruled on by hand. */
const Rulings = Schema.Array(Schema.Struct({
  ruling: Schema.Literal("same", "different"),
  why: Schema.NonEmptyString,
  pairs: Schema.Array(Schema.Tuple(Schema.String, Schema.String, Schema.String))
}))

const keyOf = (...parts: ReadonlyArray<string>) => JSON.stringify(parts)
const rulings = new Map(
  Schema.decodeUnknownSync(Rulings)(written).flatMap(({ pairs, ruling }) =>
    pairs.map((pair) => [keyOf(...pair), ruling === "same"] as const)
  )
)

const ours = new Map(pairs.map((pair) => [pair, accepts(pair)] as const))
const nameOf = ({ answer, gold, suite }: Pair) => keyOf(suite, gold, answer)

describe("on the golds of the benchmark files and what rules make of them", () => {
  test("every disagreement with Math-Verify is ruled on, and we judge by the ruling", () => {
    const differing = pairs.filter((pair) => ours.get(pair) !== pair.theirs)
    expect(differing.filter((pair) => rulings.get(nameOf(pair)) !== ours.get(pair)).map(nameOf)).toEqual([])
    expect(new Set(differing.map(nameOf))).toEqual(new Set(rulings.keys()))
  })

  test("nothing wrong is accepted, and less that is right is refused than by Math-Verify", () => {
    expect(pairs.length).toBeGreaterThan(3000)
    expect(pairs.filter((pair) => !pair.isSame && ours.get(pair)!).map(nameOf)).toEqual([])
    expect(pairs.filter((pair) => pair.isSame && !ours.get(pair)!).map(nameOf)).toEqual([])
    expect(pairs.filter(({ isSame, theirs }) => isSame && !theirs).length).toBeGreaterThan(100)
  })
})

const files = {
  math500: "think_MATH-500_MATH-500-processed.parquet",
  aime24: "think_aime24_aime24_test.parquet",
  amc23: "think_amc23_amc23_test.parquet",
  "mmlu-pro": "MMLU-Pro-Valid.parquet",
  bbeh: "bbeh_data.parquet"
} as const

const folder = resolve(import.meta.dir, "../../../../../shared/data/benchmarks")
const Golds = Schema.Array(
  Schema.Struct({ reward_model: Schema.Struct({ ground_truth: Schema.String }) })
)

const goldsOf = async (file: string): Promise<ReadonlySet<string>> => {
  const rows = await parquetReadObjects({
    file: await asyncBufferFromFile(resolve(folder, file)),
    columns: ["reward_model"]
  })
  return new Set(
    Schema.decodeUnknownSync(Golds)(rows).map(({ reward_model: { ground_truth } }) =>
      ground_truth.replace(/^\\boxed\{(.*)\}$/s, "$1")
    )
  )
}

// The files are the user's: without them there is nothing to compare the recorded golds with.
test.skipIf(!existsSync(folder))("the recorded golds are those of ../shared/data/benchmarks", async () => {
  for (const [suite, file] of Object.entries(files)) {
    const recorded = new Set(pairs.filter((pair) => pair.suite === suite).map(({ gold }) => gold))
    expect(await goldsOf(file)).toEqual(recorded)
  }
})
