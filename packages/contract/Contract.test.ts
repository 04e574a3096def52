import { type SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { format, names, verify } from "./Contract.ts"
import * as InProcess from "./testing/InProcess.ts"
import { failedCheck, failedNames, planted, reportOf, sum, verified } from "./testing/planted.ts"

describe("an environment that keeps the contract", () => {
  test("passes every check, and none is skipped", async () => {
    const report = await reportOf(planted({}))
    expect(format(report)).toContain("planted keeps the contract")
    expect(report.checks.filter(({ skipped }) => skipped !== undefined)).toEqual([])
    expect(report.checks.map(({ name }) => name)).toEqual([...names])
  })

  test("has the same report for the same seed", async () => {
    expect(await reportOf(planted({}))).toEqual(await reportOf(planted({})))
  })

  test("may leave brute force and properties out: those checks are skipped, with the reason", async () => {
    const { brute: _, properties: __, ...bare } = planted({})
    const report = await reportOf(bare)
    expect(report.passed).toBe(true)
    expect(report.checks.flatMap(({ name, skipped }) => skipped === undefined ? [] : [name])).toEqual([
      "brute-force",
      "brute-force-on-schema",
      "properties"
    ])
  })
})

test("where only the verdict is asked for, the first failure ends it, and is not shrunk", async () => {
  const wrong = InProcess.make(planted({ solve: (one) => sum(one) + (one.values.includes(13) ? 1 : 0) }))
  const verdict = await Effect.runPromise(verify(wrong, { seed: 1, fresh: wrong, verdictOnly: true }))
  const whole = await verified(wrong)
  expect(verdict.passed).toBe(false)
  expect(verdict.checks.at(-1)!.name).toBe("brute-force")
  expect(whole.checks.length).toBeGreaterThan(verdict.checks.length)
  const words = (report: typeof whole) => failedCheck(report, "brute-force").failure!.counterexample!.words!
  expect(words(verdict).length).toBeGreaterThan(words(whole).length)
})

test("check names are stable", () => {
  expect(names).toEqual([
    "ladder",
    "axes-matter",
    "no-defects",
    "statement",
    "splits",
    "same-seed",
    "json-round-trip",
    "brute-force",
    "brute-force-on-schema",
    "properties",
    "gold-accepted",
    "mutants-refused",
    "garbage-malformed",
    "strict-instances",
    "varied-answers"
  ])
})

describe("a claimed ladder", () => {
  const subject = InProcess.make(planted({}))
  const withLadder = (ladder: SandboxedEnvironment["manifest"]["ladder"]) =>
    verified({ ...subject, manifest: { ...subject.manifest, ladder } })

  test.each(
    [
      ["is not harder", [{ n: 2, max: 29 }, { n: 3, max: 30 }, { n: 3, max: 30 }]],
      ["begins at", [{ n: 3, max: 29 }, { n: 4, max: 30 }]],
      ["outside", [{ n: 2, max: 29 }, { n: 41, max: 30 }]],
      ["lacks max", [{ n: 2 }]]
    ] as const
  )("%s", async (message, ladder) => {
    const report = await withLadder(ladder)
    expect(failedCheck(report, "ladder").failure!.message).toContain(message)
  })
})

describe("a call that the sandbox ends", () => {
  const ended = (reason: SandboxError["reason"]) =>
    Effect.fail(
      new SandboxError({ reason, environment: "planted", message: `the call was ended: ${reason}` })
    )
  const subject = InProcess.make(planted({}))

  test("is a failure of the environment", async () => {
    const report = await verified({ ...subject, brute: () => ended("WallTime") })
    expect(failedNames(report)).toEqual(["brute-force", "brute-force-on-schema"])
    expect(failedCheck(report, "brute-force").failure!.message).toBe("the call was ended: WallTime")
  })

  test("while drawing names the level", async () => {
    const report = await verified({
      ...subject,
      draw: (requests) => requests.some(({ level }) => level === 3) ? ended("Memory") : subject.draw(requests)
    })
    expect(failedCheck(report, "no-defects").failure!.counterexample!.level).toBe(3)
  })

  test("is an error where no sandbox works", async () => {
    const broken = { ...subject, draw: () => ended("Unavailable") }
    const error = await Effect.runPromise(Effect.flip(verify(broken, { seed: 1, fresh: broken })))
    expect(error.reason).toBe("Unavailable")
  })
})

test("the text of a report names the check, the seed and the counterexample", async () => {
  const text = format(
    await reportOf(planted({ solve: (one) => sum(one) + (one.values.includes(13) ? 1 : 0) }))
  )
  expect(text).toContain("planted breaks")
  expect(text).toContain("seed 1")
  expect(text).toMatch(/FAILED {3}brute-force \(\d+\): the oracle answers 14, the brute force 13/)
  expect(text).toMatch(/instance: \{"values":\[(0,13|13,0)\]\}/)
})
