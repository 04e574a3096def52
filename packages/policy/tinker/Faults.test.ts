/** What a policy makes of a server and a network that fail. */
import { expect, test } from "bun:test"
import { Effect, Either, type Layer, type Scope } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Policy, type PolicyError } from "../Policy.ts"
import * as Dialect from "./Dialect.ts"
import { learn, probe, sample } from "./testing/learning.ts"
import type { Fault, Options } from "./testing/LoopbackServer.ts"
import { config, onServer } from "./testing/policies.ts"
import * as TinkerPolicy from "./TinkerPolicy.ts"

/** Faults of the first requests of each path. */
const first = (faults: Readonly<Record<string, ReadonlyArray<Fault>>>): Options => ({
  fault: (path, before) => faults[path]?.[before]
})

const snapshotDirectory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "tinker-"))),
  (directory) => Effect.sync(() => rmSync(directory, { recursive: true }))
)

/** Learns twice, with a snapshot between: what was told, and what was learned. */
const course = Effect.gen(function*() {
  const policy = yield* Policy
  const directory = yield* snapshotDirectory
  const told = [yield* learn("one")]
  yield* policy.snapshot(directory)
  told.push(yield* learn("two"))
  return { told, after: yield* probe }
})

const undisturbed = onServer({}, (connect) => Effect.provide(course, connect()))

test("what passes is tried again, and changes nothing", async () => {
  const status = (status: number): Fault => ({ kind: "status", status })
  const faults = first({
    get_server_capabilities: [status(503), { kind: "truncate" }],
    asample: [{ kind: "status", status: 429, retryAfter: "0.01" }, status(500), { kind: "drop" }],
    retrieve_future: [
      status(408),
      status(502),
      { kind: "lose" },
      { kind: "truncate" },
      { kind: "reply", body: { type: "try_again" } }
    ],
    forward_backward: [status(429)],
    optim_step: [status(503), { kind: "drop" }]
  })
  const { log, outcome } = await onServer(
    faults,
    (connect, server) =>
      Effect.map(Effect.provide(course, connect()), (outcome) => ({ outcome, log: server.log }))
  )
  expect(outcome).toEqual(await undisturbed)
  expect(log.filter(({ path, status }) => path === "optim_step" && status !== 200).length).toBe(2)
}, 20_000)

test("nothing is applied twice where a reply is lost", async () => {
  const lost: ReadonlyArray<Fault> = [{ kind: "lose" }, { kind: "truncate" }]
  const faults = first({
    forward_backward: lost,
    optim_step: lost,
    save_weights: lost,
    save_weights_for_sampler: lost
  })
  const { outcome, steps } = await onServer(
    faults,
    (connect, { engine }) =>
      Effect.map(Effect.provide(course, connect()), (outcome) => ({ outcome, steps: engine.losses.length }))
  )
  expect(outcome).toEqual(await undisturbed)
  expect(steps).toBe(4)
}, 20_000)

/** The reason and the message with which an effect fails. */
const failure = <A, R>(effect: Effect.Effect<A, PolicyError, R>) =>
  Effect.map(
    Effect.either(effect),
    (outcome) => Either.isLeft(outcome) ? `${outcome.left.reason}: ${outcome.left.message}` : "no failure"
  )

test(
  "a server that does not keep seq_ids is not asked twice, and the run goes on from its snapshot",
  async () => {
    let isArmed = false
    const faults: Options = {
      dialect: Dialect.skyrl,
      fault: (path) => isArmed && path === "optim_step" ? { kind: "lose" } : undefined
    }
    const { after, attempts, failures, straight } = await onServer(
      faults,
      (connect, { log }) =>
        Effect.gen(function*() {
          const straight = yield* Effect.provide(
            Effect.zipRight(learn("one"), Effect.zip(learn("two"), probe)),
            connect()
          )
          const counted = () => log.filter(({ path }) => path === "optim_step").length
          return yield* Effect.gen(function*() {
            const policy = yield* Policy
            const directory = yield* snapshotDirectory
            yield* learn("one")
            yield* policy.snapshot(directory)
            const before = counted()
            isArmed = true
            const failures = [yield* failure(learn("two"))]
            isArmed = false
            const attempts = counted() - before
            failures.push(yield* failure(policy.snapshot(directory)), yield* failure(sample("again")))
            yield* policy.restore(directory)
            return { failures, attempts, straight, after: yield* Effect.zip(learn("two"), probe) }
          }).pipe(Effect.provide(connect()))
        })
    )
    expect(attempts).toBe(1)
    for (const told of failures) {
      expect(told).toMatch(/^Crashed: .*resume from/s)
    }
    expect(after).toEqual(straight)
  },
  20_000
)

test(
  "a server that was started anew is survived from the last snapshot, and its models are freed",
  async () => {
    const { failures, left, outcome } = await onServer({}, (connect, server) =>
      Effect.gen(function*() {
        const result = yield* Effect.gen(function*() {
          const policy = yield* Policy
          const directory = yield* snapshotDirectory
          const told = [yield* learn("one")]
          yield* policy.snapshot(directory)
          server.restart()
          const failures = [yield* failure(sample("lost")), yield* failure(learn("lost"))]
          yield* policy.restore(directory)
          told.push(yield* learn("two"))
          return { failures, outcome: { told, after: yield* probe } }
        }).pipe(Effect.provide(connect()))
        return { ...result, left: server.engine.models() }
      }))
    for (const told of failures) expect(told).toMatch(/^Crashed: /)
    expect(outcome).toEqual(await undisturbed)
    expect(left).toBe(0)
  },
  20_000
)

test("a snapshot that the server no longer has is refused, and the model stays", async () => {
  await onServer({}, (connect) =>
    onOther((other) =>
      Effect.gen(function*() {
        const policy = yield* Policy
        const directory = yield* snapshotDirectory
        yield* Effect.provide(
          Effect.flatMap(Policy, (elsewhere) => elsewhere.snapshot(directory)),
          other
        )
        const before = yield* probe
        expect(yield* failure(policy.restore(directory))).toMatch(/^Snapshot: .*could not load/)
        expect(yield* probe).toEqual(before)
      }).pipe(Effect.provide(connect()))
    ))
}, 20_000)

const onOther = <A, E>(use: (layer: Layer.Layer<Policy, PolicyError>) => Effect.Effect<A, E, Scope.Scope>) =>
  Effect.promise(() => onServer({}, (connect) => use(connect())))

test("failures are of the kind that they mean", async () => {
  const always = (path: string, fault: Fault): Options => ({
    fault: (asked) => asked === path ? fault : undefined
  })
  const cases: ReadonlyArray<readonly [Options, RegExp]> = [
    [always("asample", { kind: "status", status: 401 }), /^Backend: .*TINKER_API_KEY/],
    [always("asample", { kind: "status", status: 302 }), /^Backend: /],
    [always("asample", { kind: "status", status: 404 }), /^Crashed: .*resume/],
    [always("asample", { kind: "status", status: 400 }), /^Request: .*As the test says/],
    [always("asample", { kind: "status", status: 500 }), /^Crashed: .*last of 4 tries/],
    [always("asample", { kind: "drop" }), /^Crashed: .*last of 4 tries/],
    [always("asample", { kind: "reply", body: { id: 1 } }), /^Backend: .*request_id/s],
    [
      always("retrieve_future", { kind: "reply", body: { error: "No room", category: "user" } }),
      /^Request: .*No room/
    ],
    [always("create_session", { kind: "status", status: 403 }), /^Backend: /]
  ]
  for (const [options, expected] of cases) {
    const told = await onServer(options, (connect) => failure(Effect.provide(sample("kinds"), connect())))
    expect(told).toMatch(expected)
  }
  const nobody = (changes: Partial<TinkerPolicy.TinkerPolicyConfig>) =>
    Effect.runPromise(
      failure(
        Effect.provide(sample("nobody"), TinkerPolicy.layer({ ...config("http://127.0.0.1:1"), ...changes }))
      )
    )
  expect(await nobody({})).toMatch(/^Backend: .*last of 4 tries/)
  expect(await nobody({ url: "ftp://user@host" })).toMatch(/^Backend: .*address/)
}, 30_000)

test("what a server cannot do is refused with the field's name", async () => {
  const bounded = { optimizer: { ...config("").optimizer, maxGradientNorm: 1 } }
  const told = await onServer({ dialect: Dialect.skyrl }, (connect) =>
    Effect.all([
      failure(Effect.provide(Effect.flatMap(Policy, (policy) => policy.publish), connect())),
      failure(Effect.provide(sample("bounded"), connect(bounded))),
      failure(Effect.provide(sample("other"), connect({ baseModel: "other" }))),
      failure(Effect.provide(Effect.flatMap(Policy, (policy) => policy.reference("")), connect()))
    ]))
  expect(told[0]).toMatch(/^Request: .*rollout\.maxStaleness/)
  expect(told[1]).toMatch(/^Request: .*optimizer\.maxGradientNorm/)
  expect(told[2]).toMatch(/^Backend: .*other; it has tiny/)
  expect(told[3]).toMatch(/^Request: .*loss\.klCoefficient/)
})

test("many requests are under way at a time, and no more than are allowed", async () => {
  const most = await onServer(
    { polls: 4 },
    (connect, server) =>
      Effect.map(Effect.provide(sample("many", 12), connect({ inFlight: 3 })), server.mostSampling)
  )
  expect(most).toBe(3)
})
