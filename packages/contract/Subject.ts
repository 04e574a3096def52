/** What every check is given: the environment, and instances drawn from it once for all checks. */
import type { Coordinate } from "@scaler/dsl/Random"
import type { Drawn } from "@scaler/dsl/Runnable"
import type { Scale } from "@scaler/dsl/Scale"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { inBatches } from "./Batch.ts"
import * as Driven from "./Driven.ts"
import type { Counterexample, Outcome } from "./Report.ts"

/** An instance drawn at a level of the ladder. */
export interface Sampled extends Drawn {
  readonly level: number
  readonly index: number
  readonly scale: Scale
}

/** A draw that ended in a fault of the environment, or that the sandbox ended. */
export interface FaultyDraw {
  readonly level: number
  /** Absent where a whole batch was ended. */
  readonly index?: number
  readonly message: string
}

export interface Subject {
  readonly environment: SandboxedEnvironment
  /** The same artifact in another process. */
  readonly fresh: SandboxedEnvironment
  readonly seed: Coordinate
  /** Whether nothing but the verdict is asked for, so that a fault once found is looked at no further. */
  readonly verdictOnly: boolean
  /** Instances of every level. */
  readonly sampled: ReadonlyArray<Sampled>
  /** Many instances of the lowest level. */
  readonly lowest: ReadonlyArray<Sampled>
  /** Many instances of the middle level. */
  readonly middle: ReadonlyArray<Sampled>
  readonly faulty: ReadonlyArray<FaultyDraw>
  /** Small instances whose randomness fast-check chose. */
  readonly driven: ReadonlyArray<Driven.Driven>
}

/** One property of the contract. Names are stable: people and tools refer to them. */
export interface Check {
  readonly name: string
  readonly run: (subject: Subject) => Effect.Effect<Outcome, SandboxError>
}

/** Instances per level. */
const perLevel = 8

/** Instances of the lowest and of the middle level: enough that a fair coin stays below 60 %, 4 standard deviations away. */
const many = 400

/** Instances driven by fast-check. */
const drivenCases = 512

/** The level in the middle of the ladder. */
export const middleLevel = (environment: SandboxedEnvironment): number =>
  environment.manifest.ladder.length >> 1

/** Where the sandbox ended a call, what `otherwise` makes of it; a sandbox that cannot work at all stays an error. */
export const ifEnded = <A>(otherwise: (error: SandboxError) => A) => (self: Effect.Effect<A, SandboxError>) =>
  Effect.catchIf(self, (error) => error.reason !== "Unavailable", (error) => Effect.succeed(otherwise(error)))

/** Draws what the checks look at, level by level, up to one at which the sandbox ends the call. */
export const make = (
  environment: SandboxedEnvironment,
  { fresh, seed, verdictOnly }: Pick<Subject, "fresh" | "seed" | "verdictOnly">
): Effect.Effect<Subject, SandboxError> =>
  Effect.gen(function*() {
    const { ladder } = environment.manifest
    const middle = middleLevel(environment)
    const sampled: Array<Sampled> = []
    const faulty: Array<FaultyDraw> = []
    const isSettled = () => verdictOnly && faulty.length > 0

    const drawLevel = (level: number, scale: Scale) =>
      Effect.gen(function*() {
        const count = level === 0 || level === middle ? many : perLevel
        const requests = Array.from({ length: count }, (_, index) => ({ level, seed, index }))
        const results = yield* inBatches(requests, environment.draw)
        results.forEach((result, index) =>
          Either.match(result, {
            onLeft: ({ message }) => faulty.push({ level, index, message }),
            onRight: (drawn) => sampled.push({ ...drawn, level, index, scale })
          })
        )
        return !isSettled()
      }).pipe(ifEnded(({ message }) => {
        faulty.push({ level, message })
        return false
      }))

    for (const [level, scale] of ladder.entries()) if (!(yield* drawLevel(level, scale))) break
    const driven = isSettled() ? [] : yield* Driven.draw(environment, seed, drivenCases).pipe(
      ifEnded<ReadonlyArray<Driven.Driven>>(({ message }) => {
        faulty.push({ level: 0, message })
        return []
      })
    )
    return {
      environment,
      fresh,
      seed,
      verdictOnly,
      sampled: sampled.filter(({ index }) => index < perLevel),
      lowest: sampled.filter(({ level }) => level === 0),
      middle: sampled.filter(({ level }) => level === middle),
      faulty,
      driven
    }
  })

/** A sampled instance as a counterexample. */
export const counterexample = (
  { level, index, scale, instance, statement, gold }: Sampled
): Counterexample => ({
  level,
  index,
  scale,
  instance,
  statement,
  gold
})
