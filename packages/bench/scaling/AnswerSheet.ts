/** What is known of the questions of a run, so that recorded responses can be right where they should be. */
import { fromCoordinates } from "@scaler/dsl/Random"
import * as Judge from "@scaler/judge/Judge"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"

/** One question's answers. */
export interface Answers {
  readonly right: string
  /** The right one of the question before it. */
  readonly other: string
  /** How often the right one is given. */
  readonly chance: number
}

/** By statement. */
export type AnswerSheet = Map<string, Answers>

/** How often a learner, whose skill is somewhere on the environment's ladder, solves a level. */
export const chance = ({ manifest: { ladder, name } }: SandboxedEnvironment, level: number): number =>
  1 / (1 + Math.exp(level - fromCoordinates("skill", name).unit() * ladder.length))

/** The same environment; what it draws is written onto the sheet. */
export const noting = (environment: SandboxedEnvironment, sheet: AnswerSheet): SandboxedEnvironment => {
  let other = ""
  return {
    ...environment,
    draw: (requests) =>
      Effect.tap(environment.draw(requests), (results) => {
        for (const [i, result] of results.entries()) {
          if (Either.isLeft(result)) continue
          const right = Judge.spell(environment.manifest.answer, result.right.gold)
          sheet.set(result.right.statement, { right, other, chance: chance(environment, requests[i]!.level) })
          other = right
        }
        return Effect.void
      })
  }
}
