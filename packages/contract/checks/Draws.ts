import * as Split from "@scaler/dsl/Split"
import { Effect, Either } from "effect"
import { inBatches } from "../Batch.ts"
import * as Driven from "../Driven.ts"
import { failed, passed, skipped } from "../Report.ts"
import { type Check, counterexample } from "../Subject.ts"

/** What the statements are about when they are too long. */
const statementFault = (statement: string, longest: number): string | undefined =>
  statement.trim() === ""
    ? "the statement is empty"
    : statement.length > longest
    ? `the statement has ${statement.length} characters, more than ${longest}`
    : undefined

/** Instances that each split must be able to give, per level. */
const perSplit = 4

/** Levels whose splits are looked at: higher ones have more instances, not fewer. */
const splitLevels = 6

/** Draws: none may end in a fault, at any level; statements fit; every split has instances. */
export const checks: ReadonlyArray<Check> = [
  {
    name: "no-defects",
    run: (subject) =>
      Effect.gen(function*() {
        const { driven, environment, faulty, middle, sampled, seed } = subject
        const cases = sampled.length + middle.length + faulty.length + driven.length
        const found = yield* Driven.falsify(subject, (some) =>
          Effect.succeed(some.map(({ result }) =>
            Either.isLeft(result) ? result.left.message : undefined
          )))
        if (found !== undefined) {
          const { level, scale, words } = found.driven
          const [drawn] = faulty.flatMap(({ level, index }) =>
            index === undefined ? [] : [{ level, seed, index }]
          )
          return failed(cases, found.message, {
            level,
            scale,
            words,
            ...(drawn === undefined ? {} : { drawn })
          })
        }
        const first = faulty[0]
        if (first !== undefined) {
          const { level, index, message } = first
          const scale = environment.manifest.ladder[level]!
          return failed(cases, message, { level, ...(index === undefined ? {} : { seed, index }), scale })
        }
        return passed(cases)
      })
  },
  {
    name: "statement",
    run: ({ environment: { manifest: { maxStatementLength } }, sampled, middle }) =>
      Effect.sync(() => {
        const drawn = [...sampled, ...middle]
        for (const one of drawn) {
          const fault = statementFault(one.statement, maxStatementLength)
          if (fault !== undefined) return failed(drawn.length, fault, counterexample(one))
        }
        return drawn.length === 0 ? skipped("no instance could be drawn") : passed(drawn.length)
      })
  },
  {
    name: "splits",
    run: ({ environment, seed }) =>
      Effect.gen(function*() {
        const { ladder, name } = environment.manifest
        const requests = (["train", "validation", "test"] as const).flatMap((split) =>
          ladder.slice(0, splitLevels).flatMap((_, level) =>
            Array.from({ length: perSplit }, (_, index) => ({ level, seed, index, split }))
          )
        )
        const results = yield* inBatches(requests, environment.draw)
        for (const [at, { level, index, split }] of requests.entries()) {
          const result = results[at]!
          const where = { level, index, split, scale: ladder[level]! }
          if (Either.isLeft(result)) {
            return failed(requests.length, result.left.message, { ...where, seed })
          }
          const { instance, statement } = result.right
          const actual = Split.of(name)(instance)
          if (actual !== split) {
            const message = `the draw for ${split} gave an instance that belongs to ${actual}`
            return failed(requests.length, message, { ...where, instance, statement })
          }
        }
        return passed(requests.length)
      })
  }
]
