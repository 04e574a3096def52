import { chiSquare, limit } from "@scaler/dsl/testing/chiSquare"
import { describe, expect, test } from "bun:test"
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import * as Frontier from "./Frontier.ts"
import * as FrontierPopulation from "./FrontierPopulation.ts"
import golden from "./golden/frontier.json" with { type: "json" }
import * as PerEnvironment from "./PerEnvironment.ts"
import * as Race from "./Race.ts"
import * as ValueCuration from "./ValueCuration.ts"

const settings = Schema.decodeSync(ValueCuration.Settings)({})
/** Beliefs are a prior of Beta(1, 1) and counts alone. */
const frontier = Schema.decodeSync(Frontier.Settings)({
  prior: "flat",
  priorWeight: 2,
  implicit: 0,
  instances: "alike"
})
const at = (step: number, samples = 8): ValueCuration.Context => ({
  settings,
  frontier,
  samples,
  step,
  updates: 100,
  others: FrontierPopulation.of(frontier, [])
})

/** An environment of which these Betas are believed in step 1. */
const believed = (levels: ReadonlyArray<ReadonlyArray<number>>): Frontier.State => ({
  ...Frontier.initial(levels.length - 1),
  accepted: levels.map(([alpha]) => alpha! - 1),
  refused: levels.map(([, beta]) => beta! - 1),
  updates: 3,
  asOf: 0
})
const useful = believed([[20, 20]])
const mastered = believed([[900, 1]])
const hopeless = believed([[1, 900]])

test.each(golden.integrals)("chances for $levels, G = $samples, are the integrals", (expected) => {
  const state = believed(expected.levels)
  expect(ValueCuration.hopeless(at(1, expected.samples), state)).toBeCloseTo(expected.hopeless, 6)
  expect(ValueCuration.mastered(at(1, expected.samples), state)).toBeCloseTo(expected.mastered, 6)
  expect(ValueCuration.value(at(1, expected.samples), state).learnability)
    .toBeCloseTo(expected.learnability, 6)
})

test("value grows with progress, few steps and age", () => {
  const novelty = (updates: number) => ValueCuration.value(at(1), { ...useful, updates }).novelty
  expect(novelty(3) - novelty(8))
    .toBeCloseTo(settings.novelty * Math.sqrt(Math.log(100)) * (1 / 2 - 1 / 3), 12)
  // Of three that are as learnable, one is known to be learnt, one not to be, and of one nothing is known.
  const learns = { ...useful, progress: { beyond: 20, information: 40 } }
  const stands = { ...useful, progress: { beyond: 0, information: 40 } }
  const link = { intercept: 0, steepness: 1, spread: 1 }
  const others = FrontierPopulation.of(frontier, [{ ...learns, link }, { ...stands, link }])
  const progress = (state: Frontier.State) => ValueCuration.value({ ...at(1), others }, state).progress
  expect(progress(learns) + progress(stands)).toBeCloseTo(2, 12)
  expect(progress(learns)).toBeGreaterThan(1.5)
  expect(progress(useful)).toBeLessThan(progress(learns))
  expect(progress(useful)).toBeGreaterThan(progress(stands))
  expect(ValueCuration.value(at(50), useful).age).toBeCloseTo(settings.age * 0.5, 12)
  expect(ValueCuration.value(at(500), useful).age).toBe(settings.age)
})

test("what nothing has been seen of is expected to be like the others", () => {
  const link = { intercept: 12, steepness: 1, spread: 1 }
  const others = FrontierPopulation.of(frontier, [{ ...Frontier.initial(9), link }])
  const learnability = (state: Frontier.State) =>
    ValueCuration.value({ ...at(1), others }, state).learnability
  // All is solved of the other up to level 9.
  expect(learnability(Frontier.initial(9))).toBeLessThan(0.05)
  expect(learnability({ ...useful, link })).toBeGreaterThan(0.2)
})

describe("the draw", () => {
  test("is a softmax with a uniform floor, whatever the values", () => {
    const values = [0.1, 0.3, 0.35, 0, 0.3]
    const exponentials = values.map((value) => Math.exp(value / settings.temperature))
    const sum = exponentials.reduce((a, b) => a + b)
    const chances = exponentials.map((each) => 0.9 * each / sum + 0.1 / 5)
    const weights = ValueCuration.weights(settings, values)
    for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(chances[i]!, 12)
    const counts = values.map(() => 0)
    for (let step = 0; step < 30_000; step++) {
      const [first] = Race.order(["test", step], ["0", "1", "2", "3", "4"], weights)
      counts[Number(first)]!++
    }
    expect(chiSquare(counts, chances)).toBeLessThan(limit(4))
    for (const weight of ValueCuration.weights(settings, [1e6, 0, 0])) {
      expect(weight).toBeGreaterThanOrEqual(0.1 / 3)
    }
  })
})

describe("curate", () => {
  const curate = (
    slots: ReadonlyArray<string | null>,
    members: Readonly<Record<string, Frontier.State>>,
    step = 1
  ) =>
    ValueCuration.curate(
      { ...ActiveSet.initial(0), slots },
      PerEnvironment.memories(Object.entries(members).sort().map(([name, frontier]) => ({ name, frontier }))),
      at(step),
      7
    )

  test("hopeless and mastered environments are not drawn while there are others", () => {
    const members = { a: useful, b: mastered, c: hopeless, d: useful, e: hopeless, f: useful, g: mastered }
    const { events, state } = curate(["a", "b", "c"], members)
    expect(events.filter(({ _tag }) => _tag === "left")).toEqual([
      { _tag: "left", step: 1, slot: 1, environment: "b", reason: "mastered" },
      { _tag: "left", step: 1, slot: 2, environment: "c", reason: "hopeless" }
    ])
    expect(state.slots.toSorted()).toEqual(["a", "d", "f"])
  })

  test("where nobody promises more, places are filled all the same", () => {
    expect(curate([null, null], { b: mastered, c: hopeless }).state.slots.toSorted()).toEqual(["b", "c"])
    expect(curate([null, null], { b: mastered, c: hopeless, d: useful }).state.slots).toContain("d")
  })

  test("who is useful gives way to others that are drawn", () => {
    const members = { a: useful, b: useful, c: useful, d: useful }
    const left = Array.from({ length: 20 }, (_, i) => curate(["a"], members, i + 1).events[0])
    expect(left.filter((event) => event === undefined).length).toBeLessThan(15)
    for (const event of left) if (event?._tag === "left") expect(event.reason).toBe("not-drawn")
  })

  test("what was hopeless is drawn again once that has faded", () => {
    const members = { b: mastered, c: hopeless }
    const first = Array.from({ length: 20 }, (_, i) => curate([null], members, i + 1).state.slots[0])
    expect(new Set(first)).toEqual(new Set(["b", "c"]))
    // What b is has been seen a moment ago, what c is long before.
    const later = Array.from(
      { length: 20 },
      (_, i) => curate([null], { b: { ...mastered, asOf: 9999 + i }, c: hopeless }, 10_000 + i).state.slots[0]
    )
    expect(new Set(later)).toEqual(new Set(["c"]))
  })
})
