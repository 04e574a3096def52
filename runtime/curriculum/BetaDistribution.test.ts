import { fromCoordinates } from "@scaler/dsl/Random"
import { chiSquare, limit } from "@scaler/dsl/testing/chiSquare"
import { describe, expect, test } from "bun:test"
import * as BetaDistribution from "./BetaDistribution.ts"
import golden from "./golden/frontier.json" with { type: "json" }

describe.each(golden.deciles)("Beta($alpha, $beta)", ({ deciles, ...distribution }) => {
  test("has SciPy's deciles", () => {
    for (const [i, decile] of deciles.entries()) {
      expect(BetaDistribution.cdf(decile, distribution)).toBeCloseTo((i + 1) / 10, 7)
    }
  })

  test("is drawn from, a tenth of the time between two of them", () => {
    const sample = BetaDistribution.sampler(fromCoordinates("beta", distribution.alpha))
    const counts = Array.from({ length: 10 }, () => 0)
    for (let i = 0; i < 20_000; i++) {
      const draw = sample(distribution)
      counts[deciles.filter((decile) => decile < draw).length]!++
    }
    expect(chiSquare(counts)).toBeLessThan(limit(9))
  })
})

test("two streams drawn from in turns give what each gives alone", () => {
  const draws = (order: ReadonlyArray<"a" | "b">) => {
    const of = {
      a: BetaDistribution.sampler(fromCoordinates("a")),
      b: BetaDistribution.sampler(fromCoordinates("b"))
    }
    return order.map((name) => `${name} ${of[name]({ alpha: 2, beta: 3 })}`)
  }
  expect(draws(["a", "b", "a", "b"]).sort()).toEqual(draws(["a", "a", "b", "b"]).sort())
})
