/** How well a rule foresaw what its groups came to. */
import type { Explanation } from "../curriculum/Explanation.ts"
import { accuracy, type Group } from "../rollout/Rollout.ts"
import type { Calibration } from "../run/Figures.ts"

const bins = 10

/** What the rule expected of each environment and level of a step. */
const expectations = (explanations: ReadonlyArray<Explanation>) => {
  const expected = new Map<string, ReadonlyMap<number, number>>()
  for (const { choice, environment } of explanations) {
    if (choice._tag !== "frontier") continue
    expected.set(environment, new Map(choice.choices.map((each) => [each.level, each.expected])))
  }
  return expected
}

/** Predicted against observed success of a step's rollouts; null where nothing was predicted. */
export const calibration = (
  groups: ReadonlyArray<Group>,
  explanations: ReadonlyArray<Explanation>
): Calibration | null => {
  const expected = expectations(explanations)
  if (expected.size === 0) return null
  let squaredError = 0
  const counts = Array.from({ length: bins }, () => ({ rollouts: 0, accepted: 0, expected: 0 }))
  for (const group of groups) {
    const { environment, level } = group.question
    const p = expected.get(environment)?.get(level)
    // Groups of dynamic sampling are planned anew, at levels that the step's explanations may not have.
    if (p === undefined) continue
    const rollouts = group.rollouts.length
    const accepted = Math.round(rollouts * accuracy(group))
    squaredError += accepted * (1 - p) ** 2 + (rollouts - accepted) * p ** 2
    const bin = counts[Math.min(bins - 1, Math.floor(p * bins))]!
    bin.rollouts += rollouts
    bin.accepted += accepted
    bin.expected += rollouts * p
  }
  return { squaredError, bins: counts }
}
