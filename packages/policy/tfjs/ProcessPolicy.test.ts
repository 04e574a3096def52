import { seed } from "@scaler/dsl/Random"
import { expect, test } from "bun:test"
import { Effect, Exit, Fiber } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import { policyContract } from "../contract.ts"
import { Policy, type PolicyError } from "../Policy.ts"
import * as Sampling from "../Sampling.ts"
import * as ProcessPolicy from "./ProcessPolicy.ts"
import { tiny } from "./tiny.ts"

policyContract("tfjs in a process of its own", ProcessPolicy.layer(tiny))

/** Processes are found and looked at through /proc. */
const onLinux = process.platform === "linux"
const options = { ...Sampling.defaults, maxTokens: 8 }

const childrenOf = (pid: number): ReadonlyArray<number> =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter((id) => id !== "").map(
      Number
    )
  )

const isPolicy = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/cmdline`, "utf8").endsWith("tfjs/main.ts\0")

const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))
  } catch {
    return false
  }
}

const until = (condition: () => boolean, milliseconds: number): Effect.Effect<boolean> =>
  Effect.gen(function*() {
    for (let waited = 0; waited < milliseconds; waited += 20) {
      if (condition()) return true
      yield* Effect.sleep(20)
    }
    return condition()
  })

/** A policy and the number of its process. */
const withPolicy = <A, E>(body: (policy: typeof Policy.Service, pid: number) => Effect.Effect<A, E>) =>
  Effect.runPromise(
    Effect.gen(function*() {
      const policy = yield* Policy
      const [pid] = childrenOf(process.pid).filter(isPolicy)
      return yield* body(policy, pid!)
    }).pipe(Effect.provide(ProcessPolicy.layer(tiny)))
  )

const work = (policy: typeof Policy.Service, groups = 2) =>
  policy.sample(
    Array.from(
      { length: groups },
      (_, index) => ({ prompt: Int32Array.of(9, 8, 7), samples: 8, seed: seed(index) })
    ),
    { ...options, maxTokens: 60 }
  )

const crashed = (error: PolicyError) => {
  expect(error.reason).toBe("Crashed")
  return error.message
}

test("settings that cannot be are a typed error of the layer", async () => {
  const model = { ...tiny.model, vocabulary: 5 }
  const exit = await Effect.runPromise(
    Effect.flip(Effect.provide(Policy, ProcessPolicy.layer({ ...tiny, model })))
  )
  expect(exit.reason).toBe("Request")
  expect(exit.message).toContain("vocabulary")
}, 20_000)

test.skipIf(!onLinux).each(["SIGKILL", "SIGSEGV"] as const)(
  "%s of its process fails the pending call and all later ones",
  (signal) =>
    withPolicy((policy, pid) =>
      Effect.gen(function*() {
        const pending = yield* Effect.fork(Effect.flip(work(policy, 64)))
        yield* Effect.sleep(50)
        process.kill(pid, signal)
        const message = crashed(yield* Fiber.join(pending))
        expect(message).toContain(signal)
        expect(message).toContain("resume")
        crashed(yield* Effect.flip(work(policy)))
        crashed(yield* Effect.flip(policy.snapshot("anywhere")))
      })
    ),
  20_000
)

test.skipIf(!onLinux)(
  "signals of the terminal do not end it",
  () =>
    withPolicy((policy, pid) =>
      Effect.gen(function*() {
        const before = yield* work(policy)
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.kill(pid, signal)
        yield* Effect.sleep(50)
        expect(yield* work(policy)).toEqual(before)
      })
    ),
  20_000
)

test(
  "interrupting a call leaves the next ones their own answers",
  () =>
    withPolicy((policy) =>
      Effect.gen(function*() {
        const expected = yield* work(policy)
        const fibers = yield* Effect.forEach([16, 3, 5], (groups) => Effect.fork(work(policy, groups)))
        yield* Effect.yieldNow()
        yield* Fiber.interrupt(fibers[0]!)
        expect(yield* work(policy)).toEqual(expected)
        expect((yield* Fiber.join(fibers[1]!)).length).toBe(3)
        expect((yield* Fiber.join(fibers[2]!)).length).toBe(5)
        expect(Exit.isInterrupted(yield* Fiber.await(fibers[0]!))).toBe(true)
      })
    ),
  20_000
)

test(
  "views into larger buffers arrive as what they show",
  () =>
    withPolicy((policy) =>
      Effect.gen(function*() {
        const buffer = Int32Array.from({ length: 4096 }, (_, index) => 4 + index % 90)
        const request = { samples: 2, seed: seed("view") }
        const [view] = yield* policy.sample([{ ...request, prompt: buffer.subarray(90, 100) }], options)
        const [copy] = yield* policy.sample([{ ...request, prompt: buffer.slice(90, 100) }], options)
        expect(view).toEqual(copy!)
      })
    ),
  20_000
)

test.skipIf(!onLinux)("its process ends with the scope", async () => {
  const pid = await withPolicy((_, pid) => Effect.succeed(pid))
  expect(isAlive(pid)).toBe(false)
}, 20_000)

test.skipIf(!onLinux)("its process ends when the controlling process is killed", async () => {
  const host = Bun.spawn([
    process.execPath,
    "-e",
    `
    import { Effect, Layer } from "effect"
    import * as ProcessPolicy from "${import.meta.dir}/ProcessPolicy.ts"
    import { tiny } from "${import.meta.dir}/tiny.ts"
    const layer = ProcessPolicy.layer(tiny)
    await Effect.runPromise(Effect.scoped(Effect.zipRight(Layer.build(layer), Effect.zipRight(
      Effect.sync(() => console.log("started")), Effect.never))))
  `
  ], { cwd: import.meta.dir, stdout: "pipe", stderr: "inherit", stdin: "ignore" })
  for await (const _ of host.stdout) break
  const [pid] = childrenOf(host.pid).filter(isPolicy)
  expect(isAlive(pid!)).toBe(true)
  host.kill("SIGKILL")
  await host.exited
  expect(await Effect.runPromise(until(() => !isAlive(pid!), 5000))).toBe(true)
}, 30_000)
