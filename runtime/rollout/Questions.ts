/** Drawing the instances of a step: one fiber per environment, each drawing in batches. */
import type { Drawn } from "@scaler/dsl/Runnable"
import type { Split } from "@scaler/dsl/Split"
import { Policy, type PolicyError } from "@scaler/policy/Policy"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { asDefect, type Defect } from "./Defect.ts"
import type { Question } from "./Rollout.ts"

/** The environments of a run, by name. */
export type Environments = ReadonlyMap<string, SandboxedEnvironment>

/** A question with its prompt in tokens. */
export interface PromptedQuestion extends Question {
  readonly prompt: Int32Array
}

/** What was drawn for a step, in the order in which it was asked for. */
export interface DrawnQuestions {
  readonly questions: ReadonlyArray<PromptedQuestion>
  readonly defects: ReadonlyArray<Defect>
  /** Questions left out because their prompt is longer than the recipe allows. */
  readonly tooLong: number
}

export interface DrawOptions {
  readonly seed: number
  readonly split: Split
  readonly maxPromptTokens: number
}

/** One draw: the index makes instances of the same level different. */
export interface Place {
  readonly level: number
  readonly index: number
}

const batchSize = 32

/** Draws the questions of one environment. */
export const ofEnvironment = (
  environment: SandboxedEnvironment,
  places: ReadonlyArray<Place>,
  { maxPromptTokens, seed, split }: DrawOptions
): Effect.Effect<DrawnQuestions, SandboxError | PolicyError, Policy> =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const questions: Array<PromptedQuestion> = []
    const defects: Array<Defect> = []
    let tooLong = 0
    for (let start = 0; start < places.length; start += batchSize) {
      const batch = places.slice(start, start + batchSize)
      const results = yield* asDefect(
        environment.draw(batch.map((place) => ({ ...place, seed, split }))) as Effect.Effect<
          ReadonlyArray<Either.Either<Drawn, Defect>>,
          SandboxError
        >,
        (defect): ReadonlyArray<Either.Either<Drawn, Defect>> => [Either.left(defect)]
      )
      for (const [position, result] of results.entries()) {
        if (Either.isLeft(result)) {
          defects.push(result.left)
          continue
        }
        const prompt = yield* policy.prompt(result.right.statement)
        if (prompt.length > maxPromptTokens) tooLong++
        else {questions.push({
            environment: environment.manifest.name,
            ...batch[position]!,
            ...result.right,
            prompt
          })}
      }
    }
    return { questions, defects, tooLong }
  })

/** Draws for several environments at once; the result is in the order of the requests. */
export const draw = (
  environments: Environments,
  requests: ReadonlyArray<{ readonly environment: string; readonly places: ReadonlyArray<Place> }>,
  options: DrawOptions
): Effect.Effect<DrawnQuestions, SandboxError | PolicyError, Policy> =>
  Effect.map(
    Effect.forEach(
      requests,
      ({ environment, places }) => ofEnvironment(environments.get(environment)!, places, options),
      { concurrency: "unbounded" }
    ),
    (all) => ({
      questions: all.flatMap(({ questions }) => questions),
      defects: all.flatMap(({ defects }) => defects),
      tooLong: all.reduce((sum, { tooLong }) => sum + tooLong, 0)
    })
  )
