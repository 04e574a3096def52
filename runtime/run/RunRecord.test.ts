import { BunContext } from "@effect/platform-bun"
import * as InProcess from "@scaler/contract/testing/InProcess"
import { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Database } from "bun:sqlite"
import { describe, expect, test } from "bun:test"
import { Effect, Fiber } from "effect"
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { directory, recipe, recorded, run, say } from "../testing/testRun.ts"
import * as RunRecord from "./RunRecord.ts"
import { curves, summarize } from "./Summary.ts"

const finish = (changes: Parameters<typeof run>[0]) => Effect.runPromise(run(changes).outcome)
const read = (path: string) => Effect.runPromise(Effect.provide(RunRecord.read(path), BunContext.layer))
const fail = (path: string) =>
  Effect.runPromise(Effect.provide(Effect.flip(RunRecord.read(path)), BunContext.layer))

describe("what a run has come to", () => {
  test("agrees with what it told at its end", async () => {
    const path = directory()
    const outcome = await finish({ directory: path, recipe: { ...recipe, steps: 40 } })
    const summary = summarize(await read(path))
    expect(summary).toMatchObject({
      name: "run",
      status: "finished",
      position: outcome.position,
      steps: 40,
      best: { checkpoint: outcome.best },
      test: outcome.test,
      meanLevel: outcome.meanLevel
    })
    expect(summary.environments.map(({ environment, status }) => `${environment} ${status}`)).toEqual([
      "alpha active",
      "beta active"
    ])
    const levels = summary.environments.map(({ level }) => level)
    expect((levels[0]! + levels[1]!) / 2).toBeCloseTo(outcome.meanLevel, 12)
  })

  test("agrees with what it told step by step, which a run cut short has too", async () => {
    const path = directory()
    const { events, outcome } = run({ directory: path, stopAfter: 11 })
    await Effect.runPromise(outcome)
    const record = await read(path)
    const steps = events.flatMap((event) => event._tag === "Stepped" ? [event] : [])
    expect(record.metrics).toEqual(
      steps.map(({ clock, metrics, position }) => ({ ...position, metrics, clock }))
    )
    const training = steps.filter(({ position }) => position.phase === "training")
    expect(curves(record).accuracy).toEqual(
      training.map(({ metrics, position }) => ({ step: position.step, value: metrics.accuracy! }))
    )
    expect(summarize(record)).toMatchObject({
      status: "stopped",
      position: { phase: "training", step: 5 },
      test: { final: null },
      tokens: training.reduce((sum, { metrics }) => sum + metrics.tokens, 0)
    })
  })

  test("counts defects, and names what was quarantined for them", async () => {
    const path = directory()
    const sound = InProcess.make(say("beta"))
    const environments = new Map([
      ["alpha", InProcess.make(say("alpha"))],
      ["beta", {
        ...sound,
        draw: (requests: Parameters<typeof sound.draw>[0]) =>
          requests[0]!.split === "train"
            ? Effect.fail(
              new SandboxError({ reason: "Memory", environment: "beta", message: "out of memory" })
            )
            : sound.draw(requests)
      }]
    ])
    const lenient = { ...recipe, warmup: { ...recipe.warmup, steps: 0 } }
    const { quarantined } = await finish({ directory: path, environments, recipe: lenient })
    expect(quarantined).toEqual(["beta"])
    const record = await read(path)
    const [alpha, beta] = summarize(record).environments
    expect(alpha).toMatchObject({ environment: "alpha", status: "active", defects: 0 })
    expect(beta).toMatchObject({ environment: "beta", status: "quarantined", level: 0, accuracy: null })
    expect(beta!.defects).toBe(record.metrics.reduce((sum, { metrics }) => sum + metrics.defects, 0))
    expect(beta!.defects).toBeGreaterThanOrEqual(recipe.quarantineAfter)
    expect(beta!.validation).not.toBeNull()
  })
})

describe("a record", () => {
  test("has the groups and rollouts of every step, with verdict, reason and reward", async () => {
    const path = directory()
    await finish({ directory: path })
    const { groups, rollouts } = recorded(path) as Record<
      string,
      ReadonlyArray<Record<string, string | number>>
    >
    expect(groups).toHaveLength(recipe.steps * recipe.rollout.prompts)
    expect(rollouts).toHaveLength(groups!.length * recipe.rollout.samples)
    for (const { accuracy, environment, gold, idx, statement, step } of groups!) {
      expect(statement).toBe(`Say ${gold}`)
      const own = rollouts!.filter((row) => row["environment"] === environment && row["idx"] === idx)
      expect(own.map(({ sample }) => sample)).toEqual([0, 1, 2, 3])
      expect(own.every((row) => row["step"] === step)).toBe(true)
      for (const { reason, response, reward, tokens, verdict } of own) {
        const isRight = response === `\\boxed{${gold}}`
        expect({ verdict, reward }).toEqual(
          isRight ? { verdict: "accepted", reward: 1 } : { verdict: "wrong", reward: 0 }
        )
        expect(typeof reason).toBe(isRight ? "object" : "string")
        expect(tokens).toBe(String(response).length + 1)
      }
      expect(accuracy).toBe(own.reduce((sum, { reward }) => sum + Number(reward), 0) / 4)
    }
  })

  test("can be read while a process goes on writing it", async () => {
    const path = directory()
    const going = Effect.runFork(run({ directory: path, delay: () => 5 }).outcome)
    const seen: Array<number> = []
    while (!existsSync(join(path, "run.json"))) await Bun.sleep(1)
    for (let isRunning = true; isRunning;) {
      const record = await read(path)
      isRunning = record.isRunning
      seen.push(record.metrics.length)
      await Bun.sleep(5)
    }
    expect((await Effect.runPromise(Fiber.join(going))).status).toBe("finished")
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(new Set(seen).size).toBeGreaterThan(5)
    expect(summarize(await read(path)).status).toBe("finished")
  })

  test("that is closed is one file", async () => {
    const path = directory()
    await finish({ directory: path })
    await read(path)
    expect(existsSync(join(path, "run.sqlite-wal"))).toBe(false)
    expect(existsSync(join(path, "run.sqlite-shm"))).toBe(false)
  })

  test("that is not there, not whole or of another version is said to be so", async () => {
    const path = directory()
    mkdirSync(path, { recursive: true })
    expect(await fail(path)).toMatchObject({ reason: "Missing" })
    await finish({ directory: path, recipe: { ...recipe, steps: 2 } })
    const file = join(path, "run.sqlite")
    const change = (sql: string) => {
      const database = new Database(file)
      database.run(sql)
      database.close()
    }
    change("PRAGMA user_version = 7")
    expect(await fail(path)).toMatchObject({ reason: "Changed" })
    const resumed = run({ directory: path, mode: "resume", recipe: { ...recipe, steps: 2 } }).outcome
    expect(await Effect.runPromise(Effect.flip(resumed))).toMatchObject({ reason: "Changed" })
    change("PRAGMA user_version = 1")
    change("UPDATE metrics SET metrics = '{}' WHERE step = 1")
    expect(await fail(path)).toMatchObject({ reason: "Disk", message: expect.stringContaining("loss") })
    truncateSync(file, 5000)
    expect(await fail(path)).toMatchObject({ reason: "Disk" })
    rmSync(file)
    expect(await fail(path)).toMatchObject({ reason: "Disk", message: expect.stringContaining("run.sqlite") })
    writeFileSync(join(path, "run.json"), "{\"recipe\":")
    expect(await fail(path)).toMatchObject({ reason: "Changed" })
  })
})
