import { describe, expect, test } from "bun:test"
import { Effect, Either } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import * as BoundedVerdict from "../BoundedVerdict.ts"
import { same } from "./cases/same.ts"
import { hostile } from "./hostile.ts"
import * as MathJudge from "./MathJudge.ts"

const run = <A, E>(
  use: (judge: typeof MathJudge.MathJudge.Service["judge"]) => Effect.Effect<A, E>,
  options: MathJudge.Options = {}
): Promise<A> =>
  Effect.flatMap(MathJudge.MathJudge, ({ judge }) => use(judge)).pipe(
    Effect.provide(MathJudge.layer(options)),
    Effect.runPromise
  )

/** Equal to x, and slow to be found so. */
const slow = `\\boxed{x${"+\\tan(\\ln(\\cos(x^\\pi)))-\\tan(\\ln(\\cos(x^\\pi)))".repeat(7)}}`

const children = (): ReadonlyArray<string> =>
  process.platform !== "linux"
    ? []
    : readdirSync("/proc/self/task").flatMap((task) =>
      readFileSync(`/proc/self/task/${task}/children`, "utf8").trim().split(" ")
    ).filter((pid) =>
      pid !== "" && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("judge/math/main.ts")
    )

describe("a response", () => {
  test("is judged by its last closed box", async () => {
    const tags = await run((judge) =>
      Effect.forEach([
        "\\boxed{4} no, \\boxed{\\frac{10}{4}}",
        "\\boxed{2.5} … \\boxed{",
        "\\boxed{2.5, 3.5}",
        "2.5",
        "\\boxed{}",
        `\\boxed{${"2".repeat(MathJudge.maxLength + 1)}}`,
        "{".repeat(1_000_000),
        "\\boxed{process.exit(1)}"
      ], (response) => Effect.map(judge("\\boxed{\\frac52}", response), ({ _tag }) => _tag))
    )
    expect(tags).toEqual([
      "Accepted",
      "Accepted",
      "Wrong",
      "Malformed",
      "Malformed",
      "Malformed",
      "Malformed",
      "Malformed"
    ])
  }, 60_000)

  test("needs a gold", async () => {
    const failures = await run((judge) =>
      Effect.forEach(
        ["", "\\boxed{ }", "9".repeat(MathJudge.maxLength + 1)],
        (gold) => Effect.either(judge(gold, "\\boxed{5}"))
      )
    )
    expect(failures.map((each) => Either.isLeft(each) && each.left.reason)).toEqual([
      "InvalidGold",
      "InvalidGold",
      "InvalidGold"
    ])
  })
})

describe("a process", () => {
  test("is killed at the deadline, and another takes its place", async () => {
    const verdicts = await run(
      (judge) =>
        Effect.forEach(["\\boxed{x}", slow, "\\boxed{1x}", slow, "\\boxed{2x}"], (each) => judge("x", each)),
      { deadline: "200 millis" }
    )
    expect(verdicts.map(({ _tag }) => _tag)).toEqual([
      "Accepted",
      "TimedOut",
      "Accepted",
      "TimedOut",
      "Wrong"
    ])
    expect(BoundedVerdict.toJson(verdicts[1]!)).toEqual({
      verdict: "timed-out",
      reason: expect.stringMatching(/^no verdict after \d+ ms of CPU time/)
    })
  }, 120_000)

  test.skipIf(process.platform !== "linux")(
    "that dies costs one verdict, and none is left in the end",
    async () => {
      const verdicts = await run((judge) =>
        Effect.gen(function*() {
          yield* judge("2x", "\\boxed{x+x}")
          const asked = yield* Effect.fork(judge("x", slow))
          yield* Effect.sleep("100 millis")
          for (const pid of children()) process.kill(Number(pid), "SIGKILL")
          return [yield* asked, yield* judge("2x", "\\boxed{x+x}")]
        }), { deadline: "1 minute" })
      expect(verdicts.map(({ _tag }) => _tag)).toEqual(["TimedOut", "Accepted"])
      expect(children()).toEqual([])
    },
    120_000
  )

  test.skipIf(process.platform !== "linux")("is killed when no one waits for it any more", async () => {
    const verdict = await run((judge) =>
      Effect.gen(function*() {
        yield* Effect.timeoutOption(judge("x", slow), "2 seconds")
        return yield* judge("2x", "\\boxed{x+x}")
      }), { deadline: "1 minute" })
    expect(verdict._tag).toBe("Accepted")
  }, 120_000)
})

test("hostile answers get a verdict, and only what the cases hold for right is accepted", async () => {
  const asked = Array.from({ length: 100 }, (_, index) => hostile(index))
  const verdicts = await run(
    (judge) => Effect.forEach(asked, ({ gold, response }) => judge(gold, response)),
    {
      workers: 2
    }
  )
  const right = new Set(
    same.flatMap((pair) => pair.map((side) => JSON.stringify([pair[0], `\\boxed{${side}}`])))
  )
  const accepted = asked.filter((_, at) => verdicts[at]!._tag === "Accepted")
  expect(accepted.filter(({ gold, response }) => !right.has(JSON.stringify([gold, response])))).toEqual([])
}, 300_000)
