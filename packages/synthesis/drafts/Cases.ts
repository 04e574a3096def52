/** The instances on which a draft is verified. */
import { inBatches } from "@scaler/contract/Batch"
import { fromCoordinates } from "@scaler/dsl/Random"
import type { Drawn } from "@scaler/dsl/Runnable"
import type { Scale } from "@scaler/dsl/Scale"
import type {
  EnvironmentDefect,
  SandboxedEnvironment,
  SandboxError
} from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { Defect } from "../oracle/Defect.ts"

/** Settings that are drawn for breadth, and instances of the middle level for depth, as in the reference. */
export const count = 100

/** Instances of the smallest setting and of the largest one. */
const atEnds = 10

/** Random words per character of the longest statement: more than a generator needs for what is written in it. */
const wordsPerCharacter = 4

/** An instance, and the setting that it was drawn at; its gold is the text that programs read. */
export interface Case extends Drawn {
  readonly scale: Scale
}

export interface Cases {
  /** The smallest setting, the largest one, then random ones between them. */
  readonly breadth: ReadonlyArray<Case>
  /** One setting again and again. */
  readonly depth: ReadonlyArray<Case>
}

/** Draws the cases of a draft: the same ones whenever it is verified. */
export const of = (draft: SandboxedEnvironment): Effect.Effect<Cases, Defect | SandboxError> =>
  Effect.gen(function*() {
    const { ladder, maxStatementLength, name } = draft.manifest
    const [smallest, top] = [ladder[0]!, ladder.at(-1)!]

    const ofLevel = (level: number, count: number) => {
      const requests = Array.from({ length: count }, (_, index) => ({ level, seed: "verification", index }))
      return Effect.map(
        inBatches(requests, draft.draw),
        (results) => results.map((result) => ({ result, scale: ladder[level]! }))
      )
    }
    const between = (index: number) => {
      const scale = Object.fromEntries(
        Object.entries(smallest).map(([axis, least]) => {
          const random = fromCoordinates("draft", name, "setting", index, axis)
          return [axis, least + random.below(top[axis]! - least + 1)]
        })
      )
      const random = fromCoordinates("draft", name, "words", index)
      return { scale, words: Array.from({ length: wordsPerCharacter * maxStatementLength }, random.u32) }
    }
    const ofSettings = () => {
      const requests = Array.from({ length: count }, (_, index) => between(index))
      return Effect.map(
        inBatches(requests, draft.drawFrom),
        (results) => results.map((result, at) => ({ result, scale: requests[at]!.scale }))
      )
    }

    const drawn = (
      all: ReadonlyArray<
        { readonly result: Either.Either<Drawn | null, EnvironmentDefect>; readonly scale: Scale }
      >
    ) =>
      Effect.gen(function*() {
        const cases: Array<Case> = []
        for (const { result, scale } of all) {
          if (Either.isLeft(result)) {
            return yield* new Defect({
              stage: "generator",
              message: `${result.left.message} (at ${JSON.stringify(scale)})`
            })
          }
          if (result.right !== null) cases.push({ ...result.right, scale })
        }
        // A generator may reject a draw, but its settings must have instances.
        return 2 * cases.length > all.length ? cases : yield* new Defect({
          stage: "generator",
          message:
            `of ${all.length} draws at random settings of the axes only ${cases.length} gave an instance`
        })
      })

    const ends = [...yield* ofLevel(0, atEnds), ...yield* ofLevel(ladder.length - 1, atEnds)]
    return {
      breadth: [...yield* drawn(ends), ...yield* drawn(yield* ofSettings())],
      depth: yield* drawn(yield* ofLevel(ladder.length >> 1, count))
    }
  })
