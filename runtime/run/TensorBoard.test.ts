import { Database } from "bun:sqlite"
import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { readdirSync, readFileSync, truncateSync } from "node:fs"
import { join } from "node:path"
import { PbfReader } from "pbf"
import { directory, recipe, recorded, run } from "../testing/testRun.ts"

const finish = (changes: Parameters<typeof run>[0]) => Effect.runPromise(run(changes).outcome)

/** Points of each curve: step and value. */
type Curves = Record<string, Array<readonly [step: number, value: number]>>

/** The curves in a run's event file, checksums unread. */
const curves = (path: string): Curves => {
  const [name, ...others] = readdirSync(path).filter((file) => file.includes("tfevents"))
  expect(others).toEqual([])
  const bytes = readFileSync(join(path, name!))
  const found: Curves = {}
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at))
    const event = { step: 0, values: [] as Array<{ tag: string; value: number }> }
    new PbfReader(bytes.subarray(at + 12, at + 12 + length)).readFields((field, into, message) => {
      if (field === 2) into.step = message.readVarint()
      if (field !== 5) return
      message.readMessage((_, summary) => {
        summary.push(message.readMessage((part, value) => {
          if (part === 1) value.tag = message.readString()
          if (part === 2) value.value = message.readFloat()
        }, { tag: "", value: 0 }))
      }, into.values)
    }, event)
    for (const { tag, value } of event.values) (found[tag] ??= []).push([event.step, value])
    at += length + 16
  }
  return found
}

const isTimed = (tag: string) => /tokens_per_second|waiting_share/.test(tag)
const timeless = (all: Curves) => Object.fromEntries(Object.entries(all).filter(([tag]) => !isTimed(tag)))

/** The curves as the record's rows tell them. */
const expected = (path: string): Curves => {
  const { evaluations, metrics } = recorded(path) as Record<string, ReadonlyArray<Record<string, string>>>
  const found: Curves = {}
  const add = (tag: string, step: unknown, value: unknown) => {
    if (value !== null) (found[tag] ??= []).push([step as number, Math.fround(value as number)])
  }
  for (
    const { metrics: json, phase, step } of metrics!.toSorted((a, b) => Number(a["step"]) - Number(b["step"]))
  ) {
    const row = JSON.parse(json!)
    add(`${phase}/loss`, step, row.loss)
    add(`${phase}/gradient_norm`, step, row.gradientNorm)
    add(`${phase}/clip_fraction`, step, row.clipFraction)
    add(`${phase}/surprisal`, step, row.surprisal)
    add(`${phase}/kl`, step, row.kl)
    add(`${phase}/entropy`, step, row.entropy)
    add(`${phase}/reward`, step, row.reward)
    add(`${phase}/accuracy`, step, row.accuracy)
    add(`${phase}/mean_level`, step, row.meanLevel)
    add(`${phase}/staleness`, step, row.staleness)
    for (const { difficulty, environment } of row.environments) add(`level/${environment}`, step, difficulty)
  }
  for (const { scores, split, step } of evaluations!) {
    add(`accuracy/${split}`, step, JSON.parse(scores!).macro)
  }
  return found
}

describe("a run's event file", () => {
  test("has every figure of the record, and only those", async () => {
    const path = directory()
    await finish({ directory: path })
    expect(timeless(curves(path))).toEqual(expected(path))
    const steps = Array.from({ length: recipe.steps }, (_, step) => step + 1)
    for (const tag of ["training/tokens_per_second", "training/waiting_share"]) {
      expect(curves(path)[tag]!.map(([step]) => step)).toEqual(steps)
    }
  })

  test.each([4, 9, 14])(
    "stopped after %p steps and resumed is that of an uninterrupted run",
    async (stopAfter) => {
      const [whole, stopped] = [directory(), directory()]
      await finish({ directory: whole })
      await finish({ directory: stopped, stopAfter })
      await finish({ directory: stopped, mode: "resume" })
      expect(timeless(curves(stopped))).toEqual(timeless(curves(whole)))
    }
  )

  test("says the same written as the run went and written anew, figures that are not finite included", async () => {
    const path = directory()
    await finish({ directory: path, notFinite: (update) => update === 9 })
    const before = curves(path)
    const nulls = new Database(join(path, "run.sqlite"), { readonly: true })
      .query(
        "SELECT count(*) AS count FROM metrics WHERE NOT metrics ->> 'applied' AND metrics ->> 'loss' IS NULL"
      )
      .get() as { readonly count: number }
    expect(nulls.count).toBe(1)
    await finish({ directory: path, mode: "resume" })
    expect(curves(path)).toEqual(before)
  })
})

const python = Bun.which("python3")
const probe = python === null ? undefined : Bun.spawnSync([python, "-c", "import tensorboard"])

/** Prints the curves of a run whenever a line comes in. */
const accumulator = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
accumulator = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
for _ in sys.stdin:
    accumulator.Reload()
    tags = accumulator.Tags()["scalars"]
    print(json.dumps({tag: [[e.step, e.value] for e in accumulator.Scalars(tag)] for tag in tags}), flush=True)
`

/** What TensorBoard, looking on, shows of a run at each call. */
const look = (path: string) => {
  const child = Bun.spawn([python!, "-c", accumulator, path], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "ignore"
  })
  const chunks = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  return {
    curves: async () => {
      child.stdin.write("\n")
      child.stdin.flush()
      let text = ""
      while (!text.endsWith("\n")) {
        const { done, value } = await chunks.read()
        if (done) throw new Error("TensorBoard ended")
        text += value
      }
      return JSON.parse(text) as Curves
    },
    end: async () => {
      child.stdin.end()
      await child.exited
    }
  }
}

test.skipIf(probe?.exitCode !== 0)(
  "TensorBoard shows a resumed run as an uninterrupted one, also where it looks on (needs python3 with tensorboard)",
  async () => {
    const [whole, stopped] = [directory(), directory()]
    await finish({ directory: whole })
    // The last checkpoint is damaged, so that steps which TensorBoard has seen are made once more.
    await finish({ directory: stopped, stopAfter: 14 })
    truncateSync(join(stopped, "checkpoints/step-000008/model.safetensors"), 3)
    const looking = look(stopped)
    expect((await looking.curves())["training/loss"]).toHaveLength(14 - recipe.warmup.steps)
    await finish({ directory: stopped, mode: "resume" })
    const shown = await looking.curves()
    await looking.end()

    expect(timeless(shown)).toEqual(expected(whole))

    const afresh = look(stopped)
    expect(await afresh.curves()).toEqual(curves(stopped))
    await afresh.end()
  },
  60_000
)
