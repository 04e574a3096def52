import { format, verify } from "@scaler/contract/Contract"
import { layer, Sandbox } from "@scaler/sandbox/Sandbox"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect, ManagedRuntime } from "effect"
import { registry } from "./registry.ts"

/** Every environment, compiled and in the sandbox, keeps the contract; two loads are two processes. */
describe("in the sandbox", () => {
  const runtime = ManagedRuntime.make(layer())
  beforeAll(() => runtime.runPromise(Sandbox))
  afterAll(() => runtime.dispose())

  test.each(registry.entries.map(({ name, file }) => [name, file] as const))(
    "%s keeps the contract",
    async (_, file) => {
      const report = await runtime.runPromise(
        Effect.gen(function*() {
          const sandbox = yield* Sandbox
          return yield* verify(yield* sandbox.load(file), { seed: 2, fresh: yield* sandbox.load(file) })
        })
      )
      expect(report.passed, format(report)).toBe(true)
    },
    30_000
  )
})
