import { layer, Native } from "@scaler/sandbox/native/Native"
import { afterAll, expect } from "bun:test"
import { Effect, Layer } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { nativeTest } from "../testing/nativeTest.ts"
import * as Import from "./Import.ts"
import * as Levels from "./Levels.ts"
import * as PoolFile from "./PoolFile.ts"
import { entry, largest, loop, poolText, raw, sorted } from "./testing.ts"

const folder = mkdtempSync(join(tmpdir(), "scaler-import-"))
afterAll(() => rmSync(folder, { recursive: true }))

const smallest = [largest, sorted, loop].map((source) => `${source}\n#`)

const text = poolText(
  raw({ name: "Largest" }),
  { ...raw({ name: "Graph" }), output_type: "graph" },
  raw({ name: "largest!" }),
  raw({ name: "Few", sources: [largest, sorted] })
)

const importing = (change: Partial<Import.Options>, native: Layer.Layer<Native, unknown>, pool = text) =>
  PoolFile.decode(pool).pipe(
    Effect.flatMap((decoded) =>
      Import.run(decoded, { folder, ladder: "derived", jobs: 2, onDone: () => Effect.void, ...change })
    ),
    Effect.provide(native)
  )

/** Native programs of which none may be run. */
const none = Layer.succeed(
  Native,
  Native.of({
    mode: "strong",
    compile: () => Effect.dieMessage("something was compiled"),
    run: () => Effect.dieMessage("something was run"),
    draw: () => Effect.dieMessage("something was drawn")
  })
)

nativeTest("each entry is admitted, or rejected by its stage, and the rest goes on", async () => {
  const done: Array<string> = []
  const onDone = ({ title }: Import.Imported) => Effect.sync(() => done.push(title))
  const all = await Effect.runPromise(importing({ onDone }, layer()))
  expect(all.map(({ title }) => title)).toEqual(["Largest", "largest!", "Few", "Graph"])
  expect(all).toMatchObject([
    { status: "admitted", name: "problem-largest", admitted: { verified: { instances: 202 } } },
    { status: "rejected", stage: "name", message: expect.stringContaining("\"Largest\" comes before it") },
    {
      status: "rejected",
      stage: "solutions",
      message: expect.stringMatching(/^2 solutions can be used; an oracle takes 3/)
    },
    { status: "rejected", stage: "format", message: expect.stringContaining("output_type: ") }
  ])
  expect(done.sort()).toEqual(["Few", "Largest", "largest!"])

  // What is known is not verified again, with another ladder neither.
  expect(await Effect.runPromise(importing({}, none))).toEqual(all)
  const [upstream] = await Effect.runPromise(importing({ ladder: "upstream" }, none))
  expect(upstream).toMatchObject({
    status: "admitted",
    admitted: { ladderKind: "upstream", ladder: Levels.upstream(entry({})) }
  })

  // An entry that has changed is.
  const changed = poolText(raw({ name: "Few" }), raw({ name: "Largest", sources: smallest }))
  const exit = await Effect.runPromiseExit(importing({}, none, changed))
  expect(String(exit)).toContain("something was compiled")
  const [few] = await Effect.runPromise(importing({}, layer(), changed))
  expect(few).toMatchObject({ title: "Few", status: "admitted" })
})

nativeTest("what was verified before an interruption is kept", async () => {
  const out = mkdtempSync(join(folder, "interrupted-"))
  const pool = poolText(raw({ name: "First" }), raw({ name: "Second" }))
  const interrupted = await Effect.runPromiseExit(
    importing({ folder: out, jobs: 1, onDone: () => Effect.interrupt }, layer(), pool)
  )
  expect(interrupted._tag).toBe("Failure")
  const first = poolText(raw({ name: "First" }))
  expect(await Effect.runPromise(importing({ folder: out }, none, first))).toMatchObject([{
    status: "admitted"
  }])
})
