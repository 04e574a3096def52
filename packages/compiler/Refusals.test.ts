import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { compile } from "./Compile.ts"
import type { CompileError, Reason } from "./CompileError.ts"

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scaler-refusals-"))
  await writeFile(join(folder, "package.json"), "{}")
  await mkdir(join(folder, "envs"))
  await mkdir(join(folder, "node_modules/own"), { recursive: true })
  await writeFile(join(folder, "node_modules/own/index.ts"), "export const x = 1")
  await writeFile(join(folder, "inside.ts"), "export const x = 1")
  await symlink("/etc/hostname", join(folder, "link.ts"))
})
afterAll(() => rm(folder, { recursive: true }))

let counter = 0
const written = async (text: string): Promise<string> => {
  const file = join(folder, "envs", `probe-${counter++}.ts`)
  await writeFile(file, text)
  return file
}

const rest = `
import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import * as S from "effect/Schema"
export default Environment.make({
  name: "probe",
  tags: [],
  skill: "test", source: "test",
  scale: { n: Scale.linear({ min: 2, max: 12 }) },
  instance: S.Struct({ value: S.Int }),
  answer: Answer.integer,
  generate: ({ n }) => Gen.struct({ value: Gen.int(0, n) }),
  statement: ({ value }) => String(value),
  solve: ({ value }) => value
})
`

const refused = (file: string): Promise<CompileError> =>
  Effect.runPromise(Effect.flip(compile(file, { cacheDirectory: null })))

/** The reason, and a source in which ▶ stands before what is refused. */
const refusals: ReadonlyArray<readonly [Reason, string]> = [
  ["ForbiddenImport", `import { readFileSync } from ▶"node:fs"; readFileSync("x")`],
  ["ForbiddenImport", `\n\n  import ▶"left-pad"`],
  ["ForbiddenImport", `export { x } from ▶"lodash"`],
  ["ForbiddenImport", `export * from ▶"bun"`],
  ["ForbiddenImport", `import { x } from ▶"@scaler/runtime/run/Run"`],
  ["ForbiddenImport", `import { x } from ▶"@scaler/dsl/flavour/full"`],
  ["ForbiddenImport", `import { x } from ▶"@scaler/dsl/Nowhere"`],
  ["ForbiddenImport", `import { x } from ▶"/etc/passwd"`],
  ["ForbiddenImport", `import { x } from ▶"../../escape.ts"`],
  ["ForbiddenImport", `import { x } from ▶"../link.ts"; x`],
  ["ForbiddenImport", `import { x } from ▶"../node_modules/own/index.ts"; x`],
  ["ForbiddenImport", `import { x } from ▶"../inside"; x`],
  ["NotFound", `import { x } from ▶"./missing.ts"; x`],
  ["ForbiddenImport", `import { x } from "../inside.ts" ▶with { type: "macro" }; x()`],
  ["ForbiddenImport", `const load = () => ▶import("./other.ts")`],
  ["ForbiddenImport", `const text = "é😀"; const load = (name: string) => ▶import(name)`],
  ["ForbiddenImport", `const fs = ▶require("fs")`],
  ["ForbiddenImport", `▶import fs = require("fs"); fs`],
  ["ForbiddenImport", `const here = ▶import.meta.url`],
  ["ForbiddenImport", `import { ▶Stream } from "effect"; Stream.empty`],
  ["ForbiddenImport", `import * as Platform from ▶"effect/ManagedRuntime"; Platform.make`],
  ["ForbiddenImport", `▶import * as everything from "effect"; everything.Effect.runSync`],
  ["Nondeterminism", `import { ▶Random } from "effect"; Random.next`],
  ["Nondeterminism", `import * as Clock from ▶"effect/Clock"; Clock.currentTimeMillis`],
  ["RunsEffect", `import { Effect } from "effect"\nconst x = ▶Effect.runSync(Effect.succeed(1))`],
  ["RunsEffect", `import { Effect as E } from "effect"\nconst x = E.succeed(1).pipe(▶E.runPromise)`],
  ["RunsEffect", `import * as E from "effect/Effect"\nconst x = ▶E["runFork"](E.succeed(1))`],
  ["RunsEffect", `import { runSyncExit as go, succeed } from "effect/Effect"\nconst x = ▶go(succeed(1))`],
  ["RunsEffect", `import { Effect } from "effect"\nconst alias = ▶Effect\nalias.runSync(alias.succeed(1))`],
  ["RunsEffect", `import { Effect } from "effect"\nconst { runSync } = ▶Effect`],
  ["RunsEffect", `import { Effect } from "effect"\nexport { ▶Effect }`],
  ["RunsEffect", `export { Effect } from ▶"effect"`],
  ["RunsEffect", `import { Effect } from "effect"\nconst run = ▶Effect.runtime()`],
  ["Nondeterminism", `import { Effect } from "effect"\nconst x = ▶Effect.random`],
  ["Nondeterminism", `const x = ▶Math.random()`],
  ["Nondeterminism", `const x = ▶Math["random"]()`],
  ["Nondeterminism", `const { random } = ▶Math`],
  ["Nondeterminism", `const x = [1].map(() => {\n  return (▶Math)["ran" + "dom"]()\n})`],
  ["Nondeterminism", `const x = new ▶Date()`],
  ["Nondeterminism", `const x = ▶Date.now()`],
  ["Nondeterminism", `const x = { ▶Date }`],
  ["Nondeterminism", `declare const Date: { now: () => number }\nconst x = ▶Date.now()`],
  ["Nondeterminism", `interface Date { x: 1 }\nconst x = ▶Date.now()`],
  ["Nondeterminism", `function f() { if (true) { const Date = 1; Date } return ▶Date.now() }`],
  ["Nondeterminism", `const x = ▶performance.now()`],
  ["Nondeterminism", `const x = ▶Temporal.Now.instant()`],
  ["Nondeterminism", `const x = ▶crypto.randomUUID()`],
  ["Nondeterminism", `const x = ▶crypto.getRandomValues(new Uint8Array(4))`],
  ["Nondeterminism", `const x = new ▶Intl.Collator()`],
  ["Nondeterminism", `const x = ["b", "a"].sort((a, b) => a.▶localeCompare(b))`],
  ["Nondeterminism", `const x = new ▶WeakRef({})`],
  ["ForbiddenGlobal", `const x = ▶eval("1")`],
  ["ForbiddenGlobal", `const x = new ▶Function("return 1")`],
  ["ForbiddenGlobal", `const x = ▶globalThis.Date`],
  ["ForbiddenGlobal", `const x = ▶Bun.file("x")`],
  ["ForbiddenGlobal", `const x = ▶process.env`],
  ["ForbiddenGlobal", `class X extends ▶Worker {}`],
  ["ForbiddenGlobal", `const x = ▶undeclared + 1`],
  ["MissingExport", `import { Effect } from "effect"\nconst x = Effect.▶nonesuch(1)`],
  ["MissingExport", `import * as Other from "@scaler/dsl/Gen"\nconst x = Other.▶nonesuch(1)`],
  ["MissingExport", `import { ▶nonesuch } from "../inside.ts"; nonesuch()`],
  ["Syntax", `const x = ▶;`],
  ["Syntax", `const first = 1\n  const ▶first = 2`]
]

describe("refused, at its place:", () => {
  test.each(refusals)("%s %s", async (reason, marked) => {
    const before = marked.slice(0, marked.indexOf("▶")).split("\n")
    const file = await written(marked.replace("▶", "") + rest)
    const error = await refused(file)
    const { column, line } = error.locations[0]
    expect({ reason: error.reason, file: error.locations[0].file, line, column }).toEqual({
      reason,
      file,
      line: before.length,
      column: before.at(-1)!.length + 1
    })
    expect(error.message).toStartWith(`${file}:${line}:${column} `)
  })

  test("all that is wrong is told at once, and in the author's other files too", async () => {
    await writeFile(
      join(folder, "helper.ts"),
      "\nexport const now = () => Date.now()\nexport const one = eval('1')"
    )
    const file = await written(`import { now } from "../helper.ts"\nconst x = now() + Math.random()${rest}`)
    const { locations } = await refused(file)
    expect(locations.map(({ file, line, reason }) => [file.slice(folder.length), line, reason])).toEqual([
      [file.slice(folder.length), 2, "Nondeterminism"],
      ["/helper.ts", 2, "Nondeterminism"],
      ["/helper.ts", 3, "ForbiddenGlobal"]
    ])
  })

  test("a module without a default export", async () => {
    const error = await refused(await written("export const x = 1"))
    expect(error.reason).toBe("NoDefaultExport")
    expect(error.message).toContain("export default Environment.make")
  })

  test("a file that is not there", async () => {
    expect((await refused(join(folder, "nowhere.ts"))).reason).toBe("NotFound")
  })
})

const harmless: ReadonlyArray<string> = [
  `const x = { Date: 1, eval: 2, require: 3 }; x.Date + x.eval + x["require"]`,
  `const Date = (n: number) => n; Date(1)`,
  `const f = (Date: number, process = 1) => Date + process`,
  `class Date { static now() { return 4 } eval() { return 5 } }; Date.now()`,
  `const { Date: renamed } = { Date: 1 }; renamed`,
  `try { throw 1 } catch (process) { process }`,
  `const describe = (date: Date, value: Intl.Collator | Performance) => typeof date === typeof value`,
  `import type { Stream } from "effect"; import type { Stats } from "node:fs"; let x: Stream.Stream<Stats> | undefined`,
  `Date: for (;;) { break Date }`,
  `enum Shape { Date, eval }; Shape.Date`,
  `import { Effect } from "effect"; const x: Effect.Effect<number> = Effect.succeed(1)`,
  `const text = "Math.random() new Date() eval(1) import('fs')" // Math.random()`,
  `Math.max(1, 2) + Math["abs"](-1) + [1, 4].map(Math.sqrt).length + Math.PI`,
  `import { x } from "../inside.ts"; const y = x; export { y as Date }`
]

describe("not refused:", () => {
  test.each(harmless.map((text) => [text]))("%s", async (text) => {
    const file = await written(text + rest)
    const { flavour } = await Effect.runPromise(compile(file, { cacheDirectory: null }))
    expect(flavour).toBe("lean")
  })
})
