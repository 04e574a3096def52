import { fromCoordinates } from "@scaler/dsl/Random"
import { describe, expect, test } from "bun:test"
import { Schema } from "effect"
import * as SimulatedLearner from "./SimulatedLearner.ts"
import * as SimulatedPool from "./SimulatedPool.ts"

const pool = SimulatedPool.make(
  Schema.decodeSync(SimulatedPool.Settings)({ environments: 12, families: 3, hopeless: 0, trivial: 0 }),
  1
)
const learner = (settings: typeof SimulatedLearner.Settings.Encoded) =>
  SimulatedLearner.make(Schema.decodeSync(SimulatedLearner.Settings)(settings), pool, 1)
const logit = (p: number) => Math.log(p / (1 - p))

describe("a simulated learner", () => {
  test("learns, transfers and forgets as if everything were updated each time", () => {
    // Forgetting so large that what is stored is scaled anew several times.
    const settings = {
      rate: 0.3,
      reach: { up: 1.5, down: 4 },
      transfer: { family: 0.2, all: 0.03 },
      forgetting: 0.15,
      instanceSpread: 0,
      noise: 0,
      normalised: { groups: 4, power: 0.5 }
    }
    const lazy = learner(settings)
    let skill = lazy.initial()
    const learnt = pool.map(({ highestLevel }) => Array.from({ length: highestLevel + 1 }, () => 0))
    const random = fromCoordinates("lessons")
    for (let update = 0; update < 120; update++) {
      const lessons = Array.from({ length: 1 + random.below(4) }, () => {
        const place = random.below(pool.length)
        const { highestLevel, name } = pool[place]!
        const asked = { environment: name, level: random.below(highestLevel + 1), number: 0 }
        return { place, asked, gradient: random.unit() - 0.3 }
      })
      skill = lazy.learn(skill, lessons)
      for (const [other, levels] of learnt.entries()) {
        for (const level of levels.keys()) {
          levels[level]! *= 0.85
          for (const { asked, gradient, place } of lessons) {
            const share = other === place ? 1 : pool[other]!.family === pool[place]!.family ? 0.2 : 0.03
            const distance = level - asked.level
            const fading = Math.exp(distance > 0 ? -distance / 1.5 : distance / 4)
            levels[level]! += share * fading * 0.3 * pool[place]!.speed * gradient
              * Math.sqrt(4 / lessons.length)
          }
        }
      }
    }
    for (const [place, { highestLevel, name, start, steepness }] of pool.entries()) {
      for (let level = 0; level <= highestLevel; level++) {
        const p = lazy.chance(skill, { environment: name, level, number: 5 })
        expect(logit(p) - (start - steepness * level)).toBeCloseTo(learnt[place]![level]!, 4)
      }
    }
  })

  test("an update leaves the skill before it as it was", () => {
    const { chance, initial, learn } = learner({})
    const before = initial()
    const asked = { environment: pool[0]!.name, level: 1, number: 7 }
    const first = chance(before, asked)
    const after = learn(before, [{ asked, gradient: 1 }])
    expect(chance(before, asked)).toBe(first)
    expect(chance(after, asked)).toBeGreaterThan(first)
  })

  test("instances of a level differ by the spread, and their mean is the mean chance", () => {
    const { chance, initial, meanChance } = learner({ instanceSpread: 0.8 })
    const { name, start } = pool[3]!
    const chances = Array.from(
      { length: 4000 },
      (_, number) => chance(initial(), { environment: name, level: 0, number })
    )
    const mean = (values: ReadonlyArray<number>) =>
      values.reduce((sum, each) => sum + each, 0) / values.length
    const logits = chances.map((p) => logit(p) - start)
    // Standard deviations: 0.013 of the mean, 0.009 of the spread.
    expect(Math.abs(mean(logits))).toBeLessThan(0.05)
    expect(Math.abs(Math.sqrt(mean(logits.map((x) => x ** 2))) - 0.8)).toBeLessThan(0.04)
    expect(Math.abs(mean(chances) - meanChance(initial(), name, 0))).toBeLessThan(0.02)
  })

  test("the score is the derivative of the outcome's log-probability", () => {
    for (const guessing of [0, 0.25]) {
      const { score } = learner({ guessing })
      const p = (x: number) => guessing + (1 - guessing) / (1 + Math.exp(-x))
      for (const x of [-2, 0, 1.5]) {
        for (const isRight of [true, false]) {
          const logProb = (at: number) => Math.log(isRight ? p(at) : 1 - p(at))
          const slope = (logProb(x + 1e-5) - logProb(x - 1e-5)) / 2e-5
          expect(score(p(x), isRight)).toBeCloseTo(slope, 6)
        }
      }
    }
  })

  test("chance adds to lessons what its spread says", () => {
    const { chance, initial, learn } = learner({ noise: 0.3, instanceSpread: 0, forgetting: 0 })
    const asked = { environment: pool[0]!.name, level: 0, number: 0 }
    let skill = initial()
    const moves = Array.from({ length: 400 }, () => {
      const before = logit(chance(skill, asked))
      skill = learn(skill, [{ asked, gradient: 0 }])
      return logit(chance(skill, asked)) - before
    })
    const deviation = Math.sqrt(moves.reduce((sum, each) => sum + each ** 2, 0) / moves.length)
    // Its own standard deviation is 0.011.
    expect(Math.abs(deviation - 0.3)).toBeLessThan(0.05)
  })
})
