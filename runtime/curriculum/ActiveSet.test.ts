import { describe, expect, test } from "bun:test"
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"

describe("quarantine", () => {
  const state: ActiveSet.State = { slots: ["e1", null, "e0"], quarantined: ["e3"], curatedStep: 4 }

  test("vacates the slot at once, and once", () => {
    const out = ActiveSet.quarantine(state, 4, "e0")
    expect(out).toEqual({
      state: { slots: ["e1", null, null], quarantined: ["e0", "e3"], curatedStep: 4 },
      events: [{ _tag: "left", step: 4, slot: 2, environment: "e0", reason: "quarantined" }]
    })
    expect(ActiveSet.quarantine(out.state, 5, "e0")).toEqual({ state: out.state, events: [] })
  })

  test("of a waiting environment is no event", () => {
    expect(ActiveSet.quarantine(state, 4, "e2")).toEqual({
      state: { ...state, quarantined: ["e2", "e3"] },
      events: []
    })
  })
})

test("reconcile keeps the slots of those who stay", () => {
  const state: ActiveSet.State = { slots: ["e1", "e2", "e0"], quarantined: ["e3", "e4"], curatedStep: 4 }
  expect(ActiveSet.reconcile(state, 4, new Set(["e0", "e1", "e4"]))).toEqual({
    slots: ["e1", null, "e0", null],
    quarantined: ["e4"],
    curatedStep: 4
  })
  expect(ActiveSet.reconcile(state, 2, new Set(["e0", "e1"])).slots).toEqual(["e1", null])
})

test("a state that names an environment twice is refused", () => {
  const decode = Schema.decodeEither(ActiveSet.State)
  expect(decode({ slots: ["a", null, null], quarantined: ["b"], curatedStep: 0 })._tag).toBe("Right")
  expect(decode({ slots: ["a", "a"], quarantined: [], curatedStep: 0 })._tag).toBe("Left")
  expect(decode({ slots: ["a"], quarantined: ["b", "b"], curatedStep: 0 })._tag).toBe("Left")
})
