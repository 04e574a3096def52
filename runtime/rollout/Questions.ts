/** Drawing the instances of a step: one fiber per environment, each drawing in batches. */
import type { Drawn } from "@scaler/dsl/Runnable"
import type { Split } from "@scaler/dsl/Split"
import { Policy, type PolicyError } from "@scaler/policy/Policy"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { asDefect, type Defect } from "./Defect.ts"
import type { Question } from "./Rollout.ts"
import * as Turn from "./Turn.ts"

/** The environments of a run, by name. */
export type Environments = ReadonlyMap<string, SandboxedEnvironment>

/** A question with its prompt in tokens. */
export interface PromptedQuestion extends Question {
  readonly prompt: Int32Array
}

/** What was drawn, in the order in which it was asked for. */
export interface DrawnTexts {
  readonly questions: ReadonlyArray<Question>
  readonly defects: ReadonlyArray<Defect>
}

/** What was drawn for a step, in the order in which it was asked for. */
export interface DrawnQuestions {
  readonly questions: ReadonlyArray<PromptedQuestion>
  readonly defects: ReadonlyArray<Defect>
  /** Questions left out because their prompt is longer than the recipe allows. */
  readonly tooLong: number
}

/** By which randomness instances are drawn. */
export interface DrawOptions {
  readonly seed: number
  readonly split: Split
}

/** One draw: the index makes instances of the same level different. */
export interface Place {
  readonly level: number
  readonly index: number
}

/** Places in an environment. */
export interface Request {
  readonly environment: string
  readonly places: ReadonlyArray<Place>
}

const batchSize = 32

/** Draws the questions of one environment. */
const ofEnvironment = (
  environment: SandboxedEnvironment,
  places: ReadonlyArray<Place>,
  { seed, split }: DrawOptions
): Effect.Effect<DrawnTexts, SandboxError> =>
  Effect.gen(function*() {
    const questions: Array<Question> = []
    const defects: Array<Defect> = []
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
        if (Either.isLeft(result)) defects.push(result.left)
        else {
          questions.push({ environment: environment.manifest.name, ...batch[position]!, ...result.right })
        }
      }
    }
    return { questions, defects }
  })

/** Draws from several environments at once, as texts of any length; the result is in the order of the requests. */
export const drawTexts = (
  environments: Environments,
  requests: ReadonlyArray<Request>,
  options: DrawOptions
): Effect.Effect<DrawnTexts, SandboxError> =>
  Effect.map(
    Effect.forEach(
      requests,
      ({ environment, places }) => ofEnvironment(environments.get(environment)!, places, options),
      { concurrency: "unbounded" }
    ),
    (all) => ({
      questions: all.flatMap(({ questions }) => questions),
      defects: all.flatMap(({ defects }) => defects)
    })
  )

/** Draws questions for the policy, whose prompts are at most `maxPromptTokens` long. */
export const draw = (
  environments: Environments,
  requests: ReadonlyArray<Request>,
  { maxPromptTokens, ...options }: DrawOptions & { readonly maxPromptTokens: number }
): Effect.Effect<DrawnQuestions, SandboxError | PolicyError, Policy> =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const { defects, questions } = yield* drawTexts(environments, requests, options)
    const prompted = yield* Effect.forEach(questions, (question) =>
      Effect.zipLeft(
        Effect.map(policy.prompt(question.statement), (prompt) => ({ ...question, prompt })),
        Turn.give
      ))
    const short = prompted.filter(({ prompt }) => prompt.length <= maxPromptTokens)
    return { questions: short, defects, tooLong: prompted.length - short.length }
  })
