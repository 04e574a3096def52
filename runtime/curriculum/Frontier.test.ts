import { fromCoordinates } from "@scaler/dsl/Random"
import { describe, expect, test } from "bun:test"
import { Schema } from "effect"
import * as BetaDistribution from "./BetaDistribution.ts"
import * as Frontier from "./Frontier.ts"
import golden from "./golden/frontier.json" with { type: "json" }

/** Beta(1, 1) for a prior, unless given. */
const settings = (given: typeof Frontier.Settings.Encoded = {}) =>
  Schema.decodeSync(Frontier.Settings)({ prior: "flat", priorWeight: 2, ...given })
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
    if (expected.progress !== null) expect(state.progress).toBeCloseTo(expected.progress, 4)
  }
})

test("a rollout from weights two updates old counts γ²", () => {
  const chosen = settings({ staleness: 0.5, implicit: 0 })
  const { accepted, refused } = Frontier.observe(chosen, Frontier.initial(1), 3, [seen(0, 6, 2)])
  expect([accepted, refused]).toEqual([[1.5, 0], [0.5, 0]])
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

describe("propose", () => {
  const propose = (
    state: Frontier.State,
    count: number,
    choice: Frontier.Settings["choice"] = "expected"
  ) =>
    Frontier.propose(settings({ choice }), state, {
      count,
      step: 1,
      samples: 8,
      random: fromCoordinates(1)
    })

  test("the chance of signal is what enumerating groups gives", () => {
    for (const samples of [2, 4, 8]) {
      for (const p of [0.1, 0.25, 0.5, 0.9]) {
        let chance = 0
        for (let group = 1; group < 2 ** samples - 1; group++) {
          const right = group.toString(2).replaceAll("0", "").length
          chance += p ** right * (1 - p) ** (samples - right)
        }
        expect(Frontier.signal(p, samples)).toBeCloseTo(chance, 12)
      }
    }
  })

  test("the chance expected of a belief is the mean over its draws", () => {
    const draw = BetaDistribution.sampler(fromCoordinates("draws"))
    for (const belief of [{ alpha: 2, beta: 5 }, { alpha: 0.5, beta: 9 }, { alpha: 30, beta: 20 }]) {
      const draws = Array.from({ length: 20_000 }, () => Frontier.signal(draw(belief), 8))
      const mean = draws.reduce((sum, each) => sum + each, 0) / draws.length
      // The standard deviation of a chance is at most ½, that of the mean 0.0035.
      expect(Math.abs(Frontier.expectedSignal(belief, 8) - mean)).toBeLessThan(0.015)
    }
  })

  test.each(["expected", "drawn"] as const)("goes where signal is, once levels are known: %s", (choice) => {
    let state = Frontier.initial(4)
    const of = [8, 8, 4, 0, 0]
    state = Frontier.observe(
      settings(),
      state,
      0,
      of.flatMap((accepted, level) => Array.from({ length: 20 }, () => seen(level, accepted)))
    )
    expect(propose(state, 50, choice).levels.every((level) => level === 2)).toBe(true)
  })

  test("gives up a share of the signal for a harder level", () => {
    const rates = [0.98, 0.9, 0.5, 0.15, 0.02]
    const state = Frontier.observe(
      settings(),
      Frontier.initial(4),
      0,
      rates.map((accuracy, level) => ({ level, accuracy, rollouts: 4000, staleness: 0 }))
    )
    const chosen = (ahead: number) =>
      Frontier.propose(settings({ ahead }), state, {
        count: 1,
        step: 1,
        samples: 8,
        random: fromCoordinates(1)
      }).levels[0]
    // Chances of signal: 0.15, 0.57, 0.99, 0.73, 0.15.
    expect([0, 0.2, 0.3, 0.8, 0.9].map(chosen)).toEqual([2, 2, 3, 3, 4])
  })

  test.each(["expected", "drawn"] as const)("tries all levels alike while nothing is known: %s", (choice) => {
    const counts = [0, 0, 0, 0]
    for (const level of propose(Frontier.initial(3), 2000, choice).levels) counts[level]!++
    // binomial(2000, 1/4): standard deviation 19.4
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100)
  })

  test("explains each level that it chose by what decided", () => {
    for (const chosen of ["expected", "drawn"] as const) {
      const { choice, levels } = propose(Frontier.initial(3), 6, chosen)
      expect(choice.choices.map(({ level }) => level)).toEqual([...new Set(levels)].sort((a, b) => a - b))
      for (const { draw, signal } of choice.choices) {
        // Beta(1, 1): its mean is ½, and its expected chance 1 − 2/9.
        const decided = chosen === "drawn" ? [draw, Frontier.signal(draw, 8)] : [0.5, 7 / 9]
        expect(draw).toBeCloseTo(decided[0]!, 12)
        expect(signal).toBeCloseTo(decided[1]!, 2)
      }
    }
  })
})
