import { expect, test } from "bun:test"
import type { Response } from "./EvalStore.ts"
import { compare, metrics } from "./Scores.ts"

const response = (problem: string, sample: number, isRight: boolean, text = "\\boxed{1}"): Response => ({
  suite: "s",
  problem,
  sample,
  text,
  finish: "stop",
  tokens: 5,
  verdict: isRight ? "accepted" : "wrong",
  reason: isRight ? null : "no"
})

test("answers vote by what they say, however they are written", () => {
  const vote = (texts: ReadonlyArray<string>) =>
    metrics([
      response("a", 0, true, "\\boxed{7}"),
      ...texts.map((text, i) => response("a", i + 1, false, text))
    ])
      .majority!.mean
  expect(vote(["\\boxed{\\text{B}}", "so \\boxed{(b)}"])).toBe(0)
  expect(vote(["\\boxed{B}", "\\boxed{C}"])).toBe(1 / 3)
})

test("wrong answers without a box vote, too, and no answer does not", () => {
  const right = response("a", 0, true, "The answer is A.")
  const wrong = (sample: number, reason: string): Response => ({
    ...response("a", sample, false, "The answer is B."),
    reason
  })
  const none = (sample: number): Response => ({
    ...response("a", sample, false, "none"),
    verdict: "malformed",
    reason: "no option"
  })
  expect(metrics([right, wrong(1, "answered B"), wrong(2, "answered B")]).majority!.mean).toBe(0)
  expect(metrics([right, wrong(1, "answered B"), wrong(2, "answered C")]).majority!.mean).toBe(1 / 3)
  expect(metrics([right, none(1), none(2), none(3)]).majority!.mean).toBe(1)
})

test("two evaluations are compared over the problems that they have in common", () => {
  const before = [
    ...["a", "b", "c", "d"].map((problem) => response(problem, 0, problem === "a")),
    response("only here", 0, true)
  ]
  const after = ["a", "b", "c", "d"].map((problem) => response(problem, 0, problem !== "d"))
  expect(compare(before, after)).toMatchObject({
    problems: 4,
    before: 0.25,
    after: 0.75,
    difference: { mean: 0.5 },
    // Two problems moved, both the same way: of four signs two are as far.
    p: 0.5
  })
  expect(compare(before, [response("other", 0, true)])).toBeUndefined()
})

test("the same evaluation does not differ from itself", () => {
  const all = Array.from({ length: 30 }, (_, index) => response(`p${index}`, 0, index % 3 === 0))
  expect(compare(all, all)).toMatchObject({ difference: { mean: 0, interval: { low: 0, high: 0 } }, p: 1 })
})
