import { expect, test } from "bun:test"
import { type LearningRate, learningRateAt } from "./LearningRate.ts"

const schedule = (decay: LearningRate["decay"]): LearningRate => ({ peak: 2, rise: 10, decay, floor: 0.1 })
const at = (decay: LearningRate["decay"], ...steps: ReadonlyArray<number>) =>
  steps.map((step) => learningRateAt(step, 110, schedule(decay)))

test("it rises linearly and then stays", () => {
  expect(at("constant", 1, 5, 10, 11, 110)).toEqual([0.2, 1, 2, 2, 2])
  expect(learningRateAt(1, 5, { ...schedule("constant"), rise: 0 })).toBe(2)
})

test("it falls to its floor, linearly or along half a cosine", () => {
  // A quarter, half and all of the way from 2 to 0.2.
  const linear = [1.55, 1.1, 0.2]
  const cosine = [2 - 1.8 * (1 - Math.SQRT1_2) / 2, 1.1, 0.2]
  at("linear", 35, 60, 110).forEach((rate, i) => expect(rate).toBeCloseTo(linear[i]!, 12))
  at("cosine", 35, 60, 110).forEach((rate, i) => expect(rate).toBeCloseTo(cosine[i]!, 12))
  // Steps that are added on resume do not let it rise again.
  expect(learningRateAt(500, 110, schedule("cosine"))).toBeCloseTo(0.2, 12)
})
