/** The command line as its users meet it: in a process of its own, from the outside. */
import { describe, expect, test } from "bun:test"
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { below } from "./Processes.ts"
import { jsonLines as json, outcome as scaler, start } from "./verify/scaler.ts"

const folder = mkdtempSync(join(tmpdir(), "scaler-cli-"))
const seconds = 1000

/** The README's environment, as a user's file. */
const source = /```ts\n([^]*?)```/.exec(
  readFileSync(resolve(import.meta.dir, "../../README.md"), "utf8")
)![1]!
const inversions = join(folder, "inversions.ts")
writeFileSync(inversions, source)

describe("scaler env", () => {
  test("list names every environment once", async () => {
    const { code, output } = await scaler(["env", "list", "--json"])
    const names = json(output).map(({ name }) => name)
    expect(code).toBe(0)
    expect(names).toEqual([...new Set(names)].sort())
    expect(names).toContain("longest-increasing-subsequence")
  }, 20 * seconds)

  test("sample gives the same instances for the same coordinates, and says all of them", async () => {
    const args = ["env", "sample", "sorting", "--level", "3", "--seed", "5", "--count", "40", "--json"]
    const [first, second] = [await scaler(args), await scaler(args)]
    expect(second.output).toBe(first.output)
    const rows = json(first.output)
    expect(rows).toHaveLength(40)
    expect(rows.map(({ index }) => index)).toEqual([...rows.keys()])
    for (const { environment, gold, instance, level, prompt, scale, seed } of rows) {
      expect({ environment, level, seed }).toEqual({ environment: "sorting", level: 3, seed: 5 })
      const { values } = instance as { readonly values: ReadonlyArray<number> }
      expect(gold).toEqual(values.toSorted((a, b) => a - b))
      expect(prompt).toContain(values.join(" "))
      expect(Object.keys(scale as object)).toEqual(["n", "maxValue"])
    }
    const more = await scaler([...args.slice(0, -2), "50", "--json"])
    expect(more.output.startsWith(first.output)).toBe(true)
  }, 60 * seconds)

  test("show says how long prompts are, level by level", async () => {
    const { code, output } = await scaler(["env", "show", "sorting", "--json"])
    expect(code).toBe(0)
    const [shown] = json(output)
    const { ladder, promptLengths } = shown as { ladder: Array<{ n: number }>; promptLengths: Array<number> }
    expect(promptLengths).toHaveLength(ladder.length)
    for (const level of [0, 12, 29]) {
      const rows = json(
        (await scaler(["env", "sample", "sorting", "--level", `${level}`, "--count", "200", "--json"])).output
      )
      const longest = Math.max(...rows.map(({ prompt }) => (prompt as string).length))
      const most = "Sort  in ascending order.\n".length + ladder[level]!.n * 5
      expect(promptLengths[level]!).toBeGreaterThan(longest * 0.9)
      expect(promptLengths[level]!).toBeLessThan(most)
    }
    const { output: text } = await scaler(["env", "show", "sorting"])
    expect(text).toContain(`prompts     ${promptLengths.join(" ")}\n`)
  }, 120 * seconds)

  test("suggests the nearest name, and names the levels there are", async () => {
    const unknown = await scaler(["env", "show", "longest-increasing-subsequense"])
    expect(unknown.code).toBe(1)
    expect(unknown.errors).toContain("Did you mean longest-increasing-subsequence")
    const level = await scaler(["env", "sample", "sum", "--level", "99"])
    expect(level.code).toBe(1)
    expect(level.errors).toContain("levels 0 to 29")
  }, 40 * seconds)

  test("check passes the README's environment, and names what is wrong with a wrong one", async () => {
    const wrong = join(folder, "wrong.ts")
    const forbidden = join(folder, "forbidden.ts")
    writeFileSync(wrong, source.replace("(later) => later < value", "(later) => later <= value"))
    writeFileSync(
      forbidden,
      source.replace("const sorted = [...values]", "const sorted = [...values, Math.random()]")
    )
    expect(await scaler(["env", "check", inversions])).toMatchObject({ code: 0, errors: "" })

    const failed = await scaler(["env", "check", wrong, "--json", "--seed", "3"])
    expect(failed.code).toBe(1)
    const [report] = json(failed.output)
    const checks = report!["checks"] as ReadonlyArray<
      { name: string; passed: boolean; failure?: { seed: number } }
    >
    const brute = checks.find(({ name }) => name === "brute-force")!
    expect(brute).toMatchObject({ passed: false, failure: { seed: 3 } })

    const refused = await scaler(["env", "check", forbidden])
    expect(refused.code).toBe(1)
    const line = readFileSync(forbidden, "utf8").split("\n").findIndex((text) =>
      text.includes("Math.random")
    ) + 1
    expect(refused.errors).toContain(`forbidden.ts:${line}:`)
  }, 120 * seconds)
})

test("help and refusals are plain text where they go into a pipe", async () => {
  const help = await scaler(["env", "--help"])
  expect(help.output).toContain("DESCRIPTION")
  const refused = await scaler(["env", "sample", "sum", "--level", "high"])
  expect(refused.code).toBe(1)
  expect(refused.errors).toContain("high")
  // oxlint-disable-next-line no-control-regex
  expect(help.output + refused.output + refused.errors).not.toMatch(/\u001b/)
}, 40 * seconds)

describe("--sandbox", () => {
  const sample = (mode: string) =>
    scaler(["env", "sample", "balanced-brackets", "--count", "3", "--json", "--sandbox", mode])

  test("chooses how environments are confined, and changes nothing that they draw", async () => {
    const [portable, none] = [await sample("portable"), await sample("none")]
    expect(portable).toMatchObject({ code: 0, errors: "" })
    expect(json(portable.output)).toHaveLength(3)
    expect(none).toMatchObject({ code: 0, output: portable.output })
    expect(none.errors).toContain("Warning: environments run without a sandbox")
  }, 60 * seconds)

  test("is an option of every command that runs environments, and of no other", async () => {
    const { output } = await scaler(["--help"])
    const having = [
      ...output.matchAll(/ - (\w+(?: [a-z]+)?)[^\n]* \[--sandbox strong \| standard \| portable \| none\]/g)
    ]
    // The options of a command stand before its subcommands, too.
    expect([...new Set(having.map(([, command]) => command))]).toEqual([
      "train",
      "eval",
      "env list",
      "env show",
      "env sample",
      "env preview",
      "env check",
      "env stats",
      "env calibrate",
      "env duplicates",
      "env export",
      "synth",
      "experiment run",
      "judge"
    ])
    const wrong = await sample("maximum")
    expect(wrong.code).toBe(1)
    expect(wrong.errors).toContain("strong, standard, portable, none")
  }, 60 * seconds)
})

describe("scaler judge", () => {
  test("gives a verdict per line, by the environment's own checker where it has one", async () => {
    const instance = { vertices: 3, edges: [[0, 1], [0, 2]] }
    const line = (response: string, given: object = instance) =>
      JSON.stringify({ instance: given, gold: [0, 1, 2], response })
    const sample = await scaler(["env", "sample", "topological-order", "--json"])
    const drawn = json(sample.output)[0]!
    const gold = drawn["gold"] as ReadonlyArray<number>
    const input = [
      JSON.stringify({ instance: drawn["instance"], gold, response: `so \\boxed{[${gold.join(", ")}]}` }),
      JSON.stringify({
        instance: drawn["instance"],
        gold,
        response: `\\boxed{[${gold.toReversed().join(", ")}]}`
      }),
      JSON.stringify({ instance: drawn["instance"], gold, response: "no box" }),
      line("\\boxed{[0, 1, 2]}", { unheard: 1 })
    ].join("\n")
    const { code, output } = await scaler(["judge", "topological-order", "--json"], input)
    const [accepted, wrong, malformed, invalid] = json(output)
    expect(accepted).toEqual({ verdict: "accepted" })
    expect(wrong).toMatchObject({ verdict: "wrong" })
    expect(malformed).toMatchObject({ verdict: "malformed" })
    expect(invalid!["error"]).toBeString()
    expect(code).toBe(1)
  }, 60 * seconds)
})

describe("scaler curriculum replay", () => {
  test("refuses traces that the controller does not follow", async () => {
    const traces = resolve(import.meta.dir, "../../../shared/data/controller-traces.json")
    if (!existsSync(traces)) return console.warn(`skipped: there is no ${traces}`)
    expect(await scaler(["curriculum", "replay", traces])).toMatchObject({ code: 0 })
    const bent = join(folder, "traces.json")
    writeFileSync(
      bent,
      readFileSync(traces, "utf8").replace(/"difficulty_after": ?0\.125/, "\"difficulty_after\": 0.126")
    )
    expect(await scaler(["curriculum", "replay", bent, "--json"])).toMatchObject({ code: 1 })
    const none = await scaler(["curriculum", "replay", join(folder, "absent.json")])
    expect(none).toMatchObject({ code: 1 })
    expect(none.errors).toContain("absent.json")
  }, 40 * seconds)
})

describe("scaler doctor", () => {
  test("says of every backend and sandbox mode whether it works, and what adds it", async () => {
    const { output } = await scaler(["doctor", "--json"])
    const [found] = json(output) as [
      Record<string, ReadonlyArray<{ name: string; works: boolean; remedy?: string }>>
    ]
    expect(found["backends"]!.map(({ name }) => name)).toEqual([
      "tensorflow-gpu",
      "onnxruntime",
      "openblas",
      "tensorflow",
      "wasm",
      "webgpu"
    ])
    expect(found["sandbox"]!.map(({ name }) => name)).toEqual(["strong", "standard", "portable"])
    expect(found["backends"]!.find(({ name }) => name === "wasm")!.works).toBe(true)
  }, 60 * seconds)
})

describe("scaler train", () => {
  const args = (directory: string, ...more: ReadonlyArray<string>) =>
    ["train", "smoke", "--run-dir", directory, "--json", ...more] as const

  test("prints one object per step, the last one the final state", async () => {
    const { code, output } = await scaler(args(join(folder, "whole")))
    expect(code).toBe(0)
    const lines = json(output)
    const final = lines.pop()!
    expect(lines.map(({ phase, step }) => `${phase} ${step}`)).toEqual([
      ...Array.from({ length: 40 }, (_, step) => `warmup ${step + 1}`),
      ...Array.from({ length: 8 }, (_, step) => `training ${step + 1}`)
    ])
    expect(final).toMatchObject({
      status: "finished",
      position: { phase: "training", step: 8 },
      quarantined: []
    })
  }, 120 * seconds)

  test("saves and exits with 130 on Ctrl-C, and resumed ends with the same weights", async () => {
    const directory = join(folder, "interrupted")
    const child = start(args(directory))
    const errors = child.stderr.text()
    let lines = 0
    for await (const chunk of child.stdout) {
      lines += chunk.filter((byte) => byte === 10).length
      if (lines >= 6 && !child.killed) child.kill("SIGINT")
    }
    expect(await child.exited).toBe(130)
    expect(await errors).toContain("Saving")
    const again = await scaler(args(directory, "--resume"))
    expect(again.code).toBe(0)
    const whole = await scaler(args(join(folder, "whole"), "--resume"))
    const weights = (output: string) => json(output).at(-1)!["weights"]
    expect(weights(again.output)).toEqual(weights(whole.output))
  }, 120 * seconds)

  test("says so when the policy's process dies, and resumed ends with the same weights", async () => {
    const directory = join(folder, "crashed")
    const child = start(args(directory))
    const errors = child.stderr.text()
    let lines = 0
    for await (const chunk of child.stdout) {
      lines += chunk.filter((byte) => byte === 10).length
      if (lines >= 10) { for (const pid of below(child.pid, "tfjs/main.ts")) process.kill(pid, "SIGKILL") }
    }
    expect(await child.exited).toBe(1)
    expect(await errors).toContain("resume")
    const again = await scaler(args(directory, "--resume"))
    const whole = await scaler(args(join(folder, "whole"), "--resume"))
    expect(json(again.output).at(-1)!["weights"]).toEqual(json(whole.output).at(-1)!["weights"])
  }, 120 * seconds)

  test("trains on an environment file of the user's, outside of the repository", async () => {
    const { code, errors, output } = await scaler(
      args(join(folder, "own"), "--env", inversions, "--env", "sum")
    )
    expect(errors).toBe("")
    expect(code).toBe(0)
    const steps = json(output).filter(({ phase }) => phase === "training")
    const environments = steps[0]!["environments"] as ReadonlyArray<{ readonly environment: string }>
    expect(environments.map(({ environment }) => environment)).toEqual(["inversions", "sum"])
  }, 120 * seconds)

  test("names the field of a recipe that is wrong, and the nearest recipe", async () => {
    const steps = await scaler(["train", "--steps", "-4", "--run-dir", join(folder, "never")])
    expect(steps).toMatchObject({ code: 1 })
    expect(steps.errors).toContain("steps: Expected a non-negative number")
    const recipe = await scaler(["train", "quikstart", "--run-dir", join(folder, "never")])
    expect(recipe.errors).toContain("Did you mean quickstart?")
    expect(existsSync(join(folder, "never"))).toBe(false)
  }, 40 * seconds)

  test("names what has changed since the run was started", async () => {
    const copy = join(folder, "copy")
    cpSync(join(folder, "whole"), copy, { recursive: true })
    const { code, errors } = await scaler(args(copy, "--resume", "--backend", "wasm"))
    expect(code).toBe(1)
    expect(errors).toContain("facts.backend")
    expect(errors).toContain("--allow-changed")
  }, 60 * seconds)
})
