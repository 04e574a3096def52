import { describe, expect, test } from "bun:test"
import { FastCheck as fc } from "effect"
import golden from "./golden/frontier.json" with { type: "json" }
import * as Link from "./Link.ts"

describe("a fit", () => {
  test.each(golden.links)("to $accepted and $refused is SciPy's", ({ accepted, link, refused }) => {
    const { intercept, spread, steepness } = Link.fit(accepted, refused)
    expect(intercept).toBeCloseTo(link.intercept, 4)
    expect(steepness).toBeCloseTo(link.steepness, 4)
    expect(spread / link.spread).toBeCloseTo(1, 4)
  })

  const counts = fc.integer({ min: 1, max: 12 }).chain((levels) =>
    fc.array(
      fc.tuple(fc.double({ min: 0, max: 80, noNaN: true }), fc.double({ min: 0, max: 80, noNaN: true })),
      { minLength: levels, maxLength: levels }
    )
  )

  test("has no better point on a grid around it, and chances that fall with the level", () => {
    fc.assert(fc.property(counts, (table) => {
      const [accepted, refused] = [table.map(([s]) => s), table.map(([, f]) => f)]
      const link = Link.fit(accepted, refused)
      const at = (c: number, a: number) => Link.loss(accepted, refused, c, a)
      const best = at(link.intercept, link.steepness)
      for (let i = -8; i <= 8; i++) {
        for (let j = -8; j <= 8; j++) {
          const a = Math.max(Link.priors.leastSteepness, link.steepness + j * 0.03)
          expect(at(link.intercept + i * 0.05, a)).toBeGreaterThanOrEqual(best - 1e-7)
        }
      }
      for (let level = 1; level < table.length; level++) {
        expect(Link.success(link, level)).toBeLessThanOrEqual(Link.success(link, level - 1))
      }
      expect(Number.isFinite(link.spread) && link.spread > 0).toBe(true)
    }))
  })

  test("informs levels between and beyond those seen", () => {
    const link = Link.fit([80, 0, 0, 0, 0], [0, 0, 0, 0, 80])
    expect(Link.ability(link)).toBeCloseTo(2, 0)
    expect(Link.success(link, 1)).toBeGreaterThan(0.7)
    expect(Link.success(link, 3)).toBeLessThan(0.3)
  })
})
