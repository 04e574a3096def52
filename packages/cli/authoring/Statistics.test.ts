import * as InProcess from "@scaler/contract/testing/InProcess"
import { planted, sum, type Values } from "@scaler/contract/testing/planted"
import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import * as Statistics from "./Statistics.ts"

const options = { count: 200, seed: 3 }

const levelOf = (fault: Parameters<typeof planted>[0], level = 15) =>
  Effect.runPromise(Statistics.ofLevel(InProcess.make(planted(fault)), level, options))

describe("ofLevel", () => {
  test("counts answers and characters as drawing the same instances does", async () => {
    const subject = InProcess.make(planted({}))
    const measured = await levelOf({})
    const places = Array.from({ length: options.count }, (_, index) => ({ level: 15, seed: 3, index }))
    const drawn = (await Effect.runPromise(subject.draw(places))).map((one) => Effect.runSync(one))
    const counts = Object.values(Object.groupBy(drawn, ({ gold }) => String(gold))).map((some) =>
      some!.length
    )
    expect(measured.distinct).toBe(counts.length)
    expect(measured.commonest.share).toBeCloseTo(Math.max(...counts) / options.count)
    // Answers are unique, so the best guess is right as often as it is the answer.
    expect(measured.guess.score).toBe(measured.commonest.share)
    expect(measured.prompt.longest).toBe(Math.max(...drawn.map(({ statement }) => statement.length + 1)))
    expect(measured.breaches).toEqual([])
  })

  test("flags an answer that is too frequent, and too few answers", async () => {
    const often = (one: Values) => one.values[0]! % 5 < 2 ? 0 : sum(one)
    const frequent = await levelOf({ solve: often })
    expect(frequent.commonest.answer).toBe(0)
    expect(frequent.breaches[0]).toContain("one answer has")
    const few = await levelOf({ solve: ({ values }) => values[0]! % 5 })
    expect(few.breaches).toEqual(["5 different answers among 100, fewer than 10"])
  })

  test("holds guesses against the environment's own check", async () => {
    const lenient = await levelOf({
      check: ({ values }, answer) => values.length > 0 && answer > 0 ? true : "no"
    })
    expect(lenient.commonest.share).toBeLessThan(0.1)
    expect(lenient.guess.score).toBe(1)
    expect(lenient.breaches).toEqual(["a guess is accepted for 100 %, more than 30 %"])
  })
})

test("a level that fails is said, and the others are measured", async () => {
  const solve = (one: Values) => {
    if (one.values.length > 30) throw new Error("too long")
    return sum(one)
  }
  const levels = await Effect.runPromise(
    Statistics.ofEnvironment(InProcess.make(planted({ solve })), { count: 5, seed: 0 })
  )
  expect(levels.map((one) => "error" in one)).toEqual(levels.map(({ level }) => level >= levels.length - 3))
  expect(levels.at(-1)).toMatchObject({ error: expect.stringContaining("too long") })
})
