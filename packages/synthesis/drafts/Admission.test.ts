import * as Native from "@scaler/sandbox/native/Native"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import { afterAll, describe, expect } from "bun:test"
import { Effect, Either, Layer, ManagedRuntime } from "effect"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Stage } from "../oracle/Defect.ts"
import type { Problem } from "../problems/Problem.ts"
import { problem, task, wrongAtTheEnd } from "../testing/ferryQueue.ts"
import { nativeTest } from "../testing/nativeTest.ts"
import { admit } from "./Admission.ts"

const folder = mkdtempSync(join(tmpdir(), "drafts-"))
const runtime = ManagedRuntime.make(
  Layer.merge(Native.layer(), Sandbox.layer({ limits: { cpuMillis: 3_000 } }))
)
afterAll(async () => {
  await runtime.dispose()
  rmSync(folder, { recursive: true })
})

const example = readFileSync(join(import.meta.dir, "../authoring/example.ts"), "utf8")

/** The example with a passage replaced, which must be there. */
const changed = (...changes: ReadonlyArray<readonly [string, string]>): string =>
  changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the example has no ${from}`)
    return text.replace(from, to)
  }, example)

const admitted = (text: string, change: Partial<Problem> = {}) =>
  runtime.runPromise(Effect.either(admit(text, task(change), folder)))

nativeTest(
  "the example that models are shown is admitted, with levels up to the prompt's bound",
  async () => {
    const result = await admitted(example)
    if (Either.isLeft(result)) throw result.left
    const { manifest, verified } = result.right
    expect(verified).toMatchObject({
      answer: { kind: "bigint" },
      oracle: [0, 1, 2],
      refuted: [],
      instances: 220
    })
    expect(manifest.ladder[0]).toEqual({ n: 8 })
    expect(manifest.ladder.length).toBeGreaterThan(20)
    // Three digits, a comma and a space for each, in what 2048 characters leave.
    expect(manifest.ladder.at(-1)!["n"]).toBeWithin(300, 360)
    const module = readFileSync(join(folder, "problem-ferry-queue.ts"), "utf8")
    for (const scale of manifest.ladder) expect(module).toContain(`{ n: ${scale["n"]} }`)
  }
)

describe("a fault is caught, and named by its stage:", () => {
  const faults: ReadonlyArray<readonly [string, Stage, RegExp, string, Partial<Problem>?]> = [
    [
      "a wrong type",
      "compile",
      /^drafts\/problem-ferry-queue\.ts:\d+:\d+ .*number/s,
      changed(["Gen.int(1_000, 3_000)", "Gen.word"])
    ],
    ["text that is no module", "compile", /./, "Here is your environment!"],
    [
      "a clock",
      "compile",
      /Date/,
      changed(["Gen.int(1_000, 3_000)", "Gen.int(1_000, 3_000 + Date.now() % 2)"])
    ],
    ["another name", "generator", /must be "problem-ferry-queue"/, changed(["problem-ferry-queue", "ferry"])],
    [
      "a size beyond the problem's bounds",
      "generator",
      /200000/,
      changed(["max: 1_000 }", "max: 300_000 }"])
    ],
    [
      "an endless loop",
      "generator",
      /./,
      changed(["return {", "for (;;) yield* Gen.int(0, 1)\n      return {"])
    ],
    [
      "a generator that throws",
      "generator",
      /too bad/,
      changed(["return {", "throw new Error(\"too bad\")\n      return {"])
    ],
    [
      "an instance outside of the constraints",
      "constraints",
      /w_i <= capacity/,
      changed(["Gen.int(1, 999)", "Gen.int(1, 1_100)"])
    ],
    [
      "an input that programs cannot read",
      "agreement",
      /exit code 1/,
      changed(["${weights.length} ${capacity}", "${capacity}"])
    ],
    [
      "solutions of which two of four are wrong where the last vehicle crosses alone",
      "agreement",
      /solutions answer \d+ or \d+ to/,
      example,
      {
        solutions: [
          ...problem.solutions.slice(0, 2),
          wrongAtTheEnd,
          { ...wrongAtTheEnd, source: `${wrongAtTheEnd.source}\n` }
        ]
      }
    ],
    [
      "a generator of one shape",
      "diversity",
      /different answers/,
      changed(["Gen.int(1, 999), n)", "Gen.int(500, 500), n)"], ["(1_000, 3_000)", "(1_000, 1_400)"])
    ],
    [
      "programs that always answer the same",
      "diversity",
      /1 different answers/,
      example,
      {
        solutions: ["1", "01", "+1"].map((one) => ({
          language: "python",
          source: `input()\nprint(${JSON.stringify(one)})`
        }))
      }
    ],
    [
      "a generator that ignores its size",
      "generator",
      /nothing in the instance has that size/,
      changed(["Gen.int(1, 999), n)", "Gen.int(1, 999), 8)"])
    ],
    [
      "a first level that can be guessed",
      "contract",
      /varied-answers.*level 0/,
      changed(["n: Scale.geometric({ min: 8,", "n: Scale.geometric({ min: 1,"], [
        "Gen.int(1, 999)",
        "Gen.int(1, 3)"
      ])
    ]
  ]
  for (const [name, stage, message, text, change] of faults) {
    nativeTest(name, async () => {
      const result = await admitted(text, change)
      if (Either.isRight(result)) throw new Error("it was admitted")
      expect(result.left).toMatchObject({ _tag: "Defect", stage })
      expect(result.left.message).toMatch(message)
    })
  }
})
