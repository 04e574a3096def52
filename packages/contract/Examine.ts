/** Holding a property of instances against all that were drawn. */
import type { Drawn } from "@scaler/dsl/Runnable"
import type { Scale } from "@scaler/dsl/Scale"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { inBatches } from "./Batch.ts"
import * as Driven from "./Driven.ts"
import { failed, type Outcome, passed, skipped } from "./Report.ts"
import { counterexample, type Sampled, type Subject } from "./Subject.ts"

/** An instance and the scale that it was drawn at. */
export interface Scaled extends Drawn {
  readonly scale: Scale
}

/** Why each drawn instance breaks a property, or undefined. */
export type Examine = (
  drawn: ReadonlyArray<Scaled>
) => Effect.Effect<ReadonlyArray<string | undefined>, SandboxError>

/** The instance of a driven draw; undefined where it was rejected or ended in a fault. */
export const drawnOf = ({ result, scale }: Driven.Driven): Scaled | undefined =>
  Either.isRight(result) && result.right !== null ? { ...result.right, scale } : undefined

/** Looks at the driven instances first, whose counterexamples shrink, then at drawn ones. */
export const examineAll = (
  subject: Subject,
  sampled: ReadonlyArray<Sampled>,
  examine: Examine
): Effect.Effect<Outcome, SandboxError> =>
  Effect.gen(function*() {
    const onDriven: Driven.Examine = (some) =>
      Effect.map(examine(some.flatMap((one) => drawnOf(one) ?? [])), (reasons) => {
        let next = 0
        return some.map((one) => drawnOf(one) === undefined ? undefined : reasons[next++])
      })
    const cases = subject.driven.filter((one) => drawnOf(one) !== undefined).length + sampled.length
    const found = yield* Driven.falsify(subject, onDriven)
    if (found !== undefined) {
      const { level, words } = found.driven
      return failed(cases, found.message, { level, words, ...drawnOf(found.driven) })
    }
    const reasons = yield* inBatches(sampled, examine)
    const broken = reasons.findIndex((reason) => reason !== undefined)
    if (broken !== -1) return failed(cases, reasons[broken]!, counterexample(sampled[broken]!))
    return cases === 0 ? skipped("no instance could be drawn") : passed(cases)
  })
