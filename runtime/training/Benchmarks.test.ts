import { BunContext } from "@effect/platform-bun"
import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import * as RunRecord from "../run/RunRecord.ts"
import { benchmarks as curves, summarize } from "../run/Summary.ts"
import { directory, finish, recipe, recorded, run, timeless } from "../testing/testRun.ts"
import type { Benchmarks } from "./Benchmarks.ts"
import { weightsFor } from "./Collection.ts"

/** What a benchmark was asked to measure, as it happened. */
interface Seen {
  readonly begun: Array<string>
  readonly ended: Array<string>
  most: number
}

const skillIn = (checkpoint: string): number =>
  (JSON.parse(readFileSync(join(checkpoint, "model.safetensors"), "utf8")) as { readonly skill: number })
    .skill

/** A benchmark whose score is the skill in the checkpoint, read once it has taken its time. */
const skill = (
  { answer = () => "measured", delay = () => 0, every = 5 }: {
    readonly answer?: (name: string) => "measured" | "stopped" | "failed"
    readonly delay?: () => number
    readonly every?: number
  } = {}
) => {
  const seen: Seen = { begun: [], ended: [], most: 0 }
  const benchmarks: Benchmarks = {
    every,
    suites: ["skill"],
    measure: ({ checkpoint, directory }) =>
      Effect.gen(function*() {
        const name = basename(checkpoint)
        expect(basename(directory)).toBe(name)
        mkdirSync(directory, { recursive: true })
        seen.begun.push(name)
        seen.most = Math.max(seen.most, seen.begun.length - seen.ended.length)
        yield* Effect.sleep(delay())
        seen.ended.push(name)
        const how = answer(name)
        if (how === "failed") return yield* Effect.fail({ message: "the server is gone" })
        if (how === "stopped") return undefined
        const macro = skillIn(checkpoint)
        return [{ suite: "skill", title: "Skill", scores: { macro, cells: [], instances: 1 } }]
      })
  }
  return { seen, benchmarks }
}

const named = (...steps: ReadonlyArray<number>) =>
  steps.map((step) => `step-${String(step).padStart(6, "0")}`)

/** Everything recorded but the benchmarks. */
const training = (path: string) => {
  const { evaluations, ...others } = recorded(path)
  const own = evaluations.filter((row) => (row as { readonly split: string }).split !== "skill")
  return { ...others, evaluations: own }
}

const measured = (path: string) =>
  Effect.runPromise(Effect.map(Effect.provide(RunRecord.read(path), BunContext.layer), (record) => ({
    points: curves(record).flatMap(({ points }) => points),
    failures: record.events.flatMap(({ event, step }) =>
      event._tag === "not-measured" ? [{ step, message: event.message }] : []
    ),
    validation: summarize(record).best
  })))

/** What the weights of the steps score, in a run that is left alone. */
const scores = async (steps: ReadonlyArray<number>) => {
  const path = directory()
  await finish({ directory: path, recipe: { ...recipe, checkpoints: { every: 1, keep: 100 } } })
  return steps.map((step) => ({ step, value: skillIn(join(path, "checkpoints", named(step)[0]!)) }))
}

describe("benchmarks beside a run", () => {
  test("score the weights of their steps, one after another, and change nothing of it", async () => {
    const [alone, beside] = [directory(), directory()]
    const expected = await finish({ directory: alone })
    // Slower than the training, whose checkpoints would be gone by then: it keeps two.
    const { benchmarks, seen } = skill({ delay: () => 400 })
    const { events, outcome } = run({ directory: beside, benchmarks })
    expect(timeless(await Effect.runPromise(outcome))).toEqual(timeless(expected))
    expect(training(beside)).toEqual(training(alone))
    expect(seen.begun).toEqual(named(0, 5, 10, 12))
    expect(seen.most).toBe(1)
    const { points, validation } = await measured(beside)
    expect(points).toEqual(await scores([0, 5, 10, 12]))
    expect(validation).toEqual((await measured(alone)).validation)
    const said = events.flatMap((event) => event._tag === "Note" ? [event.message] : [])
    expect(said[0]).toBe("The benchmarks of step-000005 wait: those of step-000000 are under way.")
    expect(events.at(-1)!._tag).toBe("Finished")
    expect(events.filter(({ _tag }) => _tag === "Benchmarked")).toHaveLength(4)
  })

  test("that fail are told and recorded, and made anew where their checkpoint is still there", async () => {
    const [alone, path] = [directory(), directory()]
    const expected = await finish({ directory: alone })
    const failing = skill({ answer: (name) => name === named(5)[0]! ? "measured" : "failed" })
    const { events, outcome } = run({ directory: path, benchmarks: failing.benchmarks })
    expect(timeless(await Effect.runPromise(outcome))).toEqual(timeless(expected))
    const before = await measured(path)
    expect(before.points.map(({ step }) => step)).toEqual([5])
    expect(before.failures).toEqual([0, 10, 12].map((step) => ({ step, message: "the server is gone" })))
    expect(events.filter((event) => event._tag === "Note" && event.message.includes("server is gone")))
      .toHaveLength(3)
    const again = skill()
    await finish({ directory: path, mode: "resume", benchmarks: again.benchmarks })
    expect(again.seen.begun).toEqual(
      named(0, 10, 12).filter((name) => existsSync(join(path, "checkpoints", name)))
    )
    expect((await measured(path)).points).toEqual(await scores([0, 5, 10, 12]))
  })

  test.each([7, 11, 17])(
    "go on after a stop after %p steps where they were, with the same weights",
    async (stopAfter) => {
      const path = directory()
      const stopped = skill({
        answer: (name) => name === named(5)[0]! ? "stopped" : "measured",
        delay: () => 5
      })
      const { events, outcome } = run({ directory: path, benchmarks: stopped.benchmarks, stopAfter })
      expect((await Effect.runPromise(outcome)).status).toBe("stopped")
      const { points: before } = await measured(path)
      const again = skill()
      await finish({ directory: path, mode: "resume", benchmarks: again.benchmarks })
      expect((await measured(path)).points).toEqual(await scores([0, 5, 10, 12]))
      const done = new Set(before.map(({ step }) => step))
      expect(again.seen.begun).toEqual(named(...[0, 5, 10, 12].filter((step) => !done.has(step))))
      const open = events.some((event) =>
        event._tag === "Note" && event.message.includes("go on with --resume")
      )
      expect(open).toBe(stopAfter >= recipe.warmup.steps + 5)
    }
  )

  test("of weights that are lost with their checkpoint are forgotten", async () => {
    const path = directory()
    await finish({ directory: path, benchmarks: skill().benchmarks, stopAfter: 6 + 11 })
    writeFileSync(join(path, "evals", "step-000010", "old"), "")
    for (const name of named(10, 11)) truncateSync(join(path, "checkpoints", name, "model.safetensors"), 3)
    const again = skill()
    await finish({ directory: path, mode: "resume", benchmarks: again.benchmarks })
    expect(again.seen.begun).toEqual(named(10, 12))
    expect(existsSync(join(path, "evals", "step-000010", "old"))).toBe(false)
  })

  test("are measured of the checkpoints that a run without them has kept", async () => {
    const path = directory()
    await finish({ directory: path })
    const { benchmarks, seen } = skill({ every: 4 })
    await finish({ directory: path, mode: "resume", benchmarks })
    expect(seen.begun).toContain(named(0)[0]!)
    expect(seen.begun.at(-1)).toBe(named(12)[0]!)
  })

  test("of asynchronous training are of weights that no sampling has run ahead of", async () => {
    const asynchronous = { ...recipe, rollout: { ...recipe.rollout, maxStaleness: 2 } }
    const [whole, stopped] = [directory(), directory()]
    await finish({ directory: whole, recipe: asynchronous, benchmarks: skill().benchmarks })
    await finish({
      directory: stopped,
      recipe: asynchronous,
      benchmarks: skill().benchmarks,
      stopAfter: 6 + 5
    })
    await finish({
      directory: stopped,
      recipe: asynchronous,
      benchmarks: skill().benchmarks,
      mode: "resume"
    })
    expect(recorded(stopped)).toEqual(recorded(whole))
    expect([6, 7, 8].map((step) => weightsFor(step, 0, asynchronous, { every: 5 }))).toEqual([5, 6, 6])
  })
})
