import type { Runnable } from "@scaler/dsl/Runnable"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect, Either } from "effect"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type Artifact, program } from "./Artifact.ts"
import { compile } from "./Compile.ts"
import type { Flavour } from "./Manifest.ts"

const environments = fileURLToPath(new URL("../../envs", import.meta.url))
const files = [...new Bun.Glob("*/*.ts").scanSync(environments)]
  .filter((file) => !/\.test\.ts$|node_modules/.test(file))
  .sort()

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scaler-compile-"))
})
afterAll(() => rm(folder, { recursive: true }))

const compiled = (file: string, flavour?: Flavour): Promise<Artifact> =>
  Effect.runPromise(compile(file, { cacheDirectory: null, ...(flavour === undefined ? {} : { flavour }) }))

/** Loads it as a sandbox does: from text, with no file at hand. */
const load = async (artifact: Artifact): Promise<Runnable> => {
  const url = `data:text/javascript;base64,${
    Buffer.from(await Effect.runPromise(program(artifact))).toString("base64")
  }`
  return ((await import(url)) as { readonly default: Runnable }).default
}

const draws = async (artifact: Artifact) => {
  const runnable = await load(artifact)
  const levels = runnable.describe().ladder.length
  return Array.from({ length: 40 }, (_, index) => runnable.draw({ level: index % levels, seed: 7, index }))
}

/** A module around a generator and an oracle, with an instance that is one list of integers. */
const moduleOf = (
  { answer = "values.length", generate, head = "", imports = "Effect, Schema" }: {
    readonly generate: string
    readonly answer?: string
    readonly head?: string
    readonly imports?: string
  }
) => `
import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { ${imports} } from "effect"
${head}
export default Environment.make({
  name: "probe",
  tags: [],
  skill: "test", source: "test",
  scale: { n: Scale.linear({ min: 2, max: 12 }) },
  instance: Schema.Struct({ values: Schema.Array(Schema.Int) }),
  answer: Answer.integer,
  generate: ({ n }) => ${generate},
  statement: ({ values }) => values.join(" "),
  solve: ({ values }) => ${answer}
})
`

let counter = 0
const written = async (text: string): Promise<string> => {
  const file = join(folder, `probe-${counter++}.ts`)
  await writeFile(file, text)
  return file
}

describe("every environment", () => {
  test.each(files)("%s is lean, small, and draws the same instances in both flavours", async (file) => {
    const lean = await compiled(join(environments, file))
    const shared = await compiled(join(environments, file), "shared")
    expect([lean.flavour, shared.flavour]).toEqual(["lean", "shared"])
    expect(lean.code.length).toBeLessThan(24_000)
    expect(lean.code).not.toMatch(/\bimport\b|\brequire\b/)
    expect(lean.hash).not.toBe(shared.hash)
    const drawn = await draws(lean)
    expect(drawn).toEqual(await draws(shared))
    expect(new Set(drawn.map(({ statement }) => statement)).size).toBeGreaterThan(10)
  }, 20_000)

  test("there are some", () => expect(files.length).toBeGreaterThanOrEqual(10))
})

test("inversion-count stays below 16 KB with everything in it", async () => {
  const { code } = await compiled(join(environments, "sequence/inversion-count.ts"))
  expect(code.length).toBeLessThan(16_000)
  // The list of words is only where words are drawn.
  expect(code).not.toContain("birthday")
})

/** What the lean core has, and one thing that shows it was used. */
const leanBodies: Readonly<Record<string, Parameters<typeof moduleOf>[0]>> = {
  "Gen.gen that yields Effects": {
    generate: `Gen.gen(function* () {
      const first = yield* Gen.int(0, 99)
      const more = yield* Effect.forEach([1, 2, 3], (k) => Gen.int(0, 10 ** k))
      return { values: [first, ...more, yield* Effect.succeed(n)] }
    })`
  },
  "Effect.gen": {
    generate: `Effect.gen(function* () {
      const random = yield* Gen.Rng
      const first = random.below(50)
      const [a, b] = yield* Effect.all([Gen.int(0, 9), Gen.int(0, 9)])
      const { c } = yield* Effect.all({ c: Gen.int(100, 200) })
      yield* Effect.void
      return { values: [first, a, b, c, n] }
    })`
  },
  "generators of every kind": {
    generate: `Gen.gen(function* () {
      const drawn = yield* Gen.tuple(
        Gen.skewed(0, 99, 2), Gen.subset(["a", "b", "c"], 2), Gen.partition(9, 4), Gen.words(n), Gen.word,
        Gen.grid(2, n, Gen.boolean()), Gen.maze(2 * n + 1, 5), Gen.intervals(n, 0, 99), Gen.points(n, 0, 9),
        Gen.brackets(n), Gen.expression({ leaf: Gen.int(0, 9), operators: ["+", "*"], leaves: n }),
        Gen.tree(n, "binary"), Gen.graph(9, n), Gen.connected(n, n - 1), Gen.bipartite(n, 9, n)
      )
      return { values: [...JSON.stringify(drawn)].map((character) => character.charCodeAt(0)) }
    })`
  },
  "operators, data first and piped": {
    generate: `pipe(
      Gen.array(Gen.int(0, 99), n),
      Effect.map((values) => values.map((value) => value * 2)),
      Effect.flatMap((values) => Effect.map(Gen.int(0, 5), (last) => [...values, last])),
      Effect.zipRight(Gen.array(Gen.int(0, 9), 3)),
      (self) => Effect.suspend(() => self.pipe(Effect.map((values) => ({ values }))))
    )`,
    imports: "Effect, Schema, pipe"
  },
  "rejects within the bound": {
    generate: `Effect.gen(function* () {
      const value = yield* Gen.int(0, 9)
      if (value < 7) return yield* new Gen.Rejected({ reason: "too small" })
      if (value === 7) yield* Gen.reject("seven")
      return { values: [value] }
    })`
  },
  "an oracle that is an Effect": {
    generate: "Gen.struct({ values: Gen.array(Gen.int(1, 9), n) })",
    head: `class Unsolvable extends Data.TaggedError("Unsolvable")<{ readonly why: string }> {}`,
    imports: "Data, Effect, Schema",
    answer: `Effect.gen(function* () {
      if (values.length === 0) return yield* new Unsolvable({ why: "empty" })
      return yield* Effect.sync(() => Math.max(...values))
    })`
  },
  "imports by module, renamed, and over several lines": {
    generate: "E.map(draw(n), (values) => ({ values }))",
    head: `import * as E from "effect/Effect"
import {
  Schema as Other,
  type Brand
} from "effect"
import { succeed as always } from "effect/Effect"
export const Unused = Other.Int
const draw = (n: number & Brand.Brand<"n"> | number) => E.flatMap(always(n), (n) => Gen.array(Gen.int(0, 9), n))`,
    imports: "Schema"
  }
}

describe("the lean core", () => {
  test.each(Object.keys(leanBodies))("%s: as under Effect", async (name) => {
    const file = await written(moduleOf(leanBodies[name]!))
    const lean = await compiled(file)
    expect(lean.flavour).toBe("lean")
    expect(await draws(lean)).toEqual(await draws(await compiled(file, "shared")))
  })

  test("a typed failure of an oracle is thrown in both flavours", async () => {
    const file = await written(moduleOf(leanBodies["an oracle that is an Effect"]!))
    for (const flavour of ["lean", "shared"] as const) {
      const runnable = await load(await compiled(file, flavour))
      let thrown: unknown
      try {
        runnable.solve({ instance: { values: [] } })
      } catch (error) {
        thrown = error
      }
      expect(thrown).toBeInstanceOf(Error)
      expect(thrown).toMatchObject({ _tag: "Unsolvable", why: "empty", name: "Unsolvable" })
    }
  })
})

/** What selects the shared flavour. */
const sharedBodies: Readonly<Record<string, Parameters<typeof moduleOf>[0]>> = {
  "Effect.retry": {
    generate: `Effect.retry(
      Effect.flatMap(Gen.int(0, 9), (value) => value < 5 ? Gen.reject("small") : Effect.succeed({ values: [value] })),
      { times: 50 }
    )`
  },
  "Effect.retry with a Schedule": {
    generate: `Effect.retry(
      Effect.flatMap(Gen.int(0, 9), (value) => value < 5 ? Gen.reject("small") : Effect.succeed({ values: [value] })),
      Schedule.recurs(50)
    )`,
    imports: "Effect, Schedule, Schema"
  },
  "Effect.catchTag": {
    generate: `Gen.filter(Gen.int(0, 9), (value) => value > 4, "small").pipe(
      Effect.catchTag("Rejected", ({ reason }) => Effect.succeed(reason.length)),
      Effect.map((value) => ({ values: [value, n] }))
    )`
  },
  "an option of scheduling": {
    generate: `Effect.map(
      Effect.forEach([1, 2, 3], (k) => Gen.int(0, k), { concurrency: "unbounded" }),
      (values) => ({ values: [...values] })
    )`
  },
  "a module that the core lacks": {
    generate: "Gen.struct({ values: Gen.array(Gen.int(0, 9), n) })",
    answer: "Option.getOrThrow(Option.fromNullable(values[0]))",
    imports: "Option, Schema"
  },
  "a Schema that decodes": {
    generate: "Gen.struct({ values: Gen.array(Gen.int(0, 9), n) })",
    answer: "Schema.decodeUnknownSync(Schema.Int)(values[0])"
  },
  "a Schema that constructs": {
    generate: "Gen.map(Gen.int(0, 9), (x) => ({ values: [Point.make({ x }).x] }))",
    head: "const Point = Schema.Struct({ x: Schema.Int })"
  },
  "a Schema's fields": {
    generate: "Gen.struct({ values: Gen.array(Gen.int(0, 9), n) })",
    answer: "Object.keys(Schema.Struct({ a: Schema.Int }).fields).length"
  },
  "a module passed around": {
    generate: "Gen.struct({ values: Gen.array(Gen.int(0, 9), n) })",
    answer: "Object.keys(Schema).length > 0 ? 1 : 0"
  }
}

describe("the shared flavour is chosen for", () => {
  test.each(Object.keys(sharedBodies))("%s", async (name) => {
    const file = await written(moduleOf(sharedBodies[name]!))
    const artifact = await compiled(file)
    expect(artifact.flavour).toBe("shared")
    const drawn = await draws(artifact)
    expect(drawn.every(({ gold }) => typeof gold === "number")).toBe(true)
    const asked = await Effect.runPromise(
      Effect.either(compile(file, { cacheDirectory: null, flavour: "lean" }))
    )
    expect(Either.isLeft(asked) && asked.left.reason).toBe("MissingExport")
  })
})

test("a file outside the repository compiles with helpers and data of its own", async () => {
  await writeFile(
    join(folder, "helper.ts"),
    `import data from "./data.json"\nexport const top: number = data.top`
  )
  await writeFile(join(folder, "data.json"), `{ "top": 5 }`)
  const file = await written(
    moduleOf({
      generate: "Gen.struct({ values: Gen.array(Gen.int(0, top), n) })",
      head: `import { top } from "./helper.ts"`
    })
  )
  const artifact = await compiled(file)
  expect(artifact.inputs).toEqual([file, join(folder, "helper.ts"), join(folder, "data.json")])
  const values = (await draws(artifact)).flatMap(({ instance }) =>
    (instance as { values: Array<number> }).values
  )
  expect(new Set(values)).toEqual(new Set([0, 1, 2, 3, 4, 5]))
})

test("the hash follows the code, and nothing of the path is in it", async () => {
  const text = moduleOf({ generate: "Gen.struct({ values: Gen.array(Gen.int(0, 9), n) })" })
  const second = await mkdtemp(join(tmpdir(), "scaler-compile-"))
  try {
    await writeFile(join(folder, "same.ts"), text)
    await writeFile(join(second, "same.ts"), text)
    const [first, moved] = [await compiled(join(folder, "same.ts")), await compiled(join(second, "same.ts"))]
    expect(moved.hash).toBe(first.hash)
    await writeFile(join(second, "same.ts"), text.replace("int(0, 9)", "int(0, 8)"))
    expect((await compiled(join(second, "same.ts"))).hash).not.toBe(first.hash)
  } finally {
    await rm(second, { recursive: true })
  }
})
