/** Faults in a run: of environments, and of gradients. */
import * as InProcess from "@scaler/contract/testing/InProcess"
import { EnvironmentDefect, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { describe, expect, test } from "bun:test"
import { Effect, Either } from "effect"
import { directory, fail, finish, recipe, recorded, run, say } from "../testing/testRun.ts"

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
