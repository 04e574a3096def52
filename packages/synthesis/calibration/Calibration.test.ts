import * as InProcess from "@scaler/contract/testing/InProcess"
import { planted, sum, type Values } from "@scaler/contract/testing/planted"
import { axisAt, isHarder } from "@scaler/dsl/Scale"
import { type SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { describe, expect, test } from "bun:test"
import { Effect, Either } from "effect"
import { calibrate } from "./Calibration.ts"

/** Times differ from machine to machine: no bound on them is ever met here. */
const options = { maxPrompt: 2048, maxMillis: Infinity, levels: 30 }

const calibrated = async (subject: SandboxedEnvironment, changes: Partial<typeof options> = {}) =>
  Either.getOrThrow(await Effect.runPromise(calibrate(subject, { ...options, ...changes })))

describe("calibrate", () => {
  test("leaves a ladder alone that goes as far as it can", async () => {
    const subject = InProcess.make(planted({}))
    const { isRight, ladder, stop } = await calibrated(subject)
    expect({ isRight, stop }).toEqual({ isRight: true, stop: undefined })
    expect(ladder).toEqual(subject.manifest.ladder)
  })

  test("ends at the prompt cap, and lets the axis that lengthens least go on", async () => {
    const subject = InProcess.make(planted({}))
    const { isRight, ladder, measured, stop } = await calibrated(subject, { maxPrompt: 100 })
    expect(isRight).toBe(false)
    expect(stop).toContain("100 characters")
    expect(ladder[0]).toEqual({ n: 2, max: 29 })
    for (const [level, scale] of ladder.slice(1).entries()) expect(isHarder(ladder[level]!, scale)).toBe(true)
    for (const { prompt } of measured) expect(prompt).toBeLessThanOrEqual(97)
    const { max, n } = ladder.at(-1)!
    // "Add " and ".", and a number of four digits and a space for each of n.
    expect(n! * 5).toBeWithin(70, 100)
    const even = axisAt(subject.manifest.axes["max"]!, Math.log(n! / 2) / Math.log(40 / 2))
    expect(max!).toBeGreaterThan(1.5 * even)
  })

  test("proposes a ladder that the environment then has, and finds right", async () => {
    const { ladder } = await calibrated(InProcess.make(planted({})), { maxPrompt: 100, levels: 8 })
    expect(ladder).toHaveLength(8)
    const again = InProcess.make(planted({ ladder: ladder as ReadonlyArray<{ n: number; max: number }> }))
    expect([...again.manifest.ladder]).toEqual([...ladder])
    expect(await calibrated(again, { maxPrompt: 100, levels: 8 })).toMatchObject({ isRight: true, ladder })
  })

  test("ends where the sandbox has to end the oracle", async () => {
    const whole = InProcess.make(planted({}))
    const slow = {
      reason: "CpuTime",
      environment: "planted",
      message: "planted: solve took too long"
    } as const
    const subject: SandboxedEnvironment = {
      ...whole,
      solve: (instances) =>
        (instances as ReadonlyArray<Values>).some(({ values }) => values.length > 12)
          ? Effect.fail(new SandboxError(slow))
          : whole.solve(instances)
    }
    const { ladder, stop } = await calibrated(subject)
    expect(stop).toBe(slow.message)
    expect(ladder.at(-1)).toEqual({ n: 12, max: 9_999 })
  })

  test("says why there is no ladder at all", async () => {
    const found = await Effect.runPromise(
      calibrate(InProcess.make(planted({})), { ...options, maxPrompt: 5 })
    )
    expect(Either.isLeft(found) ? found.left : "").toContain("cap of 5 characters")
    const throwing = InProcess.make(planted({
      solve: (one) => {
        if (one.values.length === 2) throw new Error("no such luck")
        return sum(one)
      }
    }))
    const failed = await Effect.runPromise(calibrate(throwing, options))
    expect(Either.isLeft(failed) ? failed.left : "").toContain("no such luck")
  })
})
