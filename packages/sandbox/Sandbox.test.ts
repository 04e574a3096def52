import { afterAll, describe, expect, test as plainTest } from "bun:test"
import { Effect, Either } from "effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { layer, Sandbox } from "./Sandbox.ts"
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
  name: ${JSON.stringify(name)}, tags: [], source: "",
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

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    const withSandbox = <A, E>(use: (sandbox: Sandbox["Type"]) => Effect.Effect<A, E>): Promise<A> =>
      Effect.runPromise(Effect.provide(Effect.flatMap(Sandbox, use), layer({ mode, cacheDirectory })))

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

    test("the same coordinates draw the same instances in another process", async () => {
      const file = environment("same-sum", "  solve: ({ a, b }) => a + b")
      const draw = () =>
        withSandbox((sandbox) => Effect.flatMap(sandbox.load(file), (loaded) => loaded.draw(requests)))
      expect(await draw()).toEqual(await draw())
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
