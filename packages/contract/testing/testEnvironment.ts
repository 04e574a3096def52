import type { Any } from "@scaler/dsl/Environment"
import * as Split from "@scaler/dsl/Split"
import { describe, expect, test } from "bun:test"
import { Effect, Either } from "effect"
import { inBatches } from "../Batch.ts"
import { verify } from "../Contract.ts"
import { format } from "../Report.ts"
import * as Snapshot from "../Snapshot.ts"
import * as InProcess from "./InProcess.ts"

/** Different instances that a level needs for validation and for test. */
const needed = 32

/** Draws in which they must turn up. */
const draws = 600

/** Levels that are looked at; the instances only become more. */
const levels = 6

/**
 * The tests of one environment: it keeps the contract, its low levels have instances enough for every split, and three
 * instances are as they were when its snapshot was taken.
 */
export const testEnvironment = (environment: Any): void => {
  describe(environment.name, () => {
    const subject = InProcess.make(environment)
    const drawn = (level: number, count: number) =>
      Effect.map(
        inBatches(Array.from({ length: count }, (_, index) => ({ level, seed: 0, index })), subject.draw),
        (results) => results.map(Either.getOrThrowWith((defect) => defect))
      )

    test("keeps the contract", async () => {
      const report = await Effect.runPromise(verify(subject, { seed: 1, fresh: InProcess.make(environment) }))
      expect(report.passed, format(report)).toBe(true)
    }, 60_000)

    test(`has ${needed} different instances of each split at levels 0 to ${levels - 1}`, async () => {
      for (let level = 0; level < levels; level++) {
        const instances = await Effect.runPromise(drawn(level, draws))
        const distinct = new Map(instances.map(({ instance }) => [Split.canonical(instance), instance]))
        for (const split of ["train", "validation", "test"] as const) {
          const count = [...distinct.values()].filter((one) =>
            Split.of(environment.name)(one) === split
          ).length
          expect(count, `${split} at level ${level}`).toBeGreaterThanOrEqual(needed)
        }
      }
    }, 60_000)

    test("draws the instances it always drew", async () => {
      const instances = await Effect.runPromise(Snapshot.draw(subject))
      for (const [at, level] of Snapshot.levels(subject).entries()) {
        expect(Either.getOrThrowWith(instances[at]!, (defect) => defect)).toMatchSnapshot(`level ${level}`)
      }
    })
  })
}
