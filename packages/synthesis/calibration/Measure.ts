/** What instances of a setting of the axes cost: to read, to answer, to solve. */
import { fromCoordinates } from "@scaler/dsl/Random"
import type { Drawn } from "@scaler/dsl/Runnable"
import type { Scale } from "@scaler/dsl/Scale"
import * as Judge from "@scaler/judge/Judge"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"

export interface Measured {
  /** Characters of the longest statement. */
  readonly prompt: number
  /** Characters of the longest answer. */
  readonly answer: number
  /** Time of the oracle for one instance, in milliseconds. */
  readonly millis: number
}

/** Instances per setting. */
const probes = 8

/** Draws per instance before a setting counts as one that the generator cannot serve. */
const attempts = 10

/** Random words per character of the longest statement: more than a generator needs for what is written in it. */
const wordsPerCharacter = 4

/** How often the oracle is timed; the fastest counts, as anything else on the machine only slows it. */
const timings = 2

/** Measures settings, each once; the left is why a setting has no instances. */
export const measuring = (environment: SandboxedEnvironment, maxPrompt: number) => {
  const { answer: spec, name } = environment.manifest
  const known = new Map<string, Either.Either<Measured, string>>()

  const draw = (scale: Scale, probe: number) =>
    Effect.gen(function*() {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const random = fromCoordinates("calibrate", name, JSON.stringify(scale), probe, attempt)
        const words = Array.from({ length: wordsPerCharacter * maxPrompt }, random.u32)
        const [result] = yield* environment.drawFrom([{ scale, words }])
        if (Either.isLeft(result!)) return Either.left(result.left.message)
        if (result!.right !== null) return Either.right(result!.right)
      }
      return Either.left("the generator finds no instance")
    })

  const time = (drawn: ReadonlyArray<Drawn>) =>
    Effect.gen(function*() {
      let best = Infinity
      for (let timing = 0; timing < timings; timing++) {
        const began = performance.now()
        yield* environment.solve(drawn.map(({ instance }) => instance))
        best = Math.min(best, (performance.now() - began) / drawn.length)
      }
      return best
    })

  const measure = (scale: Scale): Effect.Effect<Either.Either<Measured, string>, SandboxError> =>
    Effect.gen(function*() {
      const drawn: Array<Drawn> = []
      for (let probe = 0; probe < probes; probe++) {
        const result = yield* draw(scale, probe)
        if (Either.isLeft(result)) return Either.left(result.left)
        drawn.push(result.right)
      }
      return Either.right({
        prompt: Math.max(...drawn.map(({ statement }) => statement.length)),
        answer: Math.max(...drawn.map(({ gold }) => Judge.spell(spec, gold).length)),
        millis: yield* time(drawn)
      })
    }).pipe(
      // A call that the sandbox had to end says that the setting is too much.
      Effect.catchIf(
        (error) => error.reason !== "Unavailable",
        ({ message }) => Effect.succeed(Either.left(message))
      )
    )

  return (scale: Scale): Effect.Effect<Either.Either<Measured, string>, SandboxError> =>
    Effect.suspend(() => {
      const key = JSON.stringify(scale)
      const found = known.get(key)
      return found === undefined
        ? Effect.tap(measure(scale), (measured) => {
          known.set(key, measured)
        })
        : Effect.succeed(found)
    })
}
