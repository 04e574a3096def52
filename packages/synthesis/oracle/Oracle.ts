/** Programs as an oracle: the first answers, and the others confirm a share of what it says. */
import { agree } from "@scaler/contract/Answers"
import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { seed } from "@scaler/dsl/Random"
import { Native, type Program } from "@scaler/sandbox/native/Native"
import type { ProgramFault } from "@scaler/sandbox/native/ProgramFault"
import { EnvironmentDefect, type SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import * as Output from "./Output.ts"
import type { Solution } from "./Solution.ts"

/** An answer, or why there is none. */
export type Answered = Effect.Effect<Either.Either<AnswerJson, EnvironmentDefect>, SandboxError>

export interface Oracle {
  /** The answer to what the programs read; for a share of the instances, only where all of them give it. */
  readonly solve: (input: string) => Answered
  /** What the other programs answer, which must be one answer: as independent a solver as there is. */
  readonly brute: (input: string) => Answered
}

export interface Options {
  /** Of the environment. */
  readonly name: string
  readonly answer: AnswerSpec
  /** The oracle's solutions, the one that answers first. */
  readonly solutions: ReadonlyArray<Solution>
  /** Share of the instances that all of them solve; 0.05 unless given. */
  readonly crossChecked?: number
}

/** Makes an oracle. Its programs are compiled here, or were before. */
export const make = (
  { answer, crossChecked = 0.05, name, solutions }: Options
): Effect.Effect<Oracle, ProgramFault | SandboxError, Native> =>
  Effect.gen(function*() {
    const native = yield* Native
    const programs = yield* Effect.forEach(
      solutions,
      ({ language, source }) => native.compile(source, language)
    )
    const [first, ...others] = programs as [Program, ...ReadonlyArray<Program>]

    const defect = (reason: EnvironmentDefect["reason"], operation: string, message: string) =>
      Either.left(new EnvironmentDefect({ reason, environment: name, operation, message }))

    const answered = (program: Program, operation: string, input: string): Answered =>
      native.run(program, input).pipe(
        Effect.map(({ stdout }) => {
          const parsed = Output.parse(answer, stdout)
          return parsed === undefined
            ? defect(
              "InvalidGold",
              operation,
              `${JSON.stringify(stdout.slice(0, 200))} is no ${answer.kind} answer`
            )
            : Either.right(parsed)
        }),
        Effect.catchTag("ProgramFault", ({ message }) => Effect.succeed(defect("Threw", operation, message)))
      )

    const isCrossChecked = (input: string) =>
      seed("oracle", "cross-check", name, input)[0] / 2 ** 32 < crossChecked

    /** What the programs answer, where they all say the same. */
    const agreed = (
      [program, ...rest]: ReadonlyArray<Program>,
      operation: string,
      input: string
    ): Answered =>
      Effect.gen(function*() {
        const gold = yield* answered(program!, operation, input)
        for (const other of Either.isRight(gold) ? rest : []) {
          const second = yield* answered(other, operation, input)
          if (Either.isLeft(second)) return second
          if (Either.isRight(gold) && !agree(answer, gold.right, second.right)) {
            const both = `${JSON.stringify(gold.right)} and ${JSON.stringify(second.right)}`
            return defect("InvalidGold", operation, `solutions disagree: ${both}`)
          }
        }
        return gold
      })

    return {
      solve: (input) => agreed(isCrossChecked(input) ? programs : [first], "solve", input),
      brute: (input) => agreed(others.length > 0 ? others : [first], "brute", input)
    }
  })
