/** Where the levels of an environment begin: its smallest settings may have a handful of instances. */
import type { Scale } from "@scaler/dsl/Scale"
import { Native } from "@scaler/sandbox/native/Native"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { Defect } from "../oracle/Defect.ts"
import * as Cases from "./Cases.ts"
import type { PoolEntry } from "./PoolFile.ts"

/**
 * Instances that are drawn of a level, and how many must be different ones: that many are of a level with some 240
 * instances, which has 48 for validation and as many for test.
 */
const drawn = 64
const different = 56

/** A ladder without the levels at its start that have too few instances for training, validation and test. */
export const withoutMonotony = (
  entry: PoolEntry,
  ladder: ReadonlyArray<Scale>
): Effect.Effect<readonly [Scale, ...ReadonlyArray<Scale>], Defect | SandboxError, Native> =>
  Effect.gen(function*() {
    const native = yield* Native
    for (const [level, scale] of ladder.entries()) {
      const requests = Array.from({ length: drawn }, (_, index) => ({
        seed: Cases.seedOf(entry.name, "variety", level, index),
        scale
      }))
      const inputs = (yield* native.draw(entry.generator, requests)).flatMap((one) =>
        Either.isRight(one) ? [one.right.input] : []
      )
      if (new Set(inputs).size >= different) return [scale, ...ladder.slice(level + 1)]
    }
    return yield* new Defect({
      stage: "diversity",
      message:
        `no level has enough instances: of ${drawn} draws, fewer than ${different} were different at each`
    })
  })
