import { expect, test } from "bun:test"
import { Schema } from "effect"
import * as Frontier from "./Frontier.ts"
import * as FrontierPopulation from "./FrontierPopulation.ts"

const settings = Schema.decodeSync(Frontier.Settings)({})

const known = (intercept: number, steepness = 1): Frontier.State => ({
  ...Frontier.initial(3),
  link: { intercept, steepness, spread: 1 }
})

test("asks at most 64 of those known, spread over all of them", () => {
  const states = Array.from(
    { length: 1000 },
    (_, place) => place % 2 === 0 ? Frontier.initial(3) : known(place)
  )
  const asked = FrontierPopulation.of(settings, states).members.map(({ link }) => link.intercept)
  expect(asked).toHaveLength(64)
  expect([asked[0], asked.at(-1)]).toEqual([1, 985])
  expect(FrontierPopulation.of(settings, states.slice(0, 11)).members.map(({ link }) => link.intercept))
    .toEqual([
      1,
      3,
      5,
      7,
      9
    ])
})

test("an unseen environment promises what others do at the best level that it has", () => {
  // Half is solved at level 3 of the one and at level 5 of the other.
  const population = FrontierPopulation.of(settings, [known(3), known(5)])
  // Before the first group ρ is taken for 0.1.
  const variance = (x: number) => 0.9 / (2 + Math.exp(x) + Math.exp(-x))
  expect(population.learnability(9)).toBeCloseTo(variance(1), 12)
  expect(population.learnability(0)).toBeCloseTo((variance(3) + variance(5)) / 2, 12)
  expect(population.learnability(9)).toBeCloseTo(variance(1), 12)
  expect(FrontierPopulation.of(settings, [Frontier.initial(2)]).learnability(2)).toBeNull()
})
