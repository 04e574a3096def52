import { idealResponse } from "@scaler/runtime/rollout/Prompt"
import { verdicts } from "@scaler/runtime/rollout/Scoring"
import { describe, expect, test } from "bun:test"
import { Effect, Either, Schema } from "effect"
import * as SimulatedEnvironment from "./SimulatedEnvironment.ts"
import * as SimulatedPool from "./SimulatedPool.ts"

const pool = (settings: typeof SimulatedPool.Settings.Encoded, seed = 1) =>
  SimulatedPool.make(Schema.decodeSync(SimulatedPool.Settings)(settings), seed)

const draw = (
  environment: ReturnType<typeof SimulatedEnvironment.make>,
  requests: Parameters<typeof environment.draw>[0]
) => Effect.runSync(Effect.flatMap(environment.draw(requests), (drawn) => Effect.all(drawn)))

describe("a simulated pool", () => {
  test("is a function of its seed, and each environment of its name", () => {
    const small = pool({ environments: 20, neverTrained: 5 })
    expect(pool({ environments: 20, neverTrained: 5 })).toEqual(small)
    expect(pool({ environments: 20 }, 2)).not.toEqual(small.slice(0, 20))
    const large = pool({ environments: 50 })
    expect(large.slice(0, 20)).toEqual(small.slice(0, 20))
    expect(small.map(({ isTrained }) => isTrained)).toEqual([
      ...Array(20).fill(true),
      ...Array(5).fill(false)
    ])
  })

  test("has the shares and moments of its settings", () => {
    const all = pool({ environments: 4000, hopeless: 0.2, trivial: 0.3, start: { mean: -1, spread: 0.5 } })
    const share = (holds: (nature: SimulatedPool.Nature) => boolean) => all.filter(holds).length / all.length
    const isTrivial = ({ highestLevel, start, steepness }: SimulatedPool.Nature) =>
      start - steepness * highestLevel > 10
    // Standard deviations are below 0.008.
    expect(Math.abs(share(({ speed }) => speed === 0) - 0.2)).toBeLessThan(0.03)
    expect(Math.abs(share(isTrivial) - 0.3)).toBeLessThan(0.03)
    const others = all.filter((nature) => nature.speed > 0 && !isTrivial(nature))
    const mean = (of: (nature: SimulatedPool.Nature) => number) =>
      others.reduce((sum, nature) => sum + of(nature), 0) / others.length
    expect(Math.abs(mean(({ start }) => start) + 1)).toBeLessThan(0.05)
    expect(Math.abs(mean(({ start }) => (start + 1) ** 2) - 0.25)).toBeLessThan(0.04)
    expect(Math.abs(mean(({ steepness }) => Math.log(steepness / 0.6)))).toBeLessThan(0.04)
    expect(Math.abs(mean(({ highestLevel }) => highestLevel) - 17.5)).toBeLessThan(0.7)
  })

  test("is refused where more than all are hopeless or trivial", () => {
    expect(() => pool({ environments: 3, hopeless: 0.6, trivial: 0.6 })).toThrow("more than all")
  })
})

describe("a simulated environment", () => {
  const [nature] = pool({ environments: 1 })
  const environment = SimulatedEnvironment.make(nature!)

  test("draws the same for the same coordinates, at each level, from splits that share nothing", () => {
    const requests = (["train", "validation", "test"] as const).flatMap((split) =>
      Array.from({ length: 50 }, (_, index) => ({ level: index % 5, seed: 3, index, split }))
    )
    const drawn = draw(environment, requests)
    expect(draw(environment, requests)).toEqual(drawn)
    expect(new Set(drawn.map(({ statement }) => statement)).size).toBe(150)
    for (const [i, { gold, instance, statement }] of drawn.entries()) {
      const asked = SimulatedEnvironment.read(statement)!
      expect(asked).toEqual({ environment: "sim-00000", ...instance as { level: number; number: number } })
      expect(asked.level).toBe(requests[i]!.level)
      expect(gold).toBe(SimulatedEnvironment.gold(asked))
    }
  })

  test("a level above its ladder is its defect", () => {
    const [outcome] = Effect.runSync(
      environment.draw([{ level: nature!.highestLevel + 1, seed: 1, index: 0 }])
    )
    expect(Either.isLeft(outcome!) && outcome.left.reason).toBe("Threw")
  })

  test("is judged as any other", () => {
    const [question] = draw(environment, [{ level: 2, seed: 1, index: 0 }])
    const judged = Effect.runSync(verdicts(environment, question!, [
      idealResponse(question!.gold),
      `\\boxed{${Number(question!.gold) + 1}}`,
      "nothing"
    ]))
    expect(judged.map(({ _tag }) => _tag === "Accepted")).toEqual([true, false, false])
  })
})
