/** What an author should know of an environment's levels: cost, length, and how far guessing gets. */
import { inBatches } from "@scaler/contract/Batch"
import { counted, largestShare, leastDistinct } from "@scaler/contract/checks/Variety"
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import type { Drawn } from "@scaler/dsl/Runnable"
import type { Scale } from "@scaler/dsl/Scale"
import { canonical } from "@scaler/dsl/Split"
import * as Judge from "@scaler/judge/Judge"
import { plainPrompt } from "@scaler/policy/tokenizer/Tokenizer"
import type {
  EnvironmentDefect,
  SandboxedEnvironment,
  SandboxError
} from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"

export interface LevelStatistics {
  readonly level: number
  readonly scale: Scale
  readonly instances: number
  /** Time to draw and solve an instance in the sandbox, in milliseconds. */
  readonly millis: number
  /** Characters of a prompt. */
  readonly prompt: { readonly mean: number; readonly longest: number }
  /** Different answers. */
  readonly distinct: number
  readonly commonest: { readonly answer: AnswerJson; readonly share: number }
  /** The best of the commonest answers, and how often it is accepted when it is always given. */
  readonly guess: { readonly answer: AnswerJson; readonly score: number }
  /** Bounds of the contract that the level does not keep. */
  readonly breaches: ReadonlyArray<string>
}

/** The commonest answers that are tried as guesses: where a check judges, another one may be accepted more often. */
const guesses = 4

/** How often each answer is accepted when it is given to all instances, by the environment's own check where it has one. */
const scores = (
  environment: SandboxedEnvironment,
  drawn: ReadonlyArray<Drawn>,
  answers: ReadonlyArray<AnswerJson>
): Effect.Effect<ReadonlyArray<number>, SandboxError | EnvironmentDefect> =>
  Effect.forEach(answers, (answer) => {
    const { answer: spec, hasCheck } = environment.manifest
    const accepted: Effect.Effect<ReadonlyArray<boolean>, SandboxError | EnvironmentDefect> = hasCheck
      ? inBatches(drawn.map(({ gold, instance }) => ({ gold, instance, answer })), environment.check).pipe(
        Effect.flatMap((results) => Effect.all(results)),
        Effect.map((results) => results.map((result) => result === true))
      )
      : Effect.sync(() => drawn.map(({ gold }) => Judge.equal(spec, gold, answer)))
    return Effect.map(accepted, (all) => all.filter(Boolean).length / drawn.length)
  })

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

/** Measures a level on its first `count` instances of a seed. */
export const ofLevel = (
  environment: SandboxedEnvironment,
  level: number,
  { count, seed }: { readonly count: number; readonly seed: number }
): Effect.Effect<LevelStatistics, SandboxError | EnvironmentDefect> =>
  Effect.gen(function*() {
    const { answer: spec, ladder } = environment.manifest
    const places = Array.from({ length: count }, (_, index) => ({ level, seed, index }))
    // The first call may have to start the process.
    yield* environment.draw(places.slice(0, 1))
    const began = performance.now()
    const results = yield* inBatches(places, environment.draw)
    const millis = (performance.now() - began) / count
    const drawn = yield* Effect.all(results)
    const lengths = drawn.map(({ statement }) => plainPrompt(statement).length)
    const byAnswer = [...Map.groupBy(drawn, ({ gold }) => canonical(gold)).values()]
      .toSorted((a, b) => b.length - a.length)
    const candidates = byAnswer.slice(0, guesses).map(([first]) => first!.gold)
    const scored = yield* scores(environment, drawn, candidates)
    const best = scored.indexOf(Math.max(...scored))
    const share = byAnswer[0]!.length / count
    const most = largestShare(spec)
    const early = new Set(drawn.slice(0, counted).map(({ gold }) => canonical(gold))).size
    return {
      level,
      scale: ladder[level]!,
      instances: count,
      millis,
      prompt: {
        mean: lengths.reduce((sum, length) => sum + length, 0) / count,
        longest: Math.max(...lengths)
      },
      distinct: byAnswer.length,
      commonest: { answer: candidates[0]!, share },
      guess: { answer: candidates[best]!, score: scored[best]! },
      breaches: [
        ...(share > most ? [`one answer has ${percent(share)}, more than ${percent(most)}`] : []),
        ...(scored[best]! > most
          ? [`a guess is accepted for ${percent(scored[best]!)}, more than ${percent(most)}`]
          : []),
        ...(count >= counted && early < leastDistinct(spec)
          ? [`${early} different answers among ${counted}, fewer than ${leastDistinct(spec)}`]
          : [])
      ]
    }
  })

/** A level that could not be measured, and why. */
export interface Unmeasured {
  readonly level: number
  readonly error: string
}

/** Measures all levels; a level at which the environment fails is said, not failed on. */
export const ofEnvironment = (
  environment: SandboxedEnvironment,
  options: { readonly count: number; readonly seed: number }
): Effect.Effect<ReadonlyArray<LevelStatistics | Unmeasured>, SandboxError> =>
  Effect.forEach(
    environment.manifest.ladder,
    (_, level) =>
      Effect.either(ofLevel(environment, level, options)).pipe(
        Effect.flatMap(Either.match({
          onRight: (measured) => Effect.succeed<LevelStatistics | Unmeasured>(measured),
          onLeft: (error) =>
            error._tag === "SandboxError" && error.reason === "Unavailable"
              ? Effect.fail(error)
              : Effect.succeed({ level, error: error.message })
        }))
      )
  )
