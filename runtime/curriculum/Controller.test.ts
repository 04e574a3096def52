import { fromCoordinates } from "@scaler/dsl/Random"
import { describe, expect, test } from "bun:test"
import { FastCheck as fc, Schema } from "effect"
import * as Controller from "./Controller.ts"

const settings = (changes: Partial<Controller.Settings> = {}): Controller.Settings => ({
  ...Controller.defaults,
  ...changes
})

const settingsArbitrary = fc.record({
  response: fc.constantFrom(...Controller.Response.literals),
  target: fc.constantFrom(0.25, 0.5, 0.6),
  gain: fc.constantFrom(0.5, 1, 2, 4),
  stepCap: fc.constantFrom(0.5, 1, 2),
  historyLength: fc.integer({ min: 1, max: 12 })
})

/** A difficulty within [0, maxLevel], often whole or a fraction that ties when rounded. */
const difficultyArbitrary = fc.integer({ min: 0, max: 8 }).chain((maxLevel) =>
  fc.oneof(
    fc.integer({ min: 0, max: 8 * maxLevel }).map((eighths) => eighths / 8),
    fc.double({ min: 0, max: maxLevel, noNaN: true })
  )
    .map((difficulty) => ({ ...Controller.initial(maxLevel), difficulty }))
)

const observationsArbitrary = ({ difficulty }: Controller.State) =>
  fc.array(
    fc.record({
      level: fc.constantFrom(Math.floor(difficulty), Math.ceil(difficulty)),
      accepted: fc.integer({ min: 0, max: 8 })
    }),
    { maxLength: 6 }
  ).map((groups) => groups.map(({ accepted, level }) => ({ level, accuracy: accepted / 8, rollouts: 8 })))

const at = (difficulty: number, maxLevel = 10): Controller.State => ({
  ...Controller.initial(maxLevel),
  difficulty
})

const seen = (level: number, accuracy: number, rollouts = 8): Controller.Observation => ({
  level,
  accuracy,
  rollouts
})

describe("propose", () => {
  const raised = (difficulty: number, count: number) =>
    Controller.propose(at(difficulty), count, fromCoordinates("test")).filter((level) => level > difficulty)
      .length

  test("rounds ties to the even count", () => {
    // Python: [round(n * f) for n, f in …]
    expect(raised(0.5, 1)).toBe(0)
    expect(raised(0.5, 3)).toBe(2)
    expect(raised(0.5, 5)).toBe(2)
    expect(raised(0.5, 7)).toBe(4)
    expect(raised(3.25, 2)).toBe(0)
    expect(raised(3.75, 2)).toBe(2)
    expect(raised(3.25, 6)).toBe(2)
  })

  test("the multiset is that of exact rational arithmetic", () => {
    fc.assert(fc.property(fc.nat(9 * 64), fc.nat(40), fc.nat(), (sixtyFourths, count, seed) => {
      const difficulty = sixtyFourths / 64
      const product = count * (sixtyFourths % 64)
      const [quotient, remainder] = [Math.floor(product / 64), product % 64]
      const up = remainder > 32 || (remainder === 32 && quotient % 2 === 1) ? quotient + 1 : quotient
      const levels = Controller.propose(at(difficulty), count, fromCoordinates(seed))
      expect([...levels].sort((a, b) => a - b)).toEqual([
        ...Array.from({ length: count - up }, () => Math.floor(difficulty)),
        ...Array.from({ length: up }, () => Math.ceil(difficulty))
      ])
    }))
  })

  test("the order is a function of the stream, and every place is raised equally often", () => {
    const counts = [0, 0, 0, 0]
    for (let seed = 0; seed < 2000; seed++) {
      const levels = Controller.propose(at(2.25), 4, fromCoordinates("place", seed))
      expect(levels).toEqual(Controller.propose(at(2.25), 4, fromCoordinates("place", seed)))
      counts[levels.indexOf(3)]!++
    }
    // binomial(2000, 1/4): standard deviation 19.4
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100)
  })
})

describe("observe", () => {
  test("keeps the difficulty in [0, maxLevel], each step within the cap, and the histories at their length", () => {
    const run = fc.tuple(settingsArbitrary, difficultyArbitrary).chain(([chosen, state]) =>
      fc.tuple(
        fc.constant(chosen),
        fc.constant(state),
        fc.array(observationsArbitrary(state), { maxLength: 20 })
      )
    )
    fc.assert(fc.property(run, ([chosen, start, batches]) => {
      let state = start
      for (const batch of batches) {
        const next = Controller.observe(chosen, state, batch)
        expect(next.difficulty).toBeGreaterThanOrEqual(0)
        expect(next.difficulty).toBeLessThanOrEqual(start.maxLevel)
        expect(Math.abs(next.difficulty - state.difficulty)).toBeLessThanOrEqual(chosen.stepCap + 1e-12)
        if (batch.length === 0) expect(next).toBe(state)
        else expect(next.difficulties.at(-1)).toBe(state.difficulty)
        expect(next.difficulties.length).toBe(next.accuracies.length)
        expect(next.difficulties.length).toBeLessThanOrEqual(chosen.historyLength)
        state = next
      }
    }))
  })

  test("drifts up above the target, down below it, and stays at it", () => {
    const accuracy = fc.integer({ min: 0, max: 16 }).map((sixteenths) => sixteenths / 16)
    fc.assert(fc.property(settingsArbitrary, difficultyArbitrary, accuracy, (chosen, state, accuracy) => {
      const low = Math.floor(state.difficulty)
      const next = Controller.observe(chosen, state, [
        seen(low, accuracy),
        seen(Math.ceil(state.difficulty), accuracy)
      ])
      // Interpolation weights sum to 1 only within rounding.
      if (Math.abs(accuracy - chosen.target) < 1e-9) expect(next.difficulty).toBeCloseTo(state.difficulty, 9)
      else if (accuracy > chosen.target) {
        if (state.difficulty < state.maxLevel) expect(next.difficulty).toBeGreaterThan(state.difficulty)
        else expect(next.difficulty).toBe(state.difficulty)
      } else if (state.difficulty > 0) expect(next.difficulty).toBeLessThan(state.difficulty)
      else expect(next.difficulty).toBe(0)
    }))
  })

  test("the four responses on a case done by hand", () => {
    // d = 2.25; level 2: 24 rollouts at 1/2, level 3: 8 rollouts at 1 → mean 0.625, interpolated 0.75·½ + 0.25·1
    const observations = [seen(2, 0.5, 24), seen(3, 1, 8)]
    const after = (response: Controller.Response, changes: Partial<Controller.Settings> = {}) =>
      Controller.observe(settings({ response, gain: 1, ...changes }), at(2.25), observations)
    expect(after("base").difficulty).toBeCloseTo(2.375, 12)
    expect(after("linear").difficulty).toBeCloseTo(2.375, 12)
    expect(after("base_tanh").difficulty).toBeCloseTo(2.25 + Math.tanh(0.375) / Math.tanh(3), 12)
    expect(after("tanh", { stepCap: 2 }).difficulty).toBeCloseTo(
      2.25 + 2 * Math.tanh(0.375) / Math.tanh(3),
      12
    )
    expect(after("base", { gain: 40, stepCap: 0.5 }).difficulty).toBe(2.75)
    const uneven = [seen(2, 0.5, 8), seen(3, 1, 24)]
    expect(Controller.observe(settings({ response: "linear", gain: 1 }), at(2.25), uneven).difficulty)
      .toBeCloseTo(2.375, 12)
    expect(Controller.observe(settings({ response: "base", gain: 1 }), at(2.25), uneven)).toEqual({
      maxLevel: 10,
      difficulty: 2.625,
      difficulties: [2.25],
      accuracies: [0.875]
    })
  })

  test("levels that do not bracket the difficulty are averaged, not extrapolated", () => {
    const base = Controller.observe(settings({ response: "base" }), at(6.5), [seen(2, 1), seen(3, 0.75)])
    const linear = Controller.observe(settings({ response: "linear" }), at(6.5), [seen(2, 1), seen(3, 0.75)])
    expect(linear).toEqual(base)
  })

  test("does not depend on the order or on empty groups, to the last bit", () => {
    const scenario = fc.tuple(settingsArbitrary, difficultyArbitrary).chain(([chosen, state]) =>
      observationsArbitrary(state).chain((observations) => {
        const thirds = observations.map((observation) => ({
          ...observation,
          accuracy: observation.accuracy / 3
        }))
        return fc.tuple(
          fc.constant(chosen),
          fc.constant(state),
          fc.constant(thirds),
          fc.shuffledSubarray(thirds, { minLength: thirds.length })
        )
      })
    )
    fc.assert(fc.property(scenario, ([chosen, state, observations, shuffled]) => {
      const expected = Controller.observe(chosen, state, observations)
      expect(Controller.observe(chosen, state, [seen(0, 1, 0), ...shuffled])).toEqual(expected)
    }))
  })

  test("a state survives JSON bit for bit", () => {
    const scenario = fc.tuple(settingsArbitrary, difficultyArbitrary).chain(([chosen, state]) =>
      fc.tuple(
        fc.constant(chosen),
        fc.constant(state),
        fc.array(observationsArbitrary(state), { maxLength: 15 })
      )
    )
    const codec = Schema.parseJson(Controller.State)
    fc.assert(fc.property(scenario, ([chosen, start, batches]) => {
      const state = batches.reduce((state, batch) => Controller.observe(chosen, state, batch), start)
      expect(Schema.decodeSync(codec)(Schema.encodeSync(codec)(state))).toStrictEqual(state)
    }))
  })
})

describe("slope", () => {
  const history = (difficulties: ReadonlyArray<number>): Controller.State => ({
    ...at(0, 100),
    difficulties,
    accuracies: difficulties.map(() => 0.5)
  })

  test("is 1 until the history is full, and on a history of one", () => {
    expect(Controller.slope(settings({ historyLength: 3 }), history([5, 4]))).toBe(1)
    expect(Controller.slope(settings({ historyLength: 3 }), history([5, 4, 3]))).toBe(-1)
    expect(Controller.slope(settings({ historyLength: 1 }), history([5]))).toBe(1)
  })

  test("equals the weighted mean of all pairwise slopes", () => {
    const values = fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: 2, maxLength: 20 })
    fc.assert(fc.property(values, (values) => {
      let rise = 0
      let weight = 0
      for (let j = 0; j < values.length; j++) {
        for (let i = 0; i < j; i++) {
          rise += (j - i) * (values[j]! - values[i]!)
          weight += (j - i) ** 2
        }
      }
      const slope = Controller.slope(settings({ historyLength: values.length }), history(values))
      expect(Math.abs(slope - rise / weight)).toBeLessThan(1e-11)
    }))
  })

  test("is exactly 0 on a flat history", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 30, noNaN: true }),
        fc.integer({ min: 2, max: 20 }),
        (value, n) => {
          expect(Math.abs(Controller.slope(settings({ historyLength: n }), history(Array(n).fill(value)))))
            .toBe(0)
        }
      )
    )
  })
})

describe("trailing counts", () => {
  const state = (
    difficulties: ReadonlyArray<number>,
    accuracies: ReadonlyArray<number>
  ): Controller.State => ({
    maxLevel: 3,
    difficulty: 3,
    difficulties,
    accuracies
  })

  test("look at every entry, the oldest too", () => {
    expect(Controller.trailingZeroAccuracy(state([0, 0, 0], [0, 0, 0]))).toBe(3)
    expect(Controller.trailingZeroAccuracy(state([0, 0, 0, 0], [0, 0.125, 0, 0]))).toBe(2)
    expect(Controller.trailingZeroAccuracy(state([0, 0], [0, 0.125]))).toBe(0)
    expect(Controller.trailingMaxDifficulty(state([3, 3], [1, 1]))).toBe(2)
    expect(Controller.trailingMaxDifficulty(state([3, 2.9, 3], [1, 1, 1]))).toBe(1)
    expect(Controller.trailingMaxDifficulty(state([], []))).toBe(0)
  })
})

test("another highest level clips the difficulty", () => {
  const state = Controller.observe(settings(), at(7.5), [seen(7, 0.5)])
  expect(Controller.withMaxLevel(state, 10)).toBe(state)
  expect(Controller.withMaxLevel(state, 4)).toEqual({ ...Controller.initial(4), difficulty: 4 })
  expect(Controller.withMaxLevel(state, 12)).toEqual({ ...Controller.initial(12), difficulty: 7.5 })
})

test("a checkpoint that contradicts itself does not decode", () => {
  const decode = Schema.decodeUnknownEither(Controller.State)
  expect(decode(at(3))._tag).toBe("Right")
  expect(decode(at(11, 10))._tag).toBe("Left")
  expect(decode({ ...at(3), accuracies: [0.5] })._tag).toBe("Left")
  expect(decode({ ...at(3), difficulty: Number.NaN })._tag).toBe("Left")
})
