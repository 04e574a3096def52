import { expect, test } from "bun:test"
import { Schema } from "effect"
import * as Frontier from "./Frontier.ts"
import golden from "./golden/frontier.json" with { type: "json" }

/** Beta(1, 1) for a prior and instances alike, unless given. */
const settings = (given: typeof Frontier.Settings.Encoded = {}) =>
  Schema.decodeSync(Frontier.Settings)({ prior: "flat", priorWeight: 2, instances: "alike", ...given })
const seen = (level: number, accepted: number, staleness = 0) => ({
  level,
  accuracy: accepted / 8,
  rollouts: 8,
  staleness
})

test("beliefs follow the recursion, step by step", () => {
  const { fading, forgetting, gamma, implicit, steps } = golden.trace
  const chosen = settings({ fading, forgetting, implicit, staleness: gamma })
  let state = Frontier.initial(3)
  for (const [step, expected] of steps.entries()) {
    const all = expected.seen.map(([level, accepted, staleness]) => seen(level!, accepted!, staleness!))
    expect(Frontier.observe(chosen, state, step, all.toReversed()))
      .toStrictEqual(Frontier.observe(chosen, state, step, all))
    state = Frontier.observe(chosen, state, step, all)
    const kept = Frontier.keptAt(chosen, state, step + 1)
    for (let level = 0; level <= 3; level++) {
      const { alpha, beta } = Frontier.belief(chosen, state, level, kept)
      expect(alpha).toBeCloseTo(expected.alpha[level]!, 5)
      expect(beta).toBeCloseTo(expected.beta[level]!, 5)
    }
    expect(state.progress.beyond).toBeCloseTo(expected.progress.beyond, 4)
    expect(state.progress.information).toBeCloseTo(expected.progress.information, 4)
  }
})

test("a rollout from weights two updates old counts γ²", () => {
  const chosen = settings({ staleness: 0.5, implicit: 0 })
  const { accepted, refused } = Frontier.observe(chosen, Frontier.initial(1), 3, [seen(0, 6, 2)])
  expect([accepted, refused]).toEqual([[1.5, 0], [0.5, 0]])
})

test("rollouts of one instance count for less where instances are uneven", () => {
  const chosen = settings({ implicit: 0, instances: "uneven" })
  let state = Frontier.initial(0)
  // All right or all wrong, in turn: ρ goes to its largest.
  for (let step = 0; step < 200; step++) {
    state = Frontier.observe(chosen, state, step, [seen(0, 8), seen(0, 0)])
  }
  const rho = Frontier.unevenness(chosen, state)
  expect(rho).toBeGreaterThan(0.5)
  const before = state.accepted[0]!
  const next = Frontier.observe(chosen, state, 200, [seen(0, 8)])
  expect(next.accepted[0]! - (1 - chosen.forgetting) * before).toBeCloseTo(8 / (1 + 7 * rho), 10)
})

test("evidence fades to the prior", () => {
  const state = Frontier.observe(settings(), Frontier.initial(2), 1, [seen(0, 8), seen(1, 8)])
  const { alpha, beta } = Frontier.belief(settings(), state, 1, Frontier.keptAt(settings(), state, 40_000))
  expect([alpha, beta].map((each) => each.toFixed(4))).toEqual(["1.0000", "1.0000"])
})

test("what the link says fades too, to a half", () => {
  const chosen = settings({ prior: "link", priorWeight: 16 })
  const state = Frontier.observe(chosen, Frontier.initial(2), 1, [seen(0, 0), seen(1, 0), seen(2, 0)])
  const mean = (step: number) => {
    const { alpha, beta } = Frontier.belief(chosen, state, 2, Frontier.keptAt(chosen, state, step))
    return alpha / (alpha + beta)
  }
  const [soon, later] = [mean(2), mean(500)]
  expect(soon).toBeLessThan(0.05)
  expect(later).toBeGreaterThan(soon + 0.05)
  expect(mean(40_000)).toBeCloseTo(0.5, 4)
})

test("a prior from the link says of unseen levels what their neighbours do", () => {
  const chosen = settings({ prior: "link" })
  let state = Frontier.initial(6)
  for (let step = 0; step < 20; step++) {
    state = Frontier.observe(chosen, state, step, [seen(2, 7), seen(3, 1)])
  }
  const mean = (level: number) => {
    const { alpha, beta } = Frontier.belief(chosen, state, level, 1)
    return alpha / (alpha + beta)
  }
  expect(mean(0)).toBeGreaterThan(0.95)
  expect(mean(6)).toBeLessThan(0.05)
})
