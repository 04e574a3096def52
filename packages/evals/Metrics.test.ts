import { describe, expect, test } from "bun:test"
import { accuracy, type Judged, majority, metrics } from "./Metrics.ts"

const right: Judged = { verdict: "accepted", answer: "4", isTruncated: false, tokens: 10 }
const wrong = (answer: string | null): Judged => ({
  verdict: answer === null ? "malformed" : "wrong",
  answer,
  isTruncated: answer === null,
  tokens: 20
})

describe("the vote of a problem's responses", () => {
  test.each(
    [
      ["the most frequent answer", [right, right, wrong("5")], 1],
      ["another answer", [right, wrong("5"), wrong("5")], 0],
      ["different wrong answers", [right, right, wrong("5"), wrong("6"), wrong("7")], 1],
      ["a tie of two", [right, wrong("5")], 0.5],
      ["a tie of three", [wrong("5"), right, wrong("6")], 1 / 3],
      ["no answer does not vote", [right, wrong(null), wrong(null)], 1],
      ["nobody votes", [wrong(null)], 0],
      // Equal to the gold in other words, though the texts differ.
      ["right answers are one", [right, { ...right, answer: "8/2" }, wrong("5"), wrong("5"), wrong("5")], 0]
    ] as const
  )("%s", (_, responses, expected) => {
    expect(majority(responses)).toBe(expected)
  })
})

test("metrics of three problems by hand", () => {
  const problems = [[right, right, right, wrong("5")], [wrong("1"), wrong(null), right, wrong("2")], [
    wrong(null),
    wrong(null),
    wrong(null),
    wrong(null)
  ]]
  expect(problems.map(accuracy)).toEqual([0.75, 0.25, 0])
  const found = metrics(problems)
  expect(found).toMatchObject({ problems: 3, samples: 4, tokens: (4 * 10 + 8 * 20) / 12 })
  expect(found.accuracy!.mean).toBeCloseTo(1 / 3, 12)
  expect(Object.keys(found.pass)).toEqual(["1", "2", "4"])
  // Of two of four responses one is right in all but C(1, 2) = 0 and C(3, 2) = 3 of six choices.
  expect(found.pass[1]!.mean).toBeCloseTo(1 / 3, 12)
  expect(found.pass[2]!.mean).toBeCloseTo((1 + 0.5 + 0) / 3, 12)
  expect(found.pass[4]!.mean).toBeCloseTo(2 / 3, 12)
  // The second is a tie of three answers.
  expect(found.majority!.mean).toBeCloseTo((1 + 1 / 3 + 0) / 3, 12)
  expect(found.shares).toEqual({ truncated: 5 / 12, malformed: 5 / 12, "timed-out": 0, refused: 0 })
})

test("of no problems nothing is known", () => {
  expect(metrics([])).toMatchObject({ problems: 0, accuracy: null, majority: null, tokens: null })
})

test.each([[500, 0.0073506], [30, 0.1157033], [10, 0.3084971], [1, 0.975]])(
  "none right of %d, or all, has the exact interval",
  (count, reach) => {
    // SciPy's binomtest(0, n).proportion_ci(method="exact").
    const none = metrics(Array.from({ length: count }, () => [wrong("5")])).accuracy!
    expect(none.mean).toBe(0)
    expect(none.interval!.low).toBe(0)
    expect(none.interval!.high).toBeCloseTo(reach, 6)
    const all = metrics(Array.from({ length: count }, () => [right])).accuracy!
    expect(all.mean).toBe(1)
    expect(all.interval!.low).toBeCloseTo(1 - reach, 6)
    expect(all.interval!.high).toBe(1)
  }
)
