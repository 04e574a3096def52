import { FileSystem } from "@effect/platform"
import { SystemError } from "@effect/platform/Error"
import * as InProcess from "@scaler/contract/testing/InProcess"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { describe, expect, test } from "bun:test"
import { Effect, Fiber, Layer, Schema } from "effect"
import { readdirSync, rmSync, truncateSync } from "node:fs"
import { join } from "node:path"
import * as ReferenceCurriculum from "../curriculum/ReferenceCurriculum.ts"
import { directory, fail, finish, recipe, recorded, run, say, timeless } from "../testing/testRun.ts"

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

  test("goes on from another's curriculum: its difficulties, and its active set", async () => {
    const settings = Schema.decodeSync(ReferenceCurriculum.Settings)({})
    const curriculum = ReferenceCurriculum.make(settings, 1)
    const past = curriculum.initial(["beta", "gone"].map((name) => ({ name, maxLevel: 5 })))
    const path = directory()
    await finish({
      directory: path,
      recipe: {
        ...recipe,
        steps: 1,
        curriculum: { ...settings, activeSet: { ...settings.activeSet, slots: 1 } }
      },
      curriculum: {
        environments: past.environments.map((environment) => ({
          ...environment,
          controller: { ...environment.controller, difficulty: 3.5 }
        })),
        activeSet: { ...past.activeSet, slots: ["beta"] }
      }
    })
    const groups = recorded(path).groups as ReadonlyArray<Record<"phase" | "environment" | "level", unknown>>
    const levels = Map.groupBy(
      groups.filter(({ phase }) => phase === "training"),
      ({ environment, level }) => `${String(environment)} ${String(level)}`
    )
    expect([...levels].map(([key, { length }]) => [key, length]).sort()).toEqual([["beta 3", 4], [
      "beta 4",
      4
    ]])
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

  test("with dynamic sampling fills each step with groups that have signal, as far as its rounds go", async () => {
    const [plain, refilled] = [directory(), directory()]
    await finish({ directory: plain })
    const { events, outcome } = run({
      directory: refilled,
      recipe: { ...recipe, rollout: { ...recipe.rollout, refills: 4 } }
    })
    await Effect.runPromise(outcome)
    const steps = events.flatMap((event) =>
      event._tag === "Stepped" && event.position.phase === "training" ? [event.metrics] : []
    )
    expect(steps).toHaveLength(recipe.steps)
    for (const { groups, groupsWithSignal } of steps) {
      expect(groupsWithSignal).toBeLessThanOrEqual(recipe.rollout.prompts)
      expect(groups).toBeGreaterThanOrEqual(recipe.rollout.prompts)
    }
    const share = (rows: ReadonlyArray<unknown>) =>
      rows.reduce<number>((sum, row) => {
        const { metrics, phase } = row as { readonly metrics: string; readonly phase: string }
        return phase === "training"
          ? sum + (JSON.parse(metrics) as { readonly groupsWithSignal: number }).groupsWithSignal
          : sum
      }, 0)
    expect(share(recorded(refilled).metrics)).toBeGreaterThan(share(recorded(plain).metrics))
    // No question is asked twice: an index names one in its environment and level.
    const asked = recorded(refilled).rollouts.map((row) => JSON.stringify(row))
    expect(new Set(asked).size).toBe(asked.length)
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

  const inMode = (mode: "weighted" | "uniform") => ({
    ...recipe,
    curriculum: Schema.decodeSync(ReferenceCurriculum.Settings)({ activeSet: { mode, slots: 2 } })
  })
  const three = [say("alpha"), say("beta"), say("gamma")]

  test.each(["weighted", "uniform"] as const)("goes on so in %s mode too", async (mode) => {
    const [whole, stopped] = [directory(), directory()]
    const changes = { recipe: inMode(mode), environments: three }
    const expected = await finish({ ...changes, directory: whole })
    await finish({ ...changes, directory: stopped, stopAfter: 11 })
    expect(timeless(await finish({ ...changes, directory: stopped, mode: "resume" })))
      .toEqual(timeless(expected))
    expect(recorded(stopped)).toEqual(recorded(whole))
    const { events, rollouts } = recorded(whole)
    const names = rollouts.map((row) => (row as { environment: string }).environment)
    expect(new Set(names)).toEqual(new Set(["alpha", "beta", "gamma"]))
    expect(events.some((row) => (row as { event: string }).event.includes("not-drawn"))).toBe(true)
  })

  test("may go on in another mode where that is allowed, with its difficulties", async () => {
    const place = { directory: directory(), environments: three }
    const before = await finish({ ...place, recipe: { ...recipe, steps: 40 }, stopAfter: 36 })
    expect(before.meanLevel).toBeGreaterThan(0)
    const changed = { ...place, mode: "resume", recipe: { ...inMode("weighted"), steps: 40 } } as const
    expect((await fail(changed)).message).toContain(`recipe.curriculum.activeSet.mode: "window" → "weighted"`)
    const { events, outcome } = run({ ...changed, allowChanged: true, stopAfter: 0 })
    expect(await Effect.runPromise(outcome)).toMatchObject({
      position: before.position,
      meanLevel: before.meanLevel
    })
    expect(events.some(({ _tag }) => _tag === "Note")).toBe(false)
    expect((await finish(changed)).status).toBe("finished")
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
    const changed = { ...recipe, optimizer: { ...recipe.optimizer, weightDecay: 0.5 } }
    const environments = [say("alpha", (value) => value + 1), say("gamma")]
    const error = await fail({ directory: path, mode: "resume", recipe: changed, environments })
    expect(error).toMatchObject({ _tag: "RunError", reason: "Changed" })
    expect(error.message).toContain("recipe.optimizer.weightDecay: 0 → 0.5")
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

  test("finds its reference policy again where the loss measures a divergence", async () => {
    const diverging = { ...recipe, loss: { ...recipe.loss, klCoefficient: 0.1 } }
    const path = directory()
    await finish({ directory: path, recipe: diverging, stopAfter: 16 })
    rmSync(join(path, "checkpoints/step-000000"), { recursive: true })
    expect(await fail({ directory: path, recipe: diverging, mode: "resume" })).toMatchObject({
      _tag: "PolicyError",
      reason: "Snapshot"
    })
    const whole = directory()
    await finish({ directory: whole, recipe: diverging, stopAfter: 16 })
    expect((await finish({ directory: whole, recipe: diverging, mode: "resume" })).status).toBe("finished")
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

test("a level that a ladder does not have is told with its end", async () => {
  const evaluation = { ...recipe.evaluation, levels: [0, 99] as const }
  expect(await fail({ recipe: { ...recipe, evaluation } })).toMatchObject({
    reason: "Recipe",
    message: expect.stringMatching(
      /^evaluation.levels asks for level 99 of alpha, but its ladder ends at level \d+$/
    )
  })
})

test("prompts that are too long are told with their length and level", async () => {
  const short = (maxPromptTokens: number) => ({ ...recipe, rollout: { ...recipe.rollout, maxPromptTokens } })
  // "Say ", the digits of the level plus three, and a line feed.
  expect(await fail({ recipe: short(7) })).toMatchObject({
    reason: "Recipe",
    message: expect.stringContaining("7: the longest seen at level 0 has 8 tokens")
  })
  expect(await fail({ recipe: short(9) })).toMatchObject({
    message: expect.stringMatching(/level 3 of alpha, but above level 1 .* at level 2 has 10 tokens$/)
  })
})
