/** Environments of installed npm packages, in a project of a user's. */
import { BunContext } from "@effect/platform-bun"
import { afterAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import * as Installed from "./Installed.ts"
import { jsonLines, outcome } from "./verify/scaler.ts"

const seconds = 1000
const folder = mkdtempSync(join(tmpdir(), "scaler-installed-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** The README's environment, with its oracle in a file beside it. */
const source = /```ts\n([^]*?)```/.exec(
  readFileSync(resolve(import.meta.dir, "../../README.md"), "utf8")
)![1]!
  .replace("import * as Scale", "import { atMost } from \"../pairs.ts\"\nimport * as Scale")
  .replace("gold <= (values.length * (values.length - 1)) / 2", "gold <= atMost(values.length)")

const write = (file: string, content: string | object) => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content))
}

/** A project that depends on packages, of which those given are installed. */
const project = (name: string, packages: Readonly<Record<string, object>>) => {
  const root = join(folder, name)
  write(join(root, "package.json"), {
    dependencies: {
      absent: "1.0.0",
      ...Object.fromEntries(Object.keys(packages).map((each) => [each, "1.0.0"]))
    }
  })
  for (const [each, manifest] of Object.entries(packages)) {
    write(join(root, "node_modules", each, "package.json"), { name: each, version: "1.0.0", ...manifest })
    write(
      join(root, "node_modules", each, "pairs.ts"),
      "export const atMost = (n: number): number => (n * (n - 1)) / 2\n"
    )
    write(join(root, "node_modules", each, "envs/inversions.ts"), source)
  }
  return root
}

const declaring = { scaler: { environments: { puzzles: { inversions: "./envs/inversions.ts" } } } }
const root = project("project", { "@people/puzzles": declaring, plain: {} })
const name = "@people/puzzles/inversions"
const scaler = (...args: ReadonlyArray<string>) => outcome(args, undefined, root)

describe("an environment of an installed package", () => {
  test("is listed with its package, and found by what it declares", async () => {
    const listed = jsonLines((await scaler("env", "list", "--family", "puzzles", "--json")).output)
    expect(listed).toEqual([{ name, family: "puzzles", package: "@people/puzzles" }])
    const found = await scaler("env", "list", "--family", "puzzles", "--tag", "counting", "--json")
    expect(jsonLines(found.output)).toMatchObject([{
      name,
      package: "@people/puzzles",
      answer: { kind: "integer" }
    }])
  }, 60 * seconds)

  test("is checked, types and all, in the sandbox", async () => {
    expect(await scaler("env", "check", name)).toMatchObject({ code: 0, errors: "" })
    const wrong = join(root, "node_modules/plain/envs/inversions.ts")
    writeFileSync(wrong, source.replace("count + values", "count + String(values)"))
    const refused = await scaler("env", "check", wrong)
    expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining("inversions.ts:") })
  }, 120 * seconds)

  test("may not import another package, nor reach out of its own", async () => {
    for (const specifier of ["lodash", "../../../../package.json", "../node_modules/lodash/index.js"]) {
      const file = join(root, "node_modules/plain/envs/reaching.ts")
      writeFileSync(file, `import "${specifier}"\n${source}`)
      const refused = await scaler("env", "show", file)
      expect(refused).toMatchObject({
        code: 1,
        errors: expect.stringContaining(`reaching.ts:1:8 ${specifier}`)
      })
    }
  }, 60 * seconds)

  test("is trained on beside those of this repository, also from a folder below", async () => {
    const below = join(root, "deep/er")
    mkdirSync(below, { recursive: true })
    const args = [
      "train",
      "smoke",
      "--steps",
      "2",
      "--env",
      name,
      "--env",
      "sum",
      "--json",
      "--run-dir",
      "run"
    ]
    const { code, errors, output } = await outcome(args, undefined, below)
    expect(errors).toBe("")
    expect(code).toBe(0)
    const step = jsonLines(output).find(({ phase }) => phase === "training")!
    expect(step["environments"] as ReadonlyArray<object>).toMatchObject([
      { environment: "inversions" },
      { environment: "sum" }
    ])
  }, 120 * seconds)

  test("is asked for with its package; the error says so", async () => {
    expect((await scaler("env", "show", "inversions")).errors).toContain(`Did you mean ${name}?`)
    expect((await outcome(["env", "show", name], undefined, folder)).errors).not.toBe("")
  }, 60 * seconds)
})

test(
  "a package that is wrong is named with the field, and costs nothing to those who do not ask for it",
  async () => {
    const fault = async (label: string, environments: object) => {
      const at = project(label, { [label]: { scaler: { environments } } })
      const effect = Effect.flip(Installed.entries(at))
      return { at, message: (await Effect.runPromise(effect.pipe(Effect.provide(BunContext.layer)))).message }
    }
    const outside = await fault("outside", { puzzles: { inversions: "../../pairs.ts" } })
    expect(outside.message).toContain("The package outside")
    expect(outside.message).toContain(
      "scaler.environments.puzzles.inversions: Expected the path of a module within"
    )
    expect((await fault("flat", { inversions: "./envs/inversions.ts" })).message).toContain(
      "scaler.environments.inversions"
    )
    expect((await fault("upper", { puzzles: { Inversions: "./a.ts" } })).message).toContain(
      "scaler.environments.puzzles.Inversions: Expected a name"
    )
    expect((await outcome(["env", "sample", "sum"], undefined, outside.at)).code).toBe(0)
    const listed = await outcome(["env", "list"], undefined, outside.at)
    expect(listed).toMatchObject({ code: 1, errors: expect.stringContaining("The package outside") })
  },
  60 * seconds
)

test("a module that declares another environment than it is listed for is refused", async () => {
  const at = project("misnamed", {
    misnamed: { scaler: { environments: { puzzles: { other: "./envs/inversions.ts" } } } }
  })
  const { code, errors } = await outcome(["env", "show", "misnamed/other"], undefined, at)
  expect(code).toBe(1)
  expect(errors).toContain("declares inversions, but it is listed as other")
}, 60 * seconds)
