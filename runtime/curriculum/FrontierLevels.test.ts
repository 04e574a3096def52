import { fromCoordinates } from "@scaler/dsl/Random"
import { describe, expect, test } from "bun:test"
import { Schema } from "effect"
import * as BetaDistribution from "./BetaDistribution.ts"
import * as Frontier from "./Frontier.ts"
import * as FrontierLevels from "./FrontierLevels.ts"
import * as FrontierPopulation from "./FrontierPopulation.ts"

/** Beta(1, 1) for a prior, instances alike. */
const settings = (given: typeof Frontier.Settings.Encoded = {}) =>
  Schema.decodeSync(Frontier.Settings)({ prior: "flat", priorWeight: 2, instances: "alike", ...given })
const seen = (level: number, accepted: number) => ({
  level,
  accuracy: accepted / 8,
  rollouts: 8,
  staleness: 0
})

describe("propose", () => {
  const propose = (
    state: Frontier.State,
    count: number,
    choice: Frontier.Settings["choice"] = "expected",
    given = settings({ choice })
  ) =>
    FrontierLevels.propose(given, state, {
      count,
      step: 1,
      samples: 8,
      others: () => FrontierPopulation.of(settings(), []),
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
        expect(FrontierLevels.signal(p, samples, 0)).toBeCloseTo(chance, 12)
      }
    }
  })

  test("the chance expected of a belief is the mean over its draws", () => {
    const draw = BetaDistribution.sampler(fromCoordinates("draws"))
    for (const belief of [{ alpha: 2, beta: 5 }, { alpha: 0.5, beta: 9 }, { alpha: 30, beta: 20 }]) {
      const draws = Array.from({ length: 20_000 }, () => FrontierLevels.signal(draw(belief), 8, 0))
      const mean = draws.reduce((sum, each) => sum + each, 0) / draws.length
      // The standard deviation of a chance is at most ½, that of the mean 0.0035.
      expect(Math.abs(FrontierLevels.expectedSignal(belief, 8) - mean)).toBeLessThan(0.015)
    }
  })

  test("where instances are uneven, the chance is that of groups of different instances", () => {
    const random = fromCoordinates("uneven")
    const draw = BetaDistribution.sampler(random)
    const groups = 20_000
    for (const { mean, rho } of [{ mean: 0.5, rho: 0.5 }, { mean: 0.2, rho: 0.7 }, { mean: 0.1, rho: 0.1 }]) {
      const total = 1 / rho - 1
      let withSignal = 0
      for (let group = 0; group < groups; group++) {
        const p = draw({ alpha: mean * total, beta: (1 - mean) * total })
        const accepted = Array.from({ length: 8 }, () =>
          random.unit() < p).filter((isRight) => isRight).length
        if (accepted > 0 && accepted < 8) withSignal++
      }
      expect(Math.abs(FrontierLevels.signal(mean, 8, rho) - withSignal / groups)).toBeLessThan(0.015)
      // A mean that is all but known.
      const belief = { alpha: mean * 1e6, beta: (1 - mean) * 1e6 }
      expect(FrontierLevels.believedSignal(belief, 8, rho)).toBeCloseTo(
        FrontierLevels.signal(mean, 8, rho),
        5
      )
      expect(FrontierLevels.believedSignal({ alpha: 3, beta: 4 }, 8, 0))
        .toBeCloseTo(FrontierLevels.expectedSignal({ alpha: 3, beta: 4 }, 8), 12)
    }
  })

  test("uneven instances make it stay nearer to a half", () => {
    const rates = [0.98, 0.9, 0.5, 0.15, 0.02]
    const groups = (ofLevel: number, level: number) =>
      Array.from({ length: 100 }, (_, group) => ({
        level,
        accuracy: group < 100 * ofLevel ? 1 : 0,
        rollouts: 16,
        staleness: 0
      }))
    const alike = rates.flatMap((ofLevel, level) =>
      Array.from({ length: 100 }, () => ({ level, accuracy: ofLevel, rollouts: 16, staleness: 0 }))
    )
    const chosen = (seen: typeof alike) => {
      const given = settings({ instances: "uneven", ahead: 0.3 })
      const state = Frontier.observe(given, Frontier.initial(4), 0, seen)
      return propose(state, 1, "expected", given).levels[0]
    }
    expect([chosen(alike), chosen(rates.flatMap(groups))]).toEqual([3, 2])
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
      FrontierLevels.propose(settings({ ahead }), state, {
        count: 1,
        step: 1,
        samples: 8,
        others: () => FrontierPopulation.of(settings(), []),
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

  test("takes one that nothing has been seen of for one like the others", () => {
    const links = [{ intercept: 3, steepness: 1, spread: 1 }, { intercept: 5, steepness: 1, spread: 1 }]
    const { choice, levels } = FrontierLevels.propose(settings({ ahead: 0 }), Frontier.initial(9), {
      count: 3,
      step: 1,
      samples: 8,
      others: () =>
        FrontierPopulation.of(settings(), links.map((link) => ({ ...Frontier.initial(9), link }))),
      random: fromCoordinates(1)
    })
    // Half is solved at level 3 of the one, at level 5 of the other; between them both are likely to have signal.
    expect(levels).toEqual([4, 4, 4])
    const rates = [1 / (1 + Math.E), 1 / (1 + 1 / Math.E)]
    expect(choice.ability).toBeNull()
    expect(choice.choices[0]!.expected).toBeCloseTo(0.5, 3)
    expect(choice.choices[0]!.signal).toBeCloseTo(FrontierLevels.signal(rates[0]!, 8, 0), 3)
  })

  test("explains each level that it chose by what decided", () => {
    for (const chosen of ["expected", "drawn"] as const) {
      const { choice, levels } = propose(Frontier.initial(3), 6, chosen)
      expect(choice.choices.map(({ level }) => level)).toEqual([...new Set(levels)].sort((a, b) => a - b))
      for (const { draw, signal } of choice.choices) {
        // Beta(1, 1): its mean is ½, and its expected chance 1 − 2/9.
        const decided = chosen === "drawn" ? [draw, FrontierLevels.signal(draw, 8, 0)] : [0.5, 7 / 9]
        expect(draw).toBeCloseTo(decided[0]!, 12)
        expect(signal).toBeCloseTo(decided[1]!, 2)
      }
    }
  })
})
