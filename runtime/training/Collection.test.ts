import type { Policy, PublishedWeights } from "@scaler/policy/Policy"
import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { directory, finish, recipe, recorded, run, timeless } from "../testing/testRun.ts"
import { weightsFor } from "./Collection.ts"

/** Validates after steps 4, 8 and 12, saves after 6 and 12; with so many groups that some always have signal. */
const asynchronous = (maxStaleness: number) => ({
  ...recipe,
  rollout: { ...recipe.rollout, prompts: 32, maxStaleness },
  checkpoints: { ...recipe.checkpoints, every: 6 }
})

const steps = Array.from({ length: recipe.steps }, (_, index) => index + 1)
const staleness = (from: number, maxStaleness: number) =>
  steps.filter((step) => step > from).map((step) =>
    step - 1 - weightsFor(step, from, asynchronous(maxStaleness))
  )

/** What a policy was asked, as it happened. */
interface Seen {
  /** Updates between weights and use, of each update that was made. */
  readonly staleness: Array<number>
  /** Requests to sample that came while an update was being made. */
  besides: number
}

/** Follows published weights by their identity, knowing nothing of how a run decides. */
const watch = (seen: Seen) => (policy: typeof Policy.Service): typeof Policy.Service => {
  const madeBy = new Map<PublishedWeights, number>()
  const sampledBy: Array<number> = []
  let updates = 0
  let isUpdating = false
  return {
    ...policy,
    publish: Effect.tap(policy.publish, (weights) => {
      madeBy.set(weights, updates)
    }),
    sample: (requests, options, weights) =>
      Effect.suspend(() => {
        if (options.temperature > 0) {
          sampledBy.push(weights === undefined ? updates : madeBy.get(weights)!)
          if (isUpdating) seen.besides++
        }
        return policy.sample(requests, options, weights)
      }),
    update: (rollouts, options) =>
      Effect.suspend(() => {
        isUpdating = true
        seen.staleness.push(updates - sampledBy[updates]!)
        return Effect.tap(policy.update(rollouts, options), () => {
          isUpdating = false
          updates++
        })
      })
  }
}

const watched = async (maxStaleness: number) => {
  const seen: Seen = { staleness: [], besides: 0 }
  const { events, outcome } = run({
    recipe: asynchronous(maxStaleness),
    between: watch(seen),
    delay: () => 5
  })
  await Effect.runPromise(outcome)
  const told = events.flatMap((event) =>
    event._tag === "Stepped" && event.position.phase === "training" ? [event.metrics.staleness] : []
  )
  return { ...seen, told }
}

describe("sampling ahead", () => {
  test("takes weights as old as is allowed, and fresh ones where a run may be resumed", () => {
    expect(staleness(0, 0)).toEqual(steps.map(() => 0))
    expect(staleness(0, 1)).toEqual([0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1])
    expect(staleness(0, 2)).toEqual([0, 1, 2, 2, 0, 1, 0, 1, 0, 1, 2, 2])
    expect(staleness(9, 2)).toEqual([0, 1, 2])
  })

  test("is not done in synchronous training", async () => {
    expect(await watched(0)).toEqual({ staleness: staleness(0, 0), told: staleness(0, 0), besides: 0 })
  })

  test.each([1, 2, 5])("of %p updates is what a policy sees and what is told", async (maxStaleness) => {
    const { besides, staleness: seen, told } = await watched(maxStaleness)
    expect(seen).toEqual(staleness(0, maxStaleness))
    expect(told).toEqual(seen)
    expect(besides).toBeGreaterThan(0)
  })
})

describe("an asynchronous run", () => {
  const changes = { recipe: asynchronous(2) }

  test("does not depend on which fiber or process answers first", async () => {
    const [calm, restless] = [directory(), directory()]
    const expected = await finish({ ...changes, directory: calm })
    const outcome = await finish({ ...changes, directory: restless, delay: () => Math.random() * 8 })
    expect(timeless(outcome)).toEqual(timeless(expected))
    expect(recorded(restless)).toEqual(recorded(calm))
  })

  test("stopped where it saves goes on as if it had not been", async () => {
    const [whole, stopped] = [directory(), directory()]
    const expected = await finish({ ...changes, directory: whole })
    await finish({ ...changes, directory: stopped, stopAfter: recipe.warmup.steps + 6 })
    expect(timeless(await finish({ ...changes, directory: stopped, mode: "resume" })))
      .toEqual(timeless(expected))
    expect(recorded(stopped)).toEqual(recorded(whole))
  })

  test("stopped elsewhere goes on, with nothing sampled ahead", async () => {
    const path = directory()
    await finish({ ...changes, directory: path, stopAfter: recipe.warmup.steps + 10 })
    const { events, outcome } = run({ ...changes, directory: path, mode: "resume" })
    expect((await Effect.runPromise(outcome)).status).toBe("finished")
    expect(events.flatMap((event) => event._tag === "Stepped" ? [event.metrics.staleness] : []))
      .toEqual(staleness(10, 2))
  })
})
