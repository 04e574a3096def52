import { FileSystem } from "@effect/platform"
import { SystemError } from "@effect/platform/Error"
import * as InProcess from "@scaler/contract/testing/InProcess"
import {
  EnvironmentDefect,
  type SandboxedEnvironment,
  SandboxError
} from "@scaler/sandbox/SandboxedEnvironment"
import { describe, expect, test } from "bun:test"
import { Effect, Either, Fiber, Layer } from "effect"
import { readdirSync, truncateSync } from "node:fs"
import { join } from "node:path"
import { directory, recipe, recorded, run, say } from "../testing/testRun.ts"

const finish = (changes: Parameters<typeof run>[0]) => Effect.runPromise(run(changes).outcome)
const fail = (changes: Parameters<typeof run>[0]) => Effect.runPromise(Effect.flip(run(changes).outcome))

/** The outcome without what depends on the clock. */
const timeless = (outcome: Awaited<ReturnType<typeof finish>>) => ({
  ...outcome,
  eventLoopDelay: undefined,
  waitingShare: undefined
})

describe("a run", () => {
  test("learns, climbs, and reports the test accuracy of the checkpoint that validation chose", async () => {
    const { events, outcome } = run({ recipe: { ...recipe, steps: 40 } })
    const ended = await Effect.runPromise(outcome)
    expect(ended.status).toBe("finished")
    expect(ended.test!.final).toBeGreaterThan(ended.test!.afterWarmup + 0.2)
    expect(ended.meanLevel).toBeGreaterThan(1)
    const validations = events.flatMap((event) =>
      event._tag === "Evaluated" && event.split === "validation" ? [event] : []
    )
    const highest = Math.max(...validations.map(({ scores }) => scores.macro))
    const best = validations.find(({ scores }) => scores.macro === highest)!
    expect(ended.best).toBe(`step-${String(best.position.step).padStart(6, "0")}`)
  })

  test("is the same again with the same seed, and another with another", async () => {
    const [first, second, other] = [directory(), directory(), directory()]
    const outcomes = [
      await finish({ directory: first }),
      await finish({ directory: second }),
      await finish({ directory: other, recipe: { ...recipe, seed: 2 } })
    ]
    expect(timeless(outcomes[1]!)).toEqual(timeless(outcomes[0]!))
    expect(recorded(second)).toEqual(recorded(first))
    expect(recorded(other).rollouts).not.toEqual(recorded(first).rollouts)
  })

  test("does not depend on which fiber or process answers first", async () => {
    const [calm, restless] = [directory(), directory()]
    const expected = await finish({ directory: calm })
    const slow = (environment: SandboxedEnvironment): SandboxedEnvironment => ({
      ...environment,
      draw: (requests) => Effect.delay(environment.draw(requests), Math.random() * 8)
    })
    const environments = new Map(["alpha", "beta"].map((name) => [name, slow(InProcess.make(say(name)))]))
    const delay = () => Math.random() * 8
    expect(timeless(await finish({ directory: restless, environments, delay }))).toEqual(timeless(expected))
    expect(recorded(restless)).toEqual(recorded(calm))
  })

  test("learns nothing from permuted rewards", async () => {
    const control = { ...recipe, steps: 40, permuteRewards: true }
    const { test: scores } = await finish({ recipe: control })
    const gains = await finish({ recipe: { ...recipe, steps: 40 } })
    expect(scores!.final - scores!.afterWarmup).toBeLessThan(gains.test!.final - gains.test!.afterWarmup)
  })
})

describe("a run that was stopped", () => {
  test.each([1, 4, 6, 7, 9, 11, 17])("after %p steps goes on as if it had not been", async (stopAfter) => {
    const [whole, stopped] = [directory(), directory()]
    const expected = await finish({ directory: whole })
    expect((await finish({ directory: stopped, stopAfter })).status).toBe("stopped")
    expect(timeless(await finish({ directory: stopped, mode: "resume" }))).toEqual(timeless(expected))
    expect(recorded(stopped)).toEqual(recorded(whole))
  })

  test("falls back to the checkpoint before one that is truncated, and still ends the same", async () => {
    const [whole, damaged] = [directory(), directory()]
    const expected = await finish({ directory: whole })
    await finish({ directory: damaged, stopAfter: 14 })
    truncateSync(join(damaged, "checkpoints/step-000008/model.safetensors"), 3)
    const { events, outcome } = run({ directory: damaged, mode: "resume" })
    expect(timeless(await Effect.runPromise(outcome))).toEqual(timeless(expected))
    expect(events.some((event) => event._tag === "Note" && event.message.includes("step-000008"))).toBe(true)
    expect(recorded(damaged)).toEqual(recorded(whole))
  })

  test("is not resumed with another recipe or environment unless that is allowed", async () => {
    const path = directory()
    await finish({ directory: path, stopAfter: 8 })
    const changed = { ...recipe, optimizer: { ...recipe.optimizer, learningRate: 0.5 } }
    const environments = [say("alpha", (value) => value + 1), say("gamma")]
    const error = await fail({ directory: path, mode: "resume", recipe: changed, environments })
    expect(error).toMatchObject({ _tag: "RunError", reason: "Changed" })
    expect(error.message).toContain("recipe.optimizer.learningRate: 1 → 0.5")
    expect(error.message).toContain("facts.environment beta")
    const resumed = await finish({
      directory: path,
      mode: "resume",
      recipe: changed,
      environments,
      allowChanged: true
    })
    expect(resumed.status).toBe("finished")
  })

  test("may be given more steps", async () => {
    const path = directory()
    await finish({ directory: path })
    const longer = await finish({ directory: path, mode: "resume", recipe: { ...recipe, steps: 15 } })
    expect(longer.position).toEqual({ phase: "training", step: 15 })
  })
})

describe("a run directory", () => {
  test("belongs to one run and one process", async () => {
    const path = directory()
    expect(await fail({ directory: path, mode: "resume" })).toMatchObject({ reason: "Missing" })
    const first = Effect.runFork(run({ directory: path, delay: () => 30 }).outcome)
    await Bun.sleep(100)
    expect(await fail({ directory: path })).toMatchObject({ reason: "Locked" })
    expect((await Effect.runPromise(Fiber.join(first))).status).toBe("finished")
    expect(await fail({ directory: path })).toMatchObject({ reason: "Exists" })
  })

  test("keeps the newest checkpoints, the one after warm-up and the best", async () => {
    const path = directory()
    const { best } = await finish({ directory: path })
    const names = readdirSync(join(path, "checkpoints")).sort()
    expect(names).toEqual(
      [...new Set(["step-000000", best!, "step-000008", "step-000009", "step-000012"])].sort()
    )
  })

  test("on a full disk ends with the last checkpoint whole", async () => {
    const [whole, path] = [directory(), directory()]
    const expected = await finish({ directory: whole })
    // Room for the first checkpoints; then every write fails half-way through a checkpoint.
    let opensLeft = 25
    const noSpace = new SystemError({
      reason: "Unknown",
      module: "FileSystem",
      method: "open",
      description: "ENOSPC: no space left on device"
    })
    const fileSystem = Layer.effect(
      FileSystem.FileSystem,
      Effect.map(FileSystem.FileSystem, (fs) => ({
        ...fs,
        open: (...args: Parameters<typeof fs.open>) =>
          opensLeft-- > 0 ? fs.open(...args) : Effect.fail(noSpace)
      }))
    )
    const error = await fail({ directory: path, fileSystem })
    expect(error).toMatchObject({ _tag: "RunError", reason: "Disk" })
    expect(error.message).toContain("no space left")
    expect(readdirSync(join(path, "checkpoints")).some((name) => name.startsWith("step-"))).toBe(true)
    expect(timeless(await finish({ directory: path, mode: "resume" }))).toEqual(timeless(expected))
    expect(recorded(path)).toEqual(recorded(whole))
  })
})

describe("a fault of an environment", () => {
  test("is counted, quarantines it after a few, and never becomes a reward", async () => {
    const path = directory()
    const faulty = say("beta", (value) => {
      if (value % 3 === 0) throw new Error("divisible by three")
      return value
    })
    const lenient = { ...recipe, warmup: { ...recipe.warmup, steps: 0 } }
    // The evaluation draws from all environments: let it see only sound instances.
    const sound = InProcess.make(faulty)
    const environments = new Map([
      ["alpha", InProcess.make(say("alpha"))],
      ["beta", {
        ...sound,
        draw: (requests) =>
          requests[0]!.split === "train" ? sound.draw(requests) : InProcess.make(say("beta")).draw(requests)
      }]
    ])
    const outcome = await finish({ directory: path, recipe: lenient, environments })
    expect(outcome.quarantined).toEqual(["beta"])
    const { events, groups } = recorded(path)
    const defects = events.filter((row) => (row as { event: string }).event.includes("divisible by three"))
    expect(defects.length).toBeGreaterThanOrEqual(3)
    const golds = groups.filter((row) => (row as { environment: string }).environment === "beta")
      .map((row) => Number((row as { gold: string }).gold))
    expect(golds.every((gold) => gold % 3 !== 0)).toBe(true)
  })

  test.each([0, 6])("in all environments ends the run, with %p steps of warm-up", async (steps) => {
    const broken = InProcess.make(say("alpha"))
    const environments = new Map([["alpha", {
      ...broken,
      draw: (requests: Parameters<typeof broken.draw>[0]) =>
        requests[0]!.split === "train"
          ? Effect.fail(
            new SandboxError({ reason: "Memory", environment: "alpha", message: "out of memory" })
          )
          : broken.draw(requests)
    }]])
    const error = await fail({ environments, recipe: { ...recipe, warmup: { ...recipe.warmup, steps } } })
    expect(error).toMatchObject({ _tag: "RunError", reason: "NoEnvironments" })
  })

  test("in a checker drops the group", async () => {
    const path = directory()
    const checking = InProcess.make(say("alpha", (value) => value, () => true))
    const defect = new EnvironmentDefect({
      reason: "Threw",
      environment: "alpha",
      operation: "check",
      message: "the checker fell over"
    })
    let calls = 0
    const environments = new Map([["alpha", {
      ...checking,
      check: (requests: Parameters<typeof checking.check>[0]) =>
        requests.length > 1 && ++calls === 3
          ? Effect.succeed(requests.map(() => Either.left(defect)))
          : checking.check(requests)
    }]])
    await finish({ directory: path, environments })
    const { events, groups } = recorded(path)
    expect(events.filter((row) => (row as { event: string }).event.includes("fell over"))).toHaveLength(1)
    expect(groups).toHaveLength(recipe.steps * recipe.rollout.prompts - 1)
  })
})

describe("gradients that are not finite", () => {
  test("skip the update and are counted; three in a row stop the run", async () => {
    const { events, outcome } = run({ notFinite: (update) => update === 9 || update === 10 })
    expect((await Effect.runPromise(outcome)).status).toBe("finished")
    const skipped = events.filter((event) => event._tag === "Stepped" && !event.metrics.applied)
    expect(skipped.length).toBeGreaterThanOrEqual(2)
    expect(await fail({ notFinite: (update) => update >= 9 })).toMatchObject({
      _tag: "RunError",
      reason: "Diverged"
    })
  })
})
