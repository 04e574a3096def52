import { format, verify } from "@scaler/contract/Contract"
import { layer, Sandbox } from "@scaler/sandbox/Sandbox"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect, ManagedRuntime } from "effect"
import { registry } from "./registry.ts"

/** Tests that environments, compiled and in a sandbox, keep the contract; two loads are two processes. */
const keepTheContract = (
  sandbox: ReturnType<typeof layer>,
  environments: typeof registry.entries,
  timeout: number
) => {
  const runtime = ManagedRuntime.make(sandbox)
  beforeAll(() => runtime.runPromise(Sandbox))
  afterAll(() => runtime.dispose())

  test.each(environments.map(({ name, file }) => [name, file] as const))(
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
    timeout
  )
}

describe("in the sandbox", () => keepTheContract(layer(), registry.entries, 30_000))

/** An interpreter of its own is slow, so one of each family, whose brute force it can bear. */
describe("in mode portable", () => {
  const names: ReadonlyArray<string> = [
    "choose-count",
    "fewest-coins",
    "implication-chain",
    "linear-equation",
    "manhattan-distance",
    "maximum",
    "median",
    "reversal",
    "subtraction-game",
    "sum",
    "vertex-degree",
    "weekday"
  ]
  const chosen = registry.entries.filter(({ name }) => names.includes(name))
  keepTheContract(layer({ mode: "portable" }), chosen, 120_000)

  test("each family is there", () => {
    const families = (entries: typeof registry.entries) => new Set(entries.map(({ family }) => family))
    expect(families(chosen)).toEqual(families(registry.entries))
  })
})
