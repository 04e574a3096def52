/** Which package may import which: read from the imports themselves. */
import { Glob } from "bun"
import { describe, expect, test } from "bun:test"
import { dirname, join, resolve } from "node:path"

const root = resolve(import.meta.dir, "../..")

/** What each package may import of ours. `dsl/…` names modules where not the whole package is allowed. */
const allowed: Readonly<Record<string, ReadonlyArray<string>>> = {
  dsl: [],
  envs: ["dsl"],
  "packages/compiler": ["dsl"],
  "packages/sandbox": ["dsl", "packages/compiler"],
  "packages/judge": ["dsl"],
  "packages/contract": ["dsl", "packages/compiler", "packages/sandbox", "packages/judge"],
  "packages/chat": [],
  "packages/data": [],
  "packages/statistics": ["dsl"],
  // Tensors and tokens, no environments: of the DSL only what names a random number.
  "packages/policy": ["dsl/Random", "packages/chat"],
  runtime: ["dsl", "packages/sandbox", "packages/judge", "packages/policy"],
  "packages/recipes": ["envs", "runtime"],
  "packages/synthesis": [
    "dsl",
    "packages/chat",
    "packages/compiler",
    "packages/data",
    "packages/sandbox",
    "packages/judge",
    "packages/contract"
  ],
  "packages/evals": [
    "dsl",
    "runtime",
    "packages/data",
    "packages/sandbox",
    "packages/judge",
    "packages/policy",
    "packages/statistics"
  ],
  "packages/experiments": [
    "dsl",
    "envs",
    "runtime",
    "packages/sandbox",
    "packages/judge",
    "packages/policy",
    "packages/recipes",
    "packages/statistics"
  ],
  "packages/cli": [
    "dsl",
    "envs",
    "runtime",
    "packages/compiler",
    "packages/sandbox",
    "packages/judge",
    "packages/contract",
    "packages/policy",
    "packages/recipes",
    "packages/synthesis",
    "packages/evals",
    "packages/experiments",
    "packages/statistics"
  ],
  "packages/bench": [
    "dsl",
    "envs",
    "runtime",
    "packages/compiler",
    "packages/sandbox",
    "packages/judge",
    "packages/contract",
    "packages/policy",
    "packages/recipes"
  ]
}

const packageOf = (path: string): string =>
  path.startsWith("packages/") ? path.split("/", 2).join("/") : path.split("/", 1)[0]!

/** Where a package's subpaths lie: `@scaler/dsl/Gen` → `dsl/Gen`. */
const folders = new Map<string, string>()
for (const path of Object.keys(allowed)) {
  const { name } = await Bun.file(join(root, path, "package.json")).json() as { readonly name: string }
  folders.set(name, path)
}

const isTest = (path: string) => /\.(test|test-d|tmp)\.ts$|\.test\.|\/testing[/.]|\/verify\//.test(path)

/** Imports of a file that lead to our own packages, as paths from the root. Types count: they tie packages too. */
const importsOf = async (path: string): Promise<ReadonlyArray<string>> => {
  const source = await Bun.file(join(root, path)).text()
  const specifiers = [
    ...source.matchAll(
      /^\s*(?:(?:import|export)\b[^"';]*?\bfrom|import)\s*["']([^"'\n]+)["']|\bimport\(["']([^"'\n]+)["']\)/gm
    )
  ]
    .map((match) => (match[1] ?? match[2])!)
  return specifiers.flatMap((specifier) => {
    if (/^\.\.?\//.test(specifier)) return [join(dirname(path), specifier)]
    const [scope, name, ...rest] = specifier.split("/")
    const folder = folders.get(`${scope}/${name}`)
    return folder === undefined ? [] : [[folder, ...rest].join("/")]
  })
}

const files = Object.keys(allowed).flatMap((folder) =>
  [...new Glob("**/*.ts").scanSync({ cwd: join(root, folder), followSymlinks: false })]
    .map((path) => `${folder}/${path}`)
    .filter((path) => !path.includes("node_modules/") && !isTest(path))
)

describe("imports", () => {
  test("are found at all", async () => {
    expect(files.length).toBeGreaterThan(100)
    expect(await importsOf("runtime/training/Train.ts")).toContain("packages/policy/Policy")
    expect(await importsOf("envs/registry.ts")).toContain("envs/arithmetic/sum.ts")
  })

  test.each(Object.keys(allowed))("of %s lead only where they may", async (from) => {
    const wrong: Array<string> = []
    for (const path of files.filter((file) => packageOf(file) === from)) {
      for (const target of await importsOf(path)) {
        const to = packageOf(target)
        const fits = to === from || allowed[from]!.some((entry) => entry === to || entry === target)
        if (!fits) wrong.push(`${path} imports ${target}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test("of a package that package.json does not name are not there", async () => {
    const missing: Array<string> = []
    for (const from of Object.keys(allowed)) {
      const manifest = await Bun.file(join(root, from, "package.json")).json() as {
        readonly dependencies?: Readonly<Record<string, string>>
      }
      const declared = new Set(Object.keys(manifest.dependencies ?? {}).map((name) => folders.get(name)))
      for (const path of files.filter((file) => packageOf(file) === from)) {
        for (const target of await importsOf(path)) {
          const to = packageOf(target)
          if (to !== from && !declared.has(to)) missing.push(`${path} imports ${target}`)
        }
      }
    }
    expect(missing).toEqual([])
  })
})
