import { layer } from "@scaler/sandbox/native/Native"
import { describe, expect } from "bun:test"
import { Effect, Either } from "effect"
import { nativeTest } from "../testing/nativeTest.ts"
import { afterFirst, entry, generator, largest, loop, sorted } from "./testing.ts"
import { verify } from "./Verification.ts"

const verified = (change: Parameters<typeof entry>[0]) =>
  Effect.runPromise(Effect.either(Effect.provide(verify(entry(change)), layer())))

nativeTest("three solutions that agree everywhere are an oracle", async () => {
  const result = await verified({})
  expect(result).toMatchObject({
    right: { answer: { kind: "bigint" }, oracle: [0, 1, 2], refuted: [], instances: 202 }
  })
})

nativeTest("C++ comes before Python, and what does not compile is left out by its reason", async () => {
  const cpp = `#include <bits/stdc++.h>
int main() { int n, x, best = 0; std::cin >> n; while (std::cin >> x) best = std::max(best, x); std::cout << best; }`
  const result = await verified({
    solutions: [
      { language: "python", source: largest },
      { language: "python", source: "print(" },
      { language: "cpp", source: "int main() { return missing; }" },
      { language: "cpp", source: cpp },
      { language: "python", source: sorted }
    ]
  })
  if (Either.isLeft(result)) throw result.left
  expect(result.right.oracle).toEqual([3, 0, 4])
  expect(result.right.refuted.map(({ solution }) => solution)).toEqual([1, 2])
  for (const { message } of result.right.refuted) expect(message).toStartWith("does not compile: ")
})

nativeTest("a solution that is wrong on some instances is refuted, with one of them", async () => {
  const result = await verified({ sources: [largest, afterFirst, sorted, loop] })
  if (Either.isLeft(result)) throw result.left
  expect(result.right.oracle).toEqual([0, 2, 3])
  expect(result.right.refuted).toEqual([
    { solution: 1, message: expect.stringMatching(/^answers \d+, where 3 others answer \d+, to "/) }
  ])
})

describe("a defect is named by its stage:", () => {
  const defects: ReadonlyArray<[string, Parameters<typeof entry>[0], string, string]> = [
    ["too few solutions", { sources: [largest, sorted] }, "solutions", "2 solutions can be used"],
    [
      "too few that are right",
      { sources: [largest, afterFirst, sorted] },
      "solutions",
      "2 solutions can be used"
    ],
    ["no majority", { sources: [largest, afterFirst, "print(1)"] }, "agreement", "solutions answer"],
    [
      "a constant answer",
      { sources: ["print(7)", "print(7)", "print(7)"] },
      "diversity",
      "1 different answers"
    ],
    [
      "a generator that throws",
      { generator: generator("    raise ValueError('too small')") },
      "generator",
      "too small"
    ],
    ["a generator that is no function", { generator: "generate_testcase = 1" }, "generator", "at {\"n\":1}"],
    [
      "a generator that hides what it remembers",
      {
        generator: generator(
          "    import builtins\n    x = builtins.seen = getattr(builtins, 'seen', 0) + 1\n    return f'1\\n{x}\\n', {'a': x}"
        )
      },
      "repetition",
      ""
    ]
  ]
  for (const [name, change, stage, message] of defects) {
    nativeTest(name, async () => {
      const result = await verified(change)
      if (Either.isRight(result)) throw new Error("it was admitted")
      expect(result.left).toMatchObject({ _tag: "Defect", stage })
      expect(result.left.message).toContain(message)
    })
  }
})
