/** `scaler experiment` from the outside, on a small simulation. */
import { ladders, simulatedAblation } from "@scaler/experiments/catalog/simulatedAblation"
import type { ExperimentSettings } from "@scaler/experiments/Experiment"
import { afterAll, describe, expect, test } from "bun:test"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { start } from "./verify/scaler.ts"

const seconds = 1000
const folder = mkdtempSync(join(tmpdir(), "scaler-experiment-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const scaler = async (...args: ReadonlyArray<string>) => {
  const child = start(["experiment", ...args])
  const [output, errors, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { output, errors, code }
}

const [first, second] = simulatedAblation.arms.filter(({ name }) => name === "uniform" || name === "window")
const small = {
  ...simulatedAblation,
  name: "small",
  learner: { _tag: "simulated", learner: {}, pool: { ...ladders, environments: 12, neverTrained: 4 } },
  seeds: [1, 2],
  rollouts: 3 * 64 * 8,
  arms: [first!, second!]
} satisfies ExperimentSettings

const file = join(folder, "small.ts")
writeFileSync(file, `export default ${JSON.stringify(small)}\n`)

describe("scaler experiment", () => {
  test("list says what each asks and compares", async () => {
    const { output } = await scaler("list", "--json")
    const listed = output.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(listed.find(({ name }) => name === "ablation")).toMatchObject({
      arms: ["data-set", "uniform", "ceiling", "controller", "window", "weighted", "bayesian"],
      baseline: "window",
      seeds: [1, 2, 3, 4, 5, 6, 7, 8],
      runs: 56
    })
  }, 60 * seconds)

  test("run makes what is not finished, and report says what came of it", async () => {
    const directory = join(folder, "run")
    const partial = await scaler("run", file, "--dir", directory, "--seeds", "1", "--json")
    expect(partial).toMatchObject({ code: 0 })
    expect(partial.errors).toContain("small: 2 arms × 1 seeds, 1536 rollouts each; 0 of 2 runs are finished.")
    expect(partial.errors).toContain("[2/2] ")
    const whole = await scaler("run", file, "--dir", directory)
    expect(whole).toMatchObject({ code: 0 })
    expect(whole.errors).toContain("2 of 4 runs are finished")
    expect(whole.errors).not.toContain("seed 1:")
    for (const made of ["report.html", "results.json", "plots/learning-curves.png"]) {
      expect(existsSync(join(directory, made))).toBe(true)
    }
    expect(whole.output).toMatch(/Groups with signal.*\n\s+uniform .*\n\s+window .*baseline/)
    expect((await scaler("report", directory)).output).toBe(whole.output)
  }, 180 * seconds)

  test("a larger budget goes on with what is there, another recipe does not", async () => {
    const directory = join(folder, "run")
    const more = await scaler("run", file, "--dir", directory, "--rollouts", String(4 * 64 * 8))
    expect(more).toMatchObject({ code: 0 })
    const changed = join(folder, "changed.ts")
    const arms = small.arms.map((arm) => ({ ...arm, recipe: { ...arm.recipe, quarantineAfter: 7 } }))
    writeFileSync(changed, `export default ${JSON.stringify({ ...small, arms, rollouts: 5 * 64 * 8 })}\n`)
    const { code, errors } = await scaler("run", changed, "--dir", directory)
    expect(code).toBe(1)
    expect(errors).toContain("recipe.quarantineAfter: 3 → 7")
  }, 180 * seconds)

  test("says what is wrong", async () => {
    expect(await scaler("run", "ablatoin")).toMatchObject({
      code: 1,
      errors: expect.stringContaining("There is no experiment named \"ablatoin\". Did you mean ablation?")
    })
    const nothing = join(folder, "nothing.ts")
    writeFileSync(nothing, "export const a = 1\n")
    expect((await scaler("run", nothing)).errors).toContain(`${nothing} exports no experiment`)
    const wrong = join(folder, "wrong.ts")
    writeFileSync(wrong, `export default ${JSON.stringify({ ...small, baseline: "none" })}\n`)
    expect((await scaler("run", wrong)).errors).toContain("baseline: must be an arm: uniform, window")
    expect((await scaler("report", join(folder, "nowhere"))).errors).toContain("holds no experiment")
  }, 120 * seconds)
})
