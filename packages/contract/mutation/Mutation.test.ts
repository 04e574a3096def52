import { illTyped } from "@scaler/compiler/TypeCheck"
import { layer, Sandbox } from "@scaler/sandbox/Sandbox"
import { afterAll, beforeAll, expect, test } from "bun:test"
import { Effect } from "effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Figures from "./Figures.ts"
import * as Mutation from "./Mutation.ts"
import * as Trial from "./Trial.ts"

const folder = mkdtempSync(join(tmpdir(), "mutation-"))
const rulings = join(folder, "rulings")
const cacheDirectory = join(folder, "cache")
beforeAll(() => mkdirSync(rulings))
afterAll(() => rmSync(folder, { recursive: true }))

/** The larger of two numbers, or another answer, by a helper from a file of its own. */
const planted = (solve: string) =>
  `import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import { sameAs } from "./own.ts"

const Value = Schema.Int.pipe(Schema.between(0, 9_999))

export default Environment.make({
  name: "planted",
  tags: [],
  skill: "a test",
  source: "a test",
  scale: { most: Scale.geometric({ min: 99, max: 9_999 }) },
  instance: Schema.Struct({ a: Value, b: Value }),
  answer: Answer.integer,
  generate: ({ most }) => Gen.struct({ a: Gen.int(0, most), b: sameAs(Gen.int(0, most)) }),
  statement: ({ a, b }) => \`Which is larger, \${a} or \${b}?\`,
  solve: ${solve},
  brute: { upTo: {}, solve: ({ a, b }) => Math.max(a, b) }
})
`

let next = 0
const write = (solve: string) => {
  const own = join(folder, String(next++))
  mkdirSync(own)
  writeFileSync(join(own, "planted.ts"), planted(solve))
  writeFileSync(join(own, "own.ts"), "export const sameAs = <A>(value: A): A => value\n")
  return { file: join(own, "planted.ts"), folder: join(own, "mutants") }
}

const run = (solve: string, perEnvironment = 100) =>
  Mutation.prepare({ name: "planted", ...write(solve), perEnvironment, jobs: 2, cacheDirectory, rulings })
    .pipe(
      Effect.flatMap((prepared) =>
        Effect.flatMap(
          illTyped(prepared.written.map(({ file }) => file)),
          (wrong) => Mutation.run(prepared, wrong)
        )
      ),
      Effect.either,
      Effect.runPromise
    )

const right = async (solve: string, perEnvironment?: number) => {
  const result = await run(solve, perEnvironment)
  if (result._tag === "Left") throw result.left
  return result.right
}

const larger = `({ a, b }) => {
    const isFirst = a > b
    return isFirst ? a : b
  }`

test(
  "mutants are killed by the contract, or survive; a ruling takes survivors out of the share",
  async () => {
    const survivor = { original: "const isFirst = a > b", replacement: "const isFirst = a >= b" }
    const missed = {
      original: "generate: ({ most }) => Gen.struct({ a: Gen.int(0, most), b: sameAs(Gen.int(0, most)) }),",
      replacement:
        "generate: ({ most }) => Gen.struct({ a: Gen.int(0, most), b: sameAs(Gen.int(1, most)) }),",
      why: "Nothing says that zero must occur.",
      missed: true
    }
    const gone = { original: "const isFirst = a < b", replacement: "", why: "It was once there." }
    writeFileSync(
      join(rulings, "planted.json"),
      JSON.stringify([{ ...survivor, why: "Of two equal numbers both are the larger." }, missed, gone])
    )
    const result = await right(larger)
    // Of solve: the comparison negated, either branch, the condition negated. Of generate: -1 for a, and for b.
    expect(result.killedBy).toEqual({ "brute-force": 4, "no-defects": 2 })
    // Without its return, solve answers nothing.
    expect(result.invalid).toBe(1)
    expect(
      result.survivors.map(({ replacement, ruling }) => [replacement.trim(), ruling?.missed ?? ruling?.why])
        .toSorted()
    )
      .toEqual([
        ["const isFirst = a >= b", "Of two equal numbers both are the larger."],
        ["generate: ({ most }) => Gen.struct({ a: Gen.int(0, most), b: sameAs(Gen.int(1, most)) }),", true],
        [
          "generate: ({ most }) => Gen.struct({ a: Gen.int(1, most), b: sameAs(Gen.int(0, most)) }),",
          undefined
        ]
      ])
    expect(result.survivors.filter(({ changesSnapshot }) => changesSnapshot).map(({ target }) => target))
      .toEqual([
        "generate",
        "generate"
      ])
    expect(result.stale).toEqual([gone])
    expect(Figures.of([result])).toEqual({
      tried: 9,
      invalid: 1,
      killed: 6,
      bySnapshot: 2,
      equivalent: 1,
      missed: 2,
      share: 6 / 9,
      shareOfOthers: 6 / 8,
      shareWithSnapshot: 1
    })
    const text = Figures.format([result], false)
    expect(text).toContain("Gen.int(1, most)")
    expect(text).toContain("missed: Nothing says that zero must occur.")
    expect(text).toContain("nobody has looked at it")
    expect(text).not.toContain("a >= b")
    expect(Figures.format([result], true)).toContain("equivalent: Of two equal numbers both are the larger.")
  },
  120_000
)

test("a module without end has failed", async () => {
  const { file } = write("({ a, b }) => { let larger = a; while (larger < b) larger--; return larger }")
  const trial = Effect.flatMap(Sandbox, (sandbox) => Trial.run(sandbox, file))
  const limits = { cpuMillis: 400 }
  expect(await Effect.runPromise(Effect.provide(trial, layer({ cacheDirectory, limits })))).toEqual({
    failed: "no-defects"
  })
}, 60_000)

test("no more are tried than asked for", async () => {
  expect((await right(larger, 3)).tried).toBe(3)
}, 60_000)

test("an environment that does not keep the contract itself is an error", async () => {
  expect(await run("({ a, b }) => Math.min(a, b)")).toMatchObject({
    left: { message: "planted itself fails the check brute-force: see `scaler env check planted`" }
  })
}, 60_000)
