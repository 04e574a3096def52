/** `scaler runs` from the outside, on runs that were made here. */
import { directory, recipe, run } from "@scaler/runtime/testing/testRun"
import { beforeAll, describe, expect, test } from "bun:test"
import { Effect, Fiber } from "effect"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { start } from "./verify/scaler.ts"

const seconds = 1000
const folder = join(dirname(directory()), "runs")
const path = (name: string) => join(folder, name)

const scaler = async (...args: ReadonlyArray<string>) => {
  const child = start(["runs", ...args, "--dir", folder])
  const [output, errors, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { output, errors, code }
}

const json = (output: string): Array<Record<string, unknown>> =>
  output.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>)

const outcomes: Record<string, Effect.Effect.Success<ReturnType<typeof run>["outcome"]>> = {}

beforeAll(async () => {
  for (
    const [name, changes] of Object.entries({
      first: { recipe: { ...recipe, steps: 40 } },
      second: { recipe: { ...recipe, seed: 2 } },
      third: { stopAfter: 9 }
    })
  ) {
    outcomes[name] = await Effect.runPromise(run({ ...changes, directory: path(name) }).outcome)
  }
  mkdirSync(path("foreign"))
  mkdirSync(path("torn"))
  writeFileSync(join(path("torn"), "run.json"), readFileSync(join(path("first"), "run.json")))
  writeFileSync(
    join(path("torn"), "run.sqlite"),
    readFileSync(join(path("first"), "run.sqlite")).subarray(0, 6000)
  )
  writeFileSync(path("notes.txt"), "no run")
})

describe("scaler runs list", () => {
  test("has a line for every run, and names what is none and why", async () => {
    const { code, errors, output } = await scaler("list")
    expect({ code, errors }).toEqual({ code: 0, errors: "" })
    const lines = output.split("\n")
    expect(lines.find((line) => line.startsWith("first "))).toMatch(/ finished +40\/40 /)
    expect(lines.find((line) => line.startsWith("third "))).toMatch(/ stopped +3\/12 /)
    expect(lines.find((line) => line.startsWith("foreign: "))).toContain("holds no run")
    expect(lines.find((line) => line.startsWith("torn: "))).toContain("run.sqlite could not be read")

    const rows = json((await scaler("list", "--json")).output)
    expect(rows.map(({ name }) => name)).toEqual(["first", "foreign", "second", "third", "torn"])
    for (const row of rows.filter((row) => row["error"] === undefined)) {
      const { best, meanLevel, position, status, test } = outcomes[row["name"] as string]!
      expect(row).toMatchObject({ status, position, meanLevel, ...(test === null ? {} : { test }) })
      expect((row["best"] as { readonly checkpoint: string }).checkpoint).toBe(best!)
    }
  }, 20 * seconds)

  test("shows a run while it goes on, and does not disturb it", async () => {
    let isDone = false
    const stopRequested = Effect.sync(() => isDone)
    const endless = {
      directory: path("going"),
      recipe: { ...recipe, steps: 1e6 },
      delay: () => 5,
      stopRequested
    }
    const going = Effect.runFork(run(endless).outcome)
    const shown = await scaler("show", "going", "--json")
    expect(json(shown.output)[0]).toMatchObject({ name: "going", status: "running", test: { final: null } })
    expect((await scaler("list")).output).toMatch(/^going +running /m)
    isDone = true
    const { position, status } = await Effect.runPromise(Fiber.join(going))
    expect(status).toBe("stopped")
    const after = await scaler("show", "going", "--json")
    expect(json(after.output)[0]).toMatchObject({ status, position })
  }, 30 * seconds)

  test("says what to do where there is no folder", async () => {
    const child = start(["runs", "list", "--dir", join(folder, "none")])
    expect(await child.exited).toBe(1)
    expect(await child.stderr.text()).toContain("--dir")
  }, 20 * seconds)
})

describe("scaler runs show", () => {
  test("tells everything as JSON, by name or by path", async () => {
    const byName = await scaler("show", "first", "--json")
    expect(byName.code).toBe(0)
    const [shown] = json(byName.output)
    expect(json((await scaler("show", path("first"), "--json")).output)[0]).toEqual(shown!)
    const written = JSON.parse(readFileSync(join(path("first"), "run.json"), "utf8"))
    expect(shown).toMatchObject(written)
    const { curves, events } = shown as Record<
      string,
      Record<string, ReadonlyArray<{ readonly step: number }>>
    >
    expect(curves!["accuracy"]!.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    expect(curves!["validation"]!.map(({ step }) => step)).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40])
    expect(curves!["meanLevel"]).toHaveLength(40)
    expect(events).toHaveLength(2)
  }, 20 * seconds)

  test("fits 80 columns, and leaves nothing of the recipe out", async () => {
    const { output } = await scaler("show", "first")
    const lines = output.split("\n")
    expect(Math.max(...lines.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(80)
    const { afterWarmup, final } = outcomes["first"]!.test!
    expect(output).toContain(
      `${(100 * afterWarmup).toFixed(1)} % after warm-up, ${(100 * final).toFixed(1)} % at the end`
    )
    for (const key of Object.keys(recipe)) expect(output).toMatch(new RegExp(`^  ${key} `, "m"))
    for (const environment of ["alpha", "beta"]) expect(output).toContain(`${environment} enters slot`)
    expect(lines.filter((line) => line.includes("step 0 "))).toHaveLength(3)
  }, 20 * seconds)

  test("suggests the nearest names, and says what is not a whole run", async () => {
    const unknown = await scaler("show", "secnd")
    expect(unknown.code).toBe(1)
    expect(unknown.errors).toContain("Did you mean second?")
    const asPath = await scaler("show", path("thirt"))
    expect(asPath.errors).toContain("Did you mean third?")
    for (const [name, why] of [["foreign", "holds no run"], ["torn", "could not be read"]] as const) {
      const { code, errors, output } = await scaler("show", name)
      expect({ code, output }).toEqual({ code: 1, output: "" })
      expect(errors).toContain(why)
      expect(errors).not.toContain("    at ")
    }
  }, 40 * seconds)
})

describe("scaler runs compare", () => {
  test("puts figures side by side, and names what differs", async () => {
    const names = ["first", "second", "third"]
    const [compared] = json((await scaler("compare", ...names, "--json")).output)
    const listed = json((await scaler("list", "--json")).output)
    expect(compared!["runs"]).toEqual(names.map((name) => listed.find((row) => row["name"] === name)!))
    expect(compared!["differences"]).toEqual([
      { path: "recipe.seed", values: [1, 2, 1] },
      { path: "recipe.steps", values: [40, 12, 12] }
    ])
    const { output } = await scaler("compare", ...names)
    expect(output).toContain("recipe.seed   1 | 2 | 1\n")
    expect((await scaler("compare", "third", "third")).output).toContain("are the same")
  }, 40 * seconds)

  test("asks for two runs at least", async () => {
    expect((await scaler("compare", "first")).code).toBe(1)
  }, 20 * seconds)
})
