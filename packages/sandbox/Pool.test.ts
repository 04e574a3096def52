import { describe, expect } from "bun:test"
import { Effect, Either, Fiber } from "effect"
import type { Outcome } from "./Calls.ts"
import type { Limits } from "./Limits.ts"
import * as Pool from "./Pool.ts"
import { killAll, limits, readOf, sandboxed, testedModes } from "./testing.ts"

/**
 * Counts its calls, so that a fresh process is seen; `solve` does what the request says, and `check` ends the process:
 * an interpreter by using up the stack that it is run on.
 */
const counting = `let calls = 0
export default {
  draw: () => ++calls,
  solve: (n) => { if (n === 3) throw new RangeError("three"); return n * 2 },
  brute: () => { for (;;); },
  check: () => typeof process === "undefined" ? JSON.parse("[".repeat(1e6)) : process.exit(7)
}`

const values = (outcomes: ReadonlyArray<Outcome>) =>
  outcomes.map((outcome) => "ok" in outcome ? outcome.ok : outcome.threw.slice(0, 2).join(": "))

/** The process group, to all of which a terminal sends its interrupts. */
const groupOf = (pid: number): string => readOf(pid, "stat").split(") ")[1]!.split(" ")[2]!

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    const withPool = <A, E>(
      use: (pool: Pool.Pool) => Effect.Effect<A, E>,
      maxChildren = 8,
      own: Partial<Limits> = {}
    ): Promise<A> =>
      Pool.make({ mode, limits: { ...limits, ...own }, maxChildren }).pipe(
        Effect.flatMap(use),
        Effect.scoped,
        Effect.runPromise
      )

    test("a batch is answered in order, and a fault in one item leaves the others standing", () =>
      withPool((pool) =>
        Effect.gen(function*() {
          const call = pool.open("e", counting)
          const requests = Array.from({ length: 32 }, (_, index) => index)
          const answers = values(yield* call("solve", requests))
          expect(answers).toEqual(requests.map((n) => n === 3 ? "RangeError: three" : n * 2))
        })
      ))

    test("a process is kept between calls, and replaced after something was thrown in it", () =>
      withPool((pool) =>
        Effect.gen(function*() {
          const call = pool.open("e", counting)
          expect(values(yield* call("draw", [0, 0]))).toEqual([1, 2])
          expect(values(yield* call("draw", [0]))).toEqual([3])
          yield* call("solve", [3])
          expect(pool.alive()).toEqual([])
          expect(values(yield* call("draw", [0]))).toEqual([1])
        })
      ))

    test("a process that ends in a call is a typed error, and the next call works", () =>
      withPool((pool) =>
        Effect.gen(function*() {
          const call = pool.open("e", counting)
          const failure = yield* Effect.flip(call("check", [0]))
          expect(failure.reason).toBe("Crashed")
          expect(values(yield* call("draw", [0]))).toEqual([1])
        })
      ))

    test("a process that is killed from outside in a call is a typed error, and the next call works", () =>
      withPool(
        (pool) =>
          Effect.gen(function*() {
            // What the host holds does not count as the process's own memory.
            expect(new Uint8Array(2 ** 29).fill(1)).toHaveLength(2 ** 29)
            const call = pool.open("e", counting)
            const pending = yield* Effect.fork(Effect.flip(call("brute", [0])))
            yield* Effect.sleep("100 millis")
            killAll(sandboxed())
            expect((yield* Fiber.join(pending)).reason).toBe("Crashed")
            expect(values(yield* call("draw", [0]))).toEqual([1])
          }),
        8,
        { cpuMillis: 10_000 }
      ))

    test("an interrupted call ends its process, and leaves no stale answer to the next", () =>
      withPool(
        (pool) =>
          Effect.gen(function*() {
            const call = pool.open("e", counting)
            expect(values(yield* call("draw", [0]))).toEqual([1])
            const pending = yield* Effect.fork(call("brute", [0]))
            yield* Effect.sleep("50 millis")
            yield* Fiber.interrupt(pending)
            expect(sandboxed()).toEqual([])
            expect(values(yield* call("draw", [0]))).toEqual([1])
          }),
        8,
        { cpuMillis: 10_000 }
      ))

    test("an interrupt from the terminal does not reach a process", () =>
      withPool((pool) =>
        Effect.gen(function*() {
          const call = pool.open("e", counting)
          yield* call("draw", [0])
          const group = groupOf(process.pid)
          for (const pid of sandboxed()) if (groupOf(pid) === group) process.kill(pid, "SIGINT")
          yield* Effect.sleep("50 millis")
          expect(values(yield* call("draw", [0]))).toEqual([2])
        })
      ))

    test("the least recently used process makes place, and comes back on demand", () =>
      withPool((pool) =>
        Effect.gen(function*() {
          const [a, b, c] = [pool.open("a", counting), pool.open("b", counting), pool.open("c", counting)]
          yield* a("draw", [0])
          yield* b("draw", [0])
          yield* a("draw", [0])
          expect(pool.alive()).toEqual(["b", "a"])
          yield* c("draw", [0])
          expect(pool.alive()).toEqual(["a", "c"])
          expect(values(yield* a("draw", [0]))).toEqual([3])
          expect(values(yield* b("draw", [0]))).toEqual([1])
        }), 2))

    test("never are more alive than allowed, nor is one with a call in flight ended", () =>
      withPool((pool) =>
        Effect.gen(function*() {
          const calls = Array.from({ length: 6 }, (_, index) => pool.open(`e${index}`, counting))
          let most = 0
          const watch = Effect.sync(() => {
            most = Math.max(most, sandboxed().length)
          })
          const watching = yield* Effect.fork(
            Effect.forever(Effect.zipRight(watch, Effect.sleep("3 millis")))
          )
          const rounds = Array.from({ length: 12 }, (_, index) => calls[(index * 5) % 6]!)
          const answers = yield* Effect.forEach(rounds, (call) => Effect.either(call("solve", [21])), {
            concurrency: 12
          })
          yield* Fiber.interrupt(watching)
          expect(answers.map((answer) => Either.isRight(answer) ? values(answer.right) : answer.left.message))
            .toEqual(rounds.map(() => [42]))
          expect(pool.alive().length).toBeLessThanOrEqual(2)
          // Bubblewrap has a process of its own beside each.
          expect(most).toBeLessThanOrEqual(mode === "strong" ? 4 : 2)
          expect(most).toBeGreaterThan(0)
        }), 2))

    test("all end with the scope", async () => {
      await withPool((pool) => Effect.forEach(["a", "b"], (name) => pool.open(name, counting)("draw", [0])))
      await Bun.sleep(50)
      expect(sandboxed()).toEqual([])
    })

    test("a process whose life is used up is replaced between calls", () =>
      withPool(
        (pool) =>
          Effect.gen(function*() {
            const call = pool.open(
              "e",
              `let calls = 0
            export default { draw: (n) => { for (let i = 0; i < n; i++) calls ^= i; return 0 }, solve: () => ++calls }`
            )
            yield* call("draw", Array(4).fill(mode === "portable" ? 3e6 : 3e8))
            for (let index = 0; index < 64; index++) {
              if (values(yield* call("solve", [0]))[0] === 1) return
            }
            throw new Error("it was never replaced")
          }),
        8,
        { lifetimeCpuSeconds: 0.05, cpuMillis: 10_000 }
      ))
  })
}
