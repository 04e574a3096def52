/** `scaler curriculum explain` from the outside, on runs that were made here. */
import * as Rules from "@scaler/runtime/curriculum/Rules"
import { directory, finish, recipe, say } from "@scaler/runtime/testing/testRun"
import { Database } from "bun:sqlite"
import { beforeAll, describe, expect, test } from "bun:test"
import { Schema } from "effect"
import { dirname, join } from "node:path"
import { start } from "./verify/scaler.ts"

const seconds = 1000
const folder = join(dirname(directory()), "runs")

const explain = async (...args: ReadonlyArray<string>) => {
  const child = start(["curriculum", "explain", ...args, "--dir", folder])
  const [output, errors, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { output, errors, code }
}

const json = (output: string): Array<Record<string, unknown>> =>
  output.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>)

beforeAll(async () => {
  for (const rule of ["bayesian", "window"] as const) {
    await finish({
      directory: join(folder, rule),
      environments: [say("alpha"), say("beta"), say("gamma")],
      recipe: {
        ...recipe,
        curriculum: Schema.decodeSync(Rules.Settings)(
          Rules.named(rule, { activeSet: { mode: "uniform", slots: 2 } })
        )
      }
    })
  }
}, 120 * seconds)

describe("scaler curriculum explain", () => {
  test("says of every environment in the last step why these levels, and why in or out", async () => {
    const { code, errors, output } = await explain("bayesian")
    expect({ code, errors }).toEqual({ code: 0, errors: "" })
    expect(output.match(/^step 12 {2}\w+$/gm)).toEqual(["step 12  alpha", "step 12  beta", "step 12  gamma"])
    expect(output).toMatch(/in +slot 0 since step \d+; its value is [\d.]+: learnability/)
    expect(output).toMatch(/level \d of 5: at a success rate of [\d.]+ a group has signal with chance [\d.]+/)
    expect(output).toMatch(/out +waits/)
  }, 60 * seconds)

  test("agrees with what was sampled in a step", async () => {
    const accounts = json((await explain("window", "--step", "7", "--json")).output)
    const database = new Database(join(folder, "window", "run.sqlite"), { readonly: true })
    const groups = database.query(
      "SELECT environment, level FROM groups WHERE phase = 'training' AND step = 7 ORDER BY environment, level"
    ).all() as ReadonlyArray<{ readonly environment: string; readonly level: number }>
    database.close()
    expect(accounts.map(({ environment }) => environment)).toEqual(["alpha", "beta", "gamma"])
    for (const { active, environment, explanation } of accounts) {
      const levels = groups.filter((group) => group.environment === environment).map(({ level }) => level)
      expect(active === null).toBe(levels.length === 0)
      if (active === null) continue
      expect((explanation as { readonly levels: ReadonlyArray<number> }).levels.toSorted()).toEqual(levels)
    }
  }, 60 * seconds)

  test("follows one environment through its steps", async () => {
    const accounts = json((await explain("window", "--env", "beta", "--json")).output)
    expect(accounts.map(({ environment, step }) => `${environment as string} ${step as number}`))
      .toEqual(Array.from({ length: 12 }, (_, i) => `beta ${i + 1}`))
  }, 60 * seconds)

  test("names what is nearest, and steps that have not been made", async () => {
    expect((await explain("window", "--env", "alphas")).errors).toContain("alpha")
    expect((await explain("window", "--step", "99")).errors).toContain("no training step 99")
  }, 60 * seconds)
})
