/** A draft with its problem's programs behind it: an environment like any other. */
import { sha256 } from "@scaler/compiler/Hash"
import type { Manifest } from "@scaler/compiler/Manifest"
import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import type { Drawn } from "@scaler/dsl/Runnable"
import type { Native } from "@scaler/sandbox/native/Native"
import type { ProgramFault } from "@scaler/sandbox/native/ProgramFault"
import type {
  EnvironmentDefect,
  Results,
  SandboxedEnvironment,
  SandboxError
} from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import * as Oracle from "../oracle/Oracle.ts"
import type { Solution } from "../oracle/Solution.ts"

export interface Options {
  readonly answer: AnswerSpec
  /** The oracle's solutions, the one that answers first. */
  readonly solutions: ReadonlyArray<Solution>
  /** Share of the instances that all of them solve; 0.05 unless given. */
  readonly crossChecked?: number
  /** Whole unless given; brief ones are the problem's title and what programs read. */
  readonly statements?: "whole" | "brief"
}

type Outcome<A> = Either.Either<A, EnvironmentDefect>

/** What describes it, from what describes the draft. */
export const manifestOf = (draft: Manifest, { answer, solutions, statements }: Options): Manifest => ({
  ...draft,
  answer,
  // Any two programs are compared on instances of every size.
  bruteUpTo: {},
  hash: briefly(sha256(JSON.stringify([draft.hash, answer, solutions])), statements)
})

/** Other statements are another environment. */
export const briefly = (hash: string, statements: Options["statements"]): string =>
  statements === "brief" ? sha256(JSON.stringify([hash, statements])) : hash

/** Puts the programs behind a draft. They are compiled here, or were before. */
export const make = (
  draft: SandboxedEnvironment,
  options: Options
): Effect.Effect<SandboxedEnvironment, ProgramFault | SandboxError, Native> =>
  Effect.gen(function*() {
    const { name, source } = draft.manifest
    const isBrief = options.statements === "brief"
    const brief = (input: string) => `${source}: ${input.trim().replaceAll(/\s*\n\s*/g, "; ")}`
    const { brute, solve } = yield* Oracle.make({ ...options, name })

    /** What a program answers to the text of each instance. */
    const answers = (
      texts: ReadonlyArray<Outcome<AnswerJson>>,
      program: (input: string) => Oracle.Answered
    ) =>
      Effect.forEach(
        texts,
        (text) => Either.isLeft(text) ? Effect.succeed(text) : program(text.right as string),
        { concurrency: "unbounded" }
      )

    const question = <A extends Drawn | null>(drawn: Outcome<A>): Effect.Effect<Outcome<A>, SandboxError> =>
      Either.isLeft(drawn) || drawn.right === null
        ? Effect.succeed(drawn)
        : Effect.map(
          solve(drawn.right.gold as string),
          Either.map((gold) => ({
            ...drawn.right,
            ...isBrief && { statement: brief(drawn.right!.gold as string) },
            gold
          }))
        )
    const questions = <A extends Drawn | null>(drawn: Results<A>): Results<A> =>
      Effect.flatMap(drawn, (results) => Effect.forEach(results, question<A>, { concurrency: "unbounded" }))

    const keepsConstraints = (instances: ReadonlyArray<unknown>) =>
      draft.failedProperties(
        instances.map((instance) => ({ instance, gold: "", scale: draft.manifest.ladder[0]! }))
      )

    return {
      ...draft,
      manifest: manifestOf(draft.manifest, options),
      draw: (requests) => questions(draft.draw(requests)),
      drawFrom: (requests) => questions(draft.drawFrom(requests)),
      statement: (instances) =>
        isBrief
          ? Effect.map(draft.solve(instances), (texts) =>
            texts.map(Either.map((text) => brief(text as string))))
          : draft.statement(instances),
      solve: (instances) =>
        Effect.flatMap(draft.solve(instances), (texts) => answers(texts, solve)),
      brute: (instances) => Effect.flatMap(draft.solve(instances), (texts) => answers(texts, brute)),
      failedProperties: (requests) => draft.failedProperties(requests.map((one) => ({ ...one, gold: "" }))),
      // The Schema alone does not say all that the problem promises to programs.
      arbitrary: (request) =>
        Effect.gen(function*() {
          const drawn = yield* draft.arbitrary(request)
          const failed = yield* keepsConstraints(
            drawn.flatMap((one) => Either.isRight(one) ? [one.right] : [])
          )
          let next = 0
          return drawn.filter((one) => {
            if (Either.isLeft(one)) return true
            const names = failed[next++]!
            return Either.isRight(names) && names.right.length === 0
          })
        })
    }
  })
