import { expect } from "bun:test"
import { chiSquare, limit } from "./chiSquare.ts"

/** How often each outcome comes, by its JSON. */
export const tally = (draws: number, draw: () => unknown): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (let index = 0; index < draws; index++) {
    const outcome = JSON.stringify(draw())
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  return counts
}

/** Expects that there are so many outcomes and that they come alike often. */
export const expectUniform = (outcomes: number, draws: number, draw: () => unknown): void => {
  const counts = tally(draws, draw)
  expect(counts.size).toBe(outcomes)
  expect(chiSquare([...counts.values()])).toBeLessThan(limit(outcomes - 1))
}

/** Expects that the outcomes, by their JSON, come with these chances, which sum to 1. */
export const expectChances = (
  chances: Readonly<Record<string, number>>,
  draws: number,
  draw: () => unknown
): void => {
  const counts = tally(draws, draw)
  expect([...counts.keys()].filter((outcome) => !(outcome in chances))).toEqual([])
  const statistic = chiSquare(
    Object.keys(chances).map((outcome) => counts.get(outcome) ?? 0),
    Object.values(chances)
  )
  expect(statistic).toBeLessThan(limit(Object.keys(chances).length - 1))
}
