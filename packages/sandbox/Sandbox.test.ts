import { afterAll, describe, expect, test as plainTest } from "bun:test"
import { Effect, Either } from "effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Limits from "./Limits.ts"
import { modes } from "./Mode.ts"
import { layer, Sandbox } from "./Sandbox.ts"
import * as SelfTest from "./SelfTest.ts"
import { testedModes } from "./testing.ts"

const folder = mkdtempSync(join(tmpdir(), "sandbox-"))
afterAll(() => rmSync(folder, { recursive: true }))
const cacheDirectory = join(folder, "cache")

const environment = (name: string, parts: string) => {
  const file = join(folder, `${name}.ts`)
  writeFileSync(
    file,
    `import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
export default Environment.make({
  name: ${JSON.stringify(name)}, tags: [], skill: "", source: "",
  scale: { n: Scale.linear({ min: 1, max: 20 }) },
  instance: Schema.Struct({ a: Schema.Int, b: Schema.Int }),
  answer: Answer.integer,
  generate: ({ n }) => Gen.struct({ a: Gen.int(0, n), b: Gen.int(0, n) }),
  statement: ({ a, b }) => \`\${a} + \${b}\`,
${parts}
})`
  )
  return file
}

const requests = Array.from({ length: 8 }, (_, index) => ({ level: 3, seed: 7, index }))

/** What every mode has drawn. */
const sameDraws: Array<ReadonlyArray<ReadonlyArray<Either.Either<unknown, unknown>>>> = []

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    const withSandbox = <A, E>(use: (sandbox: Sandbox["Type"]) => Effect.Effect<A, E>): Promise<A> =>
      Effect.runPromise(
        // Of its own, so that every mode describes environments itself.
        Effect.provide(Effect.flatMap(Sandbox, use), layer({ mode, cacheDirectory: join(folder, mode) }))
      )

    test("an environment outside the repository is compiled, described and drawn from", () =>
      withSandbox((sandbox) =>
        Effect.gen(function*() {
          expect(sandbox.mode).toBe(mode)
          const loaded = yield* sandbox.load(environment("own-sum", "  solve: ({ a, b }) => a + b"))
          expect(loaded.manifest).toMatchObject({
            name: "own-sum",
            flavour: "lean",
            answer: { kind: "integer" }
          })
          expect(loaded.manifest.ladder.length).toBe(20)
          const drawn = (yield* loaded.draw(requests)).map(Either.getOrThrow)
          for (const { gold, instance, statement } of drawn) {
            const { a, b } = instance as { readonly a: number; readonly b: number }
            expect([statement, gold]).toEqual([`${a} + ${b}`, a + b])
          }
          expect(new Set(drawn.map(({ statement }) => statement)).size).toBeGreaterThan(3)
          const arbitrary = yield* loaded.arbitrary({ seed: 1, count: 5 })
          expect(arbitrary.map(Either.isRight)).toEqual(Array(5).fill(true))
          const again = yield* sandbox.load(join(folder, "own-sum.ts"))
          expect(again.manifest).toEqual(loaded.manifest)
        })
      ))

    test("the same coordinates draw the same instances in another process, in whatever mode", async () => {
      const file = environment("same-sum", "  solve: ({ a, b }) => a + b")
      const draws = withSandbox((sandbox) =>
        Effect.gen(function*() {
          const loaded = yield* sandbox.load(file)
          const { manifest } = loaded
          return [
            [Either.right(manifest)],
            yield* loaded.draw(requests),
            yield* loaded.arbitrary({ seed: 2, count: 4 })
          ]
        })
      )
      sameDraws.push(await draws)
      expect(sameDraws.at(-1)).toEqual(sameDraws[0])
      expect(sameDraws[0]!.flat().every(Either.isRight)).toBe(true)
    })

    test("what an environment throws is told with the author's line", () =>
      withSandbox((sandbox) =>
        Effect.gen(function*() {
          const file = environment(
            "throwing",
            `  solve: ({ a }) => {\n    if (a >= 0) throw new Error("no such luck")\n    return a\n  }`
          )
          const loaded = yield* sandbox.load(file)
          const [result] = yield* loaded.draw(requests.slice(0, 1))
          const message = Either.isLeft(result!) ? result.left.message : ""
          expect(message).toContain("no such luck")
          expect(message).toMatch(/throwing\.ts:14:\d+/)
        })
      ))

    test("an environment that cannot be described is refused, with the reason", () =>
      withSandbox((sandbox) =>
        Effect.gen(function*() {
          const failing = environment("failing", `  ladder: [{ n: 2 }, { n: 1 }], solve: () => 1`)
          expect(yield* Effect.flip(sandbox.load(failing))).toMatchObject({
            _tag: "EnvironmentDefect",
            operation: "describe",
            message: expect.stringContaining("not harder than")
          })
          expect(yield* Effect.flip(sandbox.load(join(folder, "absent.ts")))).toMatchObject({
            _tag: "CompileError"
          })
        })
      ))
  })
}

plainTest("the self test of modes finds everything where nothing confines", async () => {
  const found = await Effect.runPromise(SelfTest.run("none", Limits.defaults))
  expect(found).toEqual([
    "read a file",
    "write a file",
    "run a program",
    "open a socket",
    "fork",
    "signal another process"
  ])
})

plainTest("where neither strong nor standard can work, portable is chosen; none never is", async () => {
  const platform = Object.getOwnPropertyDescriptor(process, "platform")!
  Object.defineProperty(process, "platform", { ...platform, value: "darwin" })
  try {
    const { mode } = await Effect.runPromise(Effect.provide(Sandbox, layer({ cacheDirectory })))
    expect(mode).toBe("portable")
    expect(modes).toEqual(["strong", "standard", "portable"])
  } finally {
    Object.defineProperty(process, "platform", platform)
  }
})

plainTest("a mode that does not work is an error that says what to do, never another mode", async () => {
  const path = process.env["PATH"]
  process.env["PATH"] = folder
  try {
    const failure = await Effect.runPromise(
      Effect.flip(Effect.provide(Sandbox, layer({ mode: "strong", cacheDirectory })))
    )
    expect(failure.reason).toBe("Unavailable")
    expect(failure.message).toContain("apt-get install -y bubblewrap")
  } finally {
    process.env["PATH"] = path
  }
})
