import { canonical } from "@scaler/dsl/Split"
import { Effect, Either } from "effect"
import { agree } from "../Answers.ts"
import { inBatches } from "../Batch.ts"
import { failed, passed, skipped } from "../Report.ts"
import { type Check, counterexample } from "../Subject.ts"

/** Instances are a function of their coordinates, and nothing but JSON. */
export const checks: ReadonlyArray<Check> = [
  {
    name: "same-seed",
    // In another process and backwards, so that state which a call leaves behind shows.
    run: ({ environment, fresh, sampled, seed }) =>
      Effect.gen(function*() {
        const backwards = sampled.toReversed()
        const requests = backwards.map(({ level, index }) => ({ level, index, seed }))
        for (
          const [session, where] of [[fresh, "a fresh process"], [environment, "the same process"]] as const
        ) {
          const again = yield* inBatches(requests, session.draw)
          for (const [at, one] of backwards.entries()) {
            const result = again[at]!
            const { instance, statement, gold } = one
            if (
              Either.isLeft(result) || canonical(result.right) !== canonical({ instance, statement, gold })
            ) {
              const other = Either.isLeft(result) ? result.left.message : canonical(result.right)
              const message = `the same seed gives something else in ${where}: ${other}`
              return failed(2 * sampled.length, message, counterexample(one))
            }
          }
        }
        return sampled.length === 0 ? skipped("no instance could be drawn") : passed(2 * sampled.length)
      })
  },
  {
    name: "json-round-trip",
    // The environment must say the same of an instance that went through JSON as of the one it drew.
    run: ({ environment, sampled }) =>
      Effect.gen(function*() {
        const instances = sampled.map(({ instance }) => JSON.parse(JSON.stringify(instance)) as unknown)
        const statements = yield* inBatches(instances, environment.statement)
        const answers = yield* inBatches(instances, environment.solve)
        for (const [at, one] of sampled.entries()) {
          const statement = statements[at]!
          const answer = answers[at]!
          const fault = Either.isLeft(statement)
            ? statement.left.message
            : Either.isLeft(answer)
            ? answer.left.message
            : statement.right !== one.statement
            ? `after a round trip through JSON the statement is ${JSON.stringify(statement.right)}`
            : !agree(environment.manifest.answer, answer.right, one.gold)
            ? `after a round trip through JSON the oracle answers ${JSON.stringify(answer.right)}`
            : undefined
          if (fault !== undefined) return failed(sampled.length, fault, counterexample(one))
        }
        return sampled.length === 0 ? skipped("no instance could be drawn") : passed(sampled.length)
      })
  }
]
