import { fromCoordinates } from "@scaler/dsl/Random"
import { expect, test } from "bun:test"
import * as Controller from "./Controller.ts"

/**
 * A learner that solves level l with probability σ(1.5 · (skill − l)), and learns nothing: the controller should
 * settle where that is the target.
 */
const simulate = (chosen: Controller.Settings, skill: number, seed: number) => {
  let state = Controller.initial(20)
  const accuracies: Array<number> = []
  for (let step = 0; step < 600; step++) {
    const levels = Controller.propose(state, 8, fromCoordinates("levels", seed, step))
    const observations = levels.map((level, index) => {
      const random = fromCoordinates("rollouts", seed, step, index)
      const solves = 1 / (1 + Math.exp(-1.5 * (skill - level)))
      const accepted = Array.from({ length: 8 }, () => random.unit()).filter((u) => u < solves).length
      return { level, accuracy: accepted / 8, rollouts: 8 }
    })
    state = Controller.observe(chosen, state, observations)
    if (step >= 100) accuracies.push(state.accuracies.at(-1)!)
  }
  return accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length
}

test("settles near the target success rate", () => {
  for (const response of Controller.Response.literals) {
    for (const target of [0.35, 0.5, 0.7]) {
      for (const skill of [4.3, 9]) {
        expect(Math.abs(simulate({ ...Controller.defaults, response, target, gain: 1 }, skill, 1) - target))
          .toBeLessThan(
            0.04
          )
      }
    }
  }
})
