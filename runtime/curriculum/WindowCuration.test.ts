import { describe, expect, test } from "bun:test"
import * as ActiveSet from "./ActiveSet.ts"
import * as Controller from "./Controller.ts"
import type { Reason } from "./Curriculum.ts"
import * as WindowCuration from "./WindowCuration.ts"

const names = (count: number) => Array.from({ length: count }, (_, i) => `e${String(i).padStart(2, "0")}`)

const start = ActiveSet.initial

const curate = (
  state: ActiveSet.State,
  step: number,
  pool: ReadonlyArray<string>,
  leaving: Readonly<Record<string, Reason>> = {}
) => WindowCuration.curate(state, { seed: 7, step, names: pool, reasonToLeave: (name) => leaving[name] })

describe("reasonToLeave", () => {
  const state = (changes: Partial<Controller.State>): Controller.State => {
    const difficulties = changes.difficulties ?? []
    return {
      maxLevel: 5,
      difficulty: 1,
      difficulties,
      accuracies: difficulties.map(() => 0.5),
      ...changes
    }
  }
  const reason = (changes: Partial<Controller.State>, historyLength = 10) =>
    WindowCuration.reasonToLeave(
      WindowCuration.defaults,
      { ...Controller.defaults, historyLength },
      state(changes)
    )
  const ascending = (length: number) => Array.from({ length }, (_, i) => i / 4)

  test("five steps without an accepted rollout", () => {
    expect(reason({ difficulties: ascending(5), accuracies: [0, 0, 0, 0, 0] })).toBe("zero-accuracy")
    expect(reason({ difficulties: ascending(4), accuracies: [0, 0, 0, 0] })).toBeUndefined()
    expect(reason({ difficulties: ascending(6), accuracies: [0, 0.1, 0, 0, 0, 0] })).toBeUndefined()
  })

  test("five steps at the highest level", () => {
    expect(reason({ difficulties: [5, 5, 5, 5, 5] })).toBe("mastered")
    expect(reason({ difficulties: [5, 5, 5, 5] })).toBeUndefined()
    expect(reason({ difficulties: [5, 4.9, 5, 5, 5, 5] })).toBeUndefined()
  })

  test("a history no longer than the limit suffices", () => {
    expect(reason({ difficulties: [5, 5, 5, 5, 5] }, 5)).toBe("mastered")
  })

  test("a slope that is not positive, once the history is full", () => {
    expect(reason({ difficulties: Array(10).fill(2) })).toBe("no-progress")
    expect(reason({ difficulties: Array(9).fill(2) })).toBeUndefined()
    expect(reason({ difficulties: ascending(10).reverse() })).toBe("no-progress")
    expect(reason({ difficulties: ascending(10) })).toBeUndefined()
  })
})

describe("curate", () => {
  test("fills the window with different environments, by seed and slot", () => {
    const { events, state } = curate(start(6), 0, names(8))
    expect(new Set(ActiveSet.active(state)).size).toBe(6)
    expect(events).toEqual(
      state.slots.map((environment, slot) => ({ _tag: "entered", step: 0, slot, environment: environment! }))
    )
    expect(curate(start(6), 0, names(8)).state).toEqual(state)
    const elsewhere = WindowCuration.curate(start(6), {
      seed: 8,
      step: 0,
      names: names(8),
      reasonToLeave: () => undefined
    })
    expect(elsewhere.state.slots).not.toEqual(state.slots)
  })

  test("takes all environments where there are fewer than slots", () => {
    const { state } = curate(start(5), 0, names(3))
    expect([...ActiveSet.active(state)].sort()).toEqual(names(3))
    expect(state.slots.length).toBe(5)
  })

  test("replaces in place, and says why", () => {
    const state: ActiveSet.State = { slots: ["e00", "e01"], quarantined: [], curatedStep: 3 }
    const next = curate(state, 4, names(3), { e01: "mastered" })
    expect(next.state).toEqual({ slots: ["e00", "e02"], quarantined: [], curatedStep: 4 })
    expect(next.events).toEqual([
      { _tag: "left", step: 4, slot: 1, environment: "e01", reason: "mastered" },
      { _tag: "entered", step: 4, slot: 1, environment: "e02" }
    ])
  })

  test("keeps an environment when no other is available, one that left a moment ago included", () => {
    const state: ActiveSet.State = { slots: ["e00", "e01"], quarantined: [], curatedStep: 3 }
    const bothLeaving = { e00: "mastered", e01: "no-progress" } as const
    expect(curate(state, 4, names(2), bothLeaving)).toEqual({
      state: { ...state, curatedStep: 4 },
      events: []
    })
    expect(curate(state, 4, names(3), bothLeaving).state.slots).toEqual(["e02", "e01"])
  })

  test("fills a vacated slot before it replaces others", () => {
    const state: ActiveSet.State = { slots: ["e00", "e01", null], quarantined: ["e02"], curatedStep: 3 }
    expect(curate(state, 4, names(4), { e00: "mastered" }).state.slots).toEqual(["e00", "e01", "e03"])
  })

  test("replaces once per step, and fills as often as asked", () => {
    const leaving = { e00: "mastered", e01: "mastered" } as const
    const first =
      curate({ slots: ["e00", "e01"], quarantined: [], curatedStep: 3 }, 4, names(9), leaving).state
    const everyone = Object.fromEntries(names(9).map((name) => [name, "mastered" as const]))
    expect(curate(first, 4, names(9), everyone)).toEqual({ state: first, events: [] })
    const vacated = ActiveSet.quarantine(first, 4, first.slots[1]!).state
    const refilled = curate(vacated, 4, names(9), everyone).state
    expect(refilled.slots[0]).toBe(first.slots[0]!)
    expect(refilled.slots[1]).not.toBeNull()
    expect(refilled.slots[1]).not.toBe(first.slots[1]!)
  })

  test("draws every available environment about equally often", () => {
    const counts = new Map<string, number>()
    for (let step = 0; step < 3000; step++) {
      const { state } = curate({ slots: ["e00"], quarantined: ["e04"], curatedStep: -1 }, step, names(5), {
        e00: "no-progress"
      })
      counts.set(state.slots[0]!, (counts.get(state.slots[0]!) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual(["e01", "e02", "e03"])
    // binomial(3000, 1/3): standard deviation 25.8
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130)
  })
})
