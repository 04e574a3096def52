/** A level of an environment as a benchmark: the instances of a run's test, judged by the environment's own oracle. */
import { canonical, type HeldOut } from "@scaler/dsl/Split"
import { asDefect } from "@scaler/runtime/rollout/Defect"
import * as Questions from "@scaler/runtime/rollout/Questions"
import type { Question } from "@scaler/runtime/rollout/Rollout"
import { verdicts } from "@scaler/runtime/rollout/Scoring"
import { addDifferent, gridSeed, surplus } from "@scaler/runtime/training/Evaluation"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import { createHash } from "node:crypto"
import { nameOf } from "./EnvironmentSuite.ts"
import { EvalError } from "./EvalError.ts"
import { Faulty, type Judgement } from "./Judgement.ts"
import type { Problem } from "./Problem.ts"
import type { Source } from "./Source.ts"

export interface Options {
  /** What the environment was asked for by. */
  readonly environment: string
  readonly level: number
  readonly split: HeldOut
  /** Message of the system before each statement; empty for none. */
  readonly system: string
  /** Instances that are asked unless told otherwise. */
  readonly usual: number
}

/** Its index, which draws it again, and what it is, so that another one in its place is noticed. */
const idOf = ({ gold, index, instance }: Question): string =>
  `${index}-${createHash("sha256").update(canonical([instance, gold])).digest("hex").slice(0, 16)}`

const indexOf = (id: string): number => Number.parseInt(id, 10)

/** A level is one that the environment's ladder has. */
export const make = (
  sandboxed: SandboxedEnvironment,
  { environment, level, split, system, usual }: Options
): Source<EvalError | SandboxError, never> => {
  const { name } = sandboxed.manifest
  const questions = new Map<string, Question>()

  const draw = (indices: ReadonlyArray<number>) =>
    Effect.gen(function*() {
      const places = indices.map((index) => ({ level, index }))
      const drawn = yield* Questions.drawTexts(
        new Map([[name, sandboxed]]),
        [{ environment: name, places }],
        { seed: gridSeed, split }
      )
      const [defect] = drawn.defects
      if (defect !== undefined) {
        return yield* new EvalError({
          reason: "Environment",
          message: `The instances of ${name} at level ${level} could not be drawn: ${defect.message}`
        })
      }
      for (const question of drawn.questions) questions.set(idOf(question), question)
      return drawn.questions
    })

  const problemOf = (question: Question): Problem => ({
    id: idOf(question),
    system,
    statement: question.statement,
    gold: JSON.stringify(question.gold),
    stratum: "",
    repeats: 1
  })

  return {
    suite: nameOf(environment, level, split),
    title: `${name}, level ${level}${split === "test" ? "" : `, ${split}`}`,
    of: null,
    // Fewer where draws repeat themselves. Nothing is left to chance: more of them begin with the same.
    choose: (limit) =>
      Effect.gen(function*() {
        const count = typeof limit === "number" ? limit : usual
        const different = new Map<string, Question>()
        for (let next = 0; different.size < count && next < surplus * count;) {
          const more = Math.min(count - different.size, surplus * count - next)
          addDifferent(different, yield* draw(Array.from({ length: more }, (_, place) => next + place)))
          next += more
        }
        return [...different.values()].map(problemOf)
      }),
    // What was chosen has been drawn.
    find: (ids) =>
      Effect.map(
        draw(ids.filter((id) => !questions.has(id)).map(indexOf)),
        () => ids.flatMap((id) => questions.has(id) ? [problemOf(questions.get(id)!)] : [])
      ),
    judge: ({ id }, response) =>
      asDefect<Judgement, never>(
        Effect.map(verdicts(sandboxed, questions.get(id)!, [response]), ([verdict]) => verdict!),
        ({ message }) => Faulty({ reason: message })
      )
  }
}
