import { Activity, Workflow } from "@effect/workflow"
import { afterAll, expect, test } from "bun:test"
import { Effect, Exit, Layer, Schema } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Executions from "./Executions.ts"
import type { Engine } from "./Runner.ts"
import * as SqliteEngine from "./SqliteEngine.ts"

const folder = mkdtempSync(join(tmpdir(), "scaler-executions-"))
afterAll(() => rmSync(folder, { recursive: true }))

class Odd extends Schema.TaggedError<Odd>()("Odd", { number: Schema.Int }) {}

const Halve = Workflow.make({
  name: "Halve",
  payload: { number: Schema.Int },
  idempotencyKey: ({ number }) => `${number}`,
  success: Schema.Int,
  error: Odd
})

/** Halves numbers durably; `seen` are the numbers whose halving was started, in that order. */
const halving = (concurrency: number, seen: Array<number>, during: Effect.Effect<void> = Effect.void) =>
  Executions.layer(Halve, { concurrency }, ({ number }) =>
    Activity.make({
      name: "halve",
      success: Schema.Int,
      error: Odd,
      execute: Effect.sync(() => seen.push(number)).pipe(
        Effect.zipRight(during),
        Effect.zipRight(number % 2 === 0 ? Effect.succeed(number / 2) : new Odd({ number }))
      )
    }))

const run = <A, E>(
  file: string,
  workflows: ReturnType<typeof halving>,
  program: Effect.Effect<A, E, Engine>
): Promise<A> => {
  const engine = SqliteEngine.layer({ file: join(folder, file) })
  return Effect.runPromise(Effect.provide(program, Layer.provideMerge(workflows, engine)))
}

const numbers = (...all: ReadonlyArray<number>) => all.map((number) => ({ number }))

test("results and typed errors are told as they come, and kept", async () => {
  const seen: Array<number> = []
  const told: Array<number> = []
  const all = Executions.runAll(
    Halve,
    numbers(4, 7, 10),
    { ended: ({ number }) => Effect.sync(() => told.push(number)) }
  )
  const expected = [Exit.succeed(2), Exit.fail(new Odd({ number: 7 })), Exit.succeed(5)]
  expect(await run("kept.sqlite", halving(9, seen), all)).toEqual(expected)
  expect(seen.toSorted()).toEqual([10, 4, 7])
  expect(told.toSorted()).toEqual([10, 4, 7])
  expect(await run("kept.sqlite", halving(9, seen), all)).toEqual(expected)
  expect(seen.length).toBe(3)
}, 30_000)

test("what is forgotten runs anew, in the same process or a later one", async () => {
  const seen: Array<number> = []
  const once = Executions.runAll(Halve, numbers(7, 8))
  const again = Effect.zipRight(Executions.forget(Halve, { number: 7 }), once)
  await run("forgotten.sqlite", halving(9, seen), Effect.zipRight(once, again))
  expect(seen.toSorted()).toEqual([7, 7, 8])
  await run("forgotten.sqlite", halving(9, seen), again)
  expect(seen.toSorted()).toEqual([7, 7, 7, 8])
}, 30_000)

test("no more executions than allowed advance at a time", async () => {
  let running = 0
  let most = 0
  const during = Effect.sync(() => {
    running += 1
    most = Math.max(most, running)
  }).pipe(Effect.zipRight(Effect.sleep(20)), Effect.zipRight(Effect.sync(() => running -= 1)))
  const halves = await run(
    "few.sqlite",
    halving(3, [], during),
    Executions.runAll(Halve, numbers(0, 2, 4, 6, 8, 10, 12, 14))
  )
  expect(halves).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((half) => Exit.succeed(half)))
  expect(most).toBe(3)
}, 30_000)
