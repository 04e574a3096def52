/** `docs/grpo-on-one-page.ts` learns, and its formulas are those of the trainer; `Surrogate.test.ts` has its loss. */
import { fromCoordinates } from "@scaler/dsl/Random"
import { expect, test } from "bun:test"
import { FastCheck as fc } from "effect"
import { advantages, evaluate, initial, nextDifficulty, propose, train } from "../../docs/grpo-on-one-page.ts"
import * as Controller from "../curriculum/Controller.ts"
import * as Advantage from "./Advantage.ts"

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })

test("it climbs to the highest level from nothing, and is the same again with the same seed", () => {
  const { curve, weights } = train()
  expect(evaluate(initial(), 8)).toBeLessThan(0.2)
  expect(evaluate(weights, 8)).toBeGreaterThan(0.9)
  expect(curve.at(-1)!.difficulty).toBe(8)
  expect(train({ steps: 10 }).curve).toEqual(curve.slice(0, 10))
  expect(train({ steps: 10, seed: 2 }).curve).not.toEqual(curve.slice(0, 10))
}, 120_000)

test("its advantages are the trainer's", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 16 }), (rewards) => {
    expect(advantages(rewards)).toEqual(Advantage.groupAdvantages(rewards, Advantage.defaults))
  }))
})

test("its controller is the trainer's", () => {
  const inputs = [number(0, 8), number(0, 1), fc.integer({ min: 1, max: 64 })] as const
  fc.assert(fc.property(...inputs, (difficulty, accuracy, count) => {
    const state = { ...Controller.initial(8), difficulty }
    const observed = Controller.observe(Controller.defaults, state, [
      { level: Math.floor(difficulty), accuracy, rollouts: 8 }
    ])
    expect(nextDifficulty(difficulty, accuracy)).toBeCloseTo(observed.difficulty, 12)
    // The trainer rounds halves to even, as the reference does.
    fc.pre((count * (difficulty % 1)) % 1 !== 0.5)
    const levels = Controller.propose(state, count, fromCoordinates("page"))
    expect(propose(difficulty, count)).toEqual(levels.toSorted((a, b) => b - a))
  }))
})
