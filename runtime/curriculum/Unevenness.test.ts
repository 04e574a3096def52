import { fromCoordinates } from "@scaler/dsl/Random"
import { expect, test } from "bun:test"
import * as BetaDistribution from "./BetaDistribution.ts"
import * as Unevenness from "./Unevenness.ts"

/** Accuracies of groups whose instances have success rates from Beta(mean·ν, (1 − mean)·ν) with ν = 1/ρ − 1. */
const groups = (mean: number, rho: number, samples: number, count: number) => {
  const random = fromCoordinates("groups", mean, rho, samples)
  const draw = BetaDistribution.sampler(random)
  return Array.from({ length: count }, () => {
    const p = rho === 0 ? mean : draw({ alpha: mean * (1 / rho - 1), beta: (1 - mean) * (1 / rho - 1) })
    return Array.from({ length: samples }, () => random.unit() < p).filter((isRight) => isRight).length /
      samples
  })
}

const estimate = (accuracies: ReadonlyArray<number>, samples: number, p: number) =>
  Unevenness.of(
    accuracies.map((accuracy) => Unevenness.ofGroup(accuracy, samples, p)).reduce((a, b) => ({
      within: a.within + b.within,
      overall: a.overall + b.overall
    }))
  )

test.each([
  { mean: 0.5, rho: 0, samples: 8 },
  { mean: 0.5, rho: 0.3, samples: 2 },
  { mean: 0.2, rho: 0.5, samples: 16 },
  { mean: 0.8, rho: 0.8, samples: 8 }
])("is found again: mean $mean, ρ $rho, groups of $samples", ({ mean, rho, samples }) => {
  expect(Math.abs(estimate(groups(mean, rho, samples, 8000), samples, mean) - rho)).toBeLessThan(0.03)
})

test("a group says as much as its share of different instances", () => {
  const [mean, rho, samples, count] = [0.4, 0.5, 8, 20_000]
  const accuracies = groups(mean, rho, samples, count)
  const variance = accuracies.reduce((sum, accuracy) => sum + (accuracy - mean) ** 2, 0) / count
  const alike = mean * (1 - mean) / samples
  expect(Math.abs(Unevenness.share(samples, rho) / (alike / variance) - 1)).toBeLessThan(0.05)
  expect(Unevenness.share(samples, 0)).toBe(1)
})

test("nothing is learnt from single rollouts, and nothing is ever certain", () => {
  expect(Unevenness.ofGroup(1, 1, 0.5)).toEqual({ within: 0, overall: 0 })
  expect(estimate(Array.from({ length: 1000 }, (_, i) => i % 2), 8, 0.5)).toBe(0.95)
})
