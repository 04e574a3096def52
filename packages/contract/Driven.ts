/**
 * Instances whose randomness fast-check chooses: a generator that reads fast-check's words, and zeros after them, gives
 * valid instances only, so a counterexample shrinks to a small valid instance at the smallest scale.
 */
import * as Random from "@scaler/dsl/Random"
import type { Drawn } from "@scaler/dsl/Runnable"
import type { Scale } from "@scaler/dsl/Scale"
import type {
  EnvironmentDefect,
  SandboxedEnvironment,
  SandboxError
} from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, type Either, FastCheck } from "effect"
import { inBatches } from "./Batch.ts"

/** What fast-check chooses. */
interface Choices {
  readonly level: number
  readonly words: ReadonlyArray<number>
}

export interface Driven extends Choices {
  readonly scale: Scale
  /** Null where the generator rejects these words. */
  readonly result: Either.Either<Drawn | null, EnvironmentDefect>
}

/** Why each instance breaks a property, or undefined where it does not. */
export type Examine = (
  driven: ReadonlyArray<Driven>
) => Effect.Effect<ReadonlyArray<string | undefined>, SandboxError>

export interface Found {
  readonly driven: Driven
  readonly message: string
}

/** Levels that count as small where no brute force says which are. */
const smallLevels = 6

/** Most words that drive a draw. */
const maxWords = 128

/** Candidates examined at once while a counterexample shrinks. */
const batch = 32

/** Most instances that are examined while a counterexample shrinks. */
const shrinkBudget = 20_000

/** The number of lowest levels that the brute force reaches; the first six where there is none. */
export const levels = ({ manifest: { bruteUpTo, ladder } }: SandboxedEnvironment): number => {
  if (bruteUpTo === undefined) return Math.min(smallLevels, ladder.length)
  const beyond = ladder.findIndex((scale) =>
    Object.entries(bruteUpTo).some(([axis, bound]) => (scale[axis] ?? 0) > bound)
  )
  return beyond === -1 ? ladder.length : beyond
}

const choices = (levelCount: number): FastCheck.Arbitrary<Choices> =>
  FastCheck.record({
    level: FastCheck.integer({ min: 0, max: levelCount - 1 }),
    words: FastCheck.array(FastCheck.integer({ min: 0, max: 0xffffffff }), {
      maxLength: maxWords,
      size: "max"
    })
  })

const drive = (
  environment: SandboxedEnvironment,
  chosen: ReadonlyArray<Choices>
): Effect.Effect<ReadonlyArray<Driven>, SandboxError> => {
  const requests = chosen.map(({ level, words }) => ({ scale: environment.manifest.ladder[level]!, words }))
  return Effect.map(
    inBatches(requests, environment.drawFrom),
    (results) => chosen.map((choice, at) => ({ ...choice, scale: requests[at]!.scale, result: results[at]! }))
  )
}

/** `count` small instances; the same for the same seed. */
export const draw = (environment: SandboxedEnvironment, seed: Random.Coordinate, count: number) =>
  levels(environment) === 0
    ? Effect.succeed([])
    : drive(
      environment,
      FastCheck.sample(choices(levels(environment)), {
        seed: Random.seed("contract", seed, environment.manifest.name)[0] | 0,
        numRuns: count
      })
    )

/** What a property is held against. */
export interface Cases {
  readonly environment: SandboxedEnvironment
  readonly driven: ReadonlyArray<Driven>
  /** Whether any counterexample does, so that none is shrunk. */
  readonly verdictOnly: boolean
}

/**
 * An instance of the lowest level at which one breaks the property; undefined where all keep it. It is shrunk, but not
 * where the words are nothing but a seed, as they are for native programs.
 */
export const falsify = (
  { driven, environment, verdictOnly }: Cases,
  examine: Examine
): Effect.Effect<Found | undefined, SandboxError> =>
  Effect.gen(function*() {
    const byLevel = driven.toSorted((a, b) => a.level - b.level)
    const first = firstBroken(byLevel, yield* inBatches(byLevel, examine))
    const isShrinkable = !verdictOnly && environment.manifest.flavour !== "native"
    return first === undefined || !isShrinkable ? first : yield* shrink(environment, first, examine)
  })

const firstBroken = (driven: ReadonlyArray<Driven>, reasons: ReadonlyArray<string | undefined>) => {
  const at = reasons.findIndex((reason) => reason !== undefined)
  return at === -1 ? undefined : { at, driven: driven[at]!, message: reasons[at]! }
}

/** Goes to the first simpler choices that break the property too, in batches, until no simpler ones do. */
const shrink = (environment: SandboxedEnvironment, start: Found, examine: Examine) =>
  Effect.gen(function*() {
    const arbitrary = choices(levels(environment))
    const { level, words } = start.driven
    let found: Found = start
    let simpler = arbitrary.shrink({ level, words: [...words] }, undefined)
    for (let examined = 0; examined < shrinkBudget;) {
      const candidates = [...simpler.take(batch)]
      if (candidates.length === 0) return found
      examined += candidates.length
      const driven = yield* drive(environment, candidates.map((candidate) => candidate.value))
      const broken = firstBroken(driven, yield* examine(driven))
      if (broken !== undefined) {
        const candidate = candidates[broken.at]!
        found = { driven: broken.driven, message: broken.message }
        simpler = arbitrary.shrink(candidate.value, candidate.context)
      }
    }
    return found
  })
