/** Whether a pool's environment can be trusted: its generator, and the solutions on what it draws. */
import type { DrawnCase, DrawRequest } from "@scaler/sandbox/native/Generator"
import { Native } from "@scaler/sandbox/native/Native"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either, Schema } from "effect"
import { agree, Agreed, compile } from "../oracle/Agreement.ts"
import { Defect } from "../oracle/Defect.ts"
import * as Diversity from "../oracle/Diversity.ts"
import * as Cases from "./Cases.ts"
import type { PoolEntry } from "./PoolFile.ts"

/** What was found out about an entry that can be trusted. */
export const Verified = Schema.Struct({ ...Agreed.fields, ...Diversity.Diversity.fields })
export interface Verified extends Schema.Schema.Type<typeof Verified> {}

/** Draws the cases, and draws them again the other way round: a seed and a setting must be one instance. */
const drawAll = ({ generator }: PoolEntry, requests: ReadonlyArray<DrawRequest>) =>
  Effect.gen(function*() {
    const native = yield* Native
    const drawn: Array<DrawnCase> = []
    for (const [at, outcome] of (yield* native.draw(generator, requests)).entries()) {
      if (Either.isLeft(outcome)) {
        return yield* new Defect({
          stage: outcome.left.reason === "Unrepeatable" ? "repetition" : "generator",
          message: `${outcome.left.message} (at ${JSON.stringify(requests[at]!.scale)})`
        })
      }
      drawn.push(outcome.right)
    }
    const again = (yield* native.draw(generator, requests.toReversed())).toReversed()
    const changed = drawn.findIndex(({ input }, at) => Either.getOrUndefined(again[at]!)?.input !== input)
    if (changed !== -1) {
      return yield* new Defect({
        stage: "repetition",
        message: `one seed drew different instances (at ${JSON.stringify(requests[changed]!.scale)})`
      })
    }
    return drawn
  })

/** Verifies an entry: which solutions are its oracle, and of what type its answers are. */
export const verify = (entry: PoolEntry): Effect.Effect<Verified, Defect | SandboxError, Native> =>
  Effect.gen(function*() {
    const solutions = yield* compile(entry.solutions)
    const { breadth, depth } = Cases.of(entry)
    const cases = yield* drawAll(entry, [...breadth, ...depth])
    const { agreed, golds } = yield* agree(entry.output, solutions, cases.map(({ input }) => input))
    return { ...agreed, ...yield* Diversity.of(golds.slice(breadth.length)) }
  })
