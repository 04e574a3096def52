/**
 * Ten runs of the real thing, with random delays before every answer of the sandbox and the policy, and before every
 * progress report: each must end as the run without delays.
 */
import { BunContext } from "@effect/platform-bun"
import { Policy } from "@scaler/policy/Policy"
import { smoke as settings } from "@scaler/recipes/smoke"
import { Progress } from "@scaler/runtime/run/Progress"
import { Recipe } from "@scaler/runtime/run/Recipe"
import { recorded } from "@scaler/runtime/testing/testRun"
import { train } from "@scaler/runtime/training/Train"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Layer, Schema } from "effect"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { embeddedPolicy } from "../embeddedPolicy.ts"
import { loadParticipants } from "../Environments.ts"

const folder = mkdtempSync(join(tmpdir(), "scaler-delays-"))
const runs = 10
const smoke = Schema.decodeSync(Recipe)(settings)

const run = (name: string, longest: number) => {
  const late = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.suspend(() => Effect.delay(effect, Math.random() * longest))
  const delayed = (environment: SandboxedEnvironment): SandboxedEnvironment => ({
    ...environment,
    draw: (requests) => late(environment.draw(requests)),
    check: (requests) => late(environment.check(requests))
  })
  const policy = Layer.effect(
    Policy,
    Effect.map(Policy, (inner) =>
      Policy.of({
        ...inner,
        sample: (...request) => late(inner.sample(...request)),
        update: (...request) => late(inner.update(...request)),
        prompt: (statement) =>
          longest > 0 && Math.random() < 0.01 ? late(inner.prompt(statement)) : inner.prompt(statement)
      }))
  )
  const directory = join(folder, name)
  return Effect.gen(function*() {
    const { environments } = yield* loadParticipants(smoke)
    const outcome = yield* train({
      recipe: smoke,
      environments: new Map([...environments].map(([key, environment]) => [key, delayed(environment)])),
      directory,
      mode: "start",
      allowChanged: false,
      facts: {},
      stopRequested: Effect.succeed(false)
    })
    return { weights: outcome.weights, test: outcome.test, record: recorded(directory) }
  }).pipe(
    Effect.provide(Layer.mergeAll(
      Layer.provide(policy, embeddedPolicy(smoke)),
      Layer.succeed(Progress, { report: () => late(Effect.void) }),
      Sandbox.layer({}),
      BunContext.layer
    )),
    Effect.runPromise
  )
}

const expected = await run("calm", 0)
let same = 0
for (let i = 1; i <= runs; i++) {
  const equal = isDeepStrictEqual(await run(`delayed-${i}`, 30), expected)
  if (equal) same++
  console.log(`run ${i}: ${equal ? "the same run" : "ANOTHER RUN"}`)
}
console.log(`${same} of ${runs} delayed runs equal the calm one`)
process.exit(same === runs ? 0 : 1)
