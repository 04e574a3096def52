import { chiSquare, limit } from "@scaler/dsl/testing/chiSquare"
import { describe, expect, test } from "bun:test"
import { FastCheck as fc } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import * as SampledCuration from "./SampledCuration.ts"

/** Draws with weights by place: `a` has the first, `b` the second … */
const curate = (state: ActiveSet.State, weights: ReadonlyArray<number>, step: number, seed = 7) =>
  SampledCuration.curate(state, {
    seed,
    step,
    members: weights.map((weight, i) => ({ name: String.fromCharCode(97 + i), weight })),
    weight: ({ weight }) => weight
  })

/** Every sequence of `count` different places, with its chance when they are drawn one after the other. */
const sequences = (
  weights: ReadonlyArray<number>,
  count: number
): ReadonlyArray<readonly [string, number]> => {
  if (count === 0) return [["", 1]]
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.flatMap((weight, i) =>
    weight === 0 ?
      [] :
      sequences(weights.with(i, 0), count - 1).map(([rest, chance]) =>
        [String.fromCharCode(97 + i) + rest, (weight / total) * chance] as const
      )
  )
}

describe("frequencies are those of drawing one after the other without replacement", () => {
  const cases: ReadonlyArray<readonly [string, ReadonlyArray<number>, number]> = [
    ["two of four", [1.1, 0.4, 0.1, 0.007], 2],
    ["three of four", [1.1, 0.4, 0.1, 0.05], 3],
    ["two of four alike", [1, 1, 1, 1], 2]
  ]

  test.each(cases)("%s", (_, weights, count) => {
    const expected = sequences(weights, count)
    expect(expected.reduce((sum, [, chance]) => sum + chance, 0)).toBeCloseTo(1, 12)
    const counts = new Map(expected.map(([sequence]) => [sequence, 0]))
    for (let step = 0; step < 60_000; step++) {
      const sequence = curate(ActiveSet.initial(count), weights, step).state.slots.join("")
      counts.set(sequence, counts.get(sequence)! + 1)
    }
    const statistic = chiSquare([...counts.values()], expected.map(([, chance]) => chance))
    expect(statistic).toBeLessThan(limit(expected.length - 1))
  })
})

describe("curate", () => {
  const weightsArbitrary = fc.array(fc.constantFrom(0, 0.1, 1), { minLength: 1, maxLength: 8 })

  test("those drawn again keep their slots, others make room for those drawn", () => {
    fc.assert(
      fc.property(weightsArbitrary, fc.integer({ min: 1, max: 5 }), fc.nat(), (weights, slots, step) => {
        const before = curate(ActiveSet.initial(slots), weights, step).state
        const after = curate(before, weights, step + 1).state
        const fresh = curate(ActiveSet.initial(slots), weights, step + 1).state
        expect(ActiveSet.active(after).toSorted()).toEqual(ActiveSet.active(fresh).toSorted())
        for (const [slot, occupant] of before.slots.entries()) {
          if (fresh.slots.includes(occupant)) expect(after.slots[slot]).toBe(occupant)
        }
      })
    )
  })

  test("once drawn, the set of a step stays, whatever becomes of the weights", () => {
    const { state } = curate(ActiveSet.initial(3), [1, 1, 1, 1, 1, 1], 4)
    expect(curate(state, [0, 0, 1, 1, 5, 5], 4)).toEqual({ state, events: [] })
  })

  test("after a quarantine the set is as if the environment had been out before", () => {
    fc.assert(
      fc.property(weightsArbitrary, fc.integer({ min: 1, max: 5 }), fc.nat(), (weights, slots, step) => {
        const { state } = curate(ActiveSet.initial(slots), weights, step)
        for (const gone of ActiveSet.active(state)) {
          const refilled = curate(ActiveSet.quarantine(state, step, gone).state, weights, step).state
          const never = curate(
            ActiveSet.quarantine(ActiveSet.initial(slots), step, gone).state,
            weights,
            step
          ).state
          expect(ActiveSet.active(refilled).toSorted()).toEqual(ActiveSet.active(never).toSorted())
        }
      })
    )
  })

  test("weight 0 comes last, each of them about equally often", () => {
    const counts = new Map([["c", 0], ["d", 0], ["e", 0]])
    for (let step = 0; step < 3000; step++) {
      const [first, second, third] = curate(ActiveSet.initial(3), [1e-9, 1e-9, 0, 0, 0], step).state.slots
      expect([first, second].sort()).toEqual(["a", "b"])
      counts.set(third!, counts.get(third!)! + 1)
    }
    expect(chiSquare([...counts.values()])).toBeLessThan(limit(2))
  })
})
