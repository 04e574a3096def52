/**
 * What a generator is made of where Effect itself is at hand. The compiler swaps this module for `lean.ts`, so both
 * export the same names, and nothing else in `dsl` knows which of the two it runs on.
 */
import * as Arbitrary from "effect/Arbitrary"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as JSONSchema from "effect/JSONSchema"
import type * as Schema from "effect/Schema"
import * as Utils from "effect/Utils"
import { currentRandom, type Drawable, drawing, RejectedSignal } from "../Drawing.ts"
import type { Random } from "../Random.ts"

export const flavour = "shared"

/** The randomness of the draw in progress. */
export class Rng extends Context.Tag("@scaler/dsl/Rng")<Rng, Random>() {}

/** A generator gave this draw up; another one, with other randomness, may succeed. */
export class Rejected extends Data.TaggedError("Rejected")<{ readonly reason: string }> {
  override get message() {
    return `The draw was rejected: ${this.reason}`
  }
}

const draw = <A>(gen: Drawable<A>, random: Random): Effect.Effect<A, Rejected> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(drawing(gen, random))
    } catch (thrown) {
      return thrown instanceof RejectedSignal ? new Rejected({ reason: thrown.reason }) : Effect.die(thrown)
    }
  })

export const GenPrototype: object = {
  ...Effectable.CommitPrototype,
  commit(this: Drawable<unknown>) {
    return Effect.flatMap(Rng, (random) => draw(this, random))
  },
  [Symbol.iterator](this: Drawable<unknown> & Effect.Effect<unknown, Rejected, Rng>) {
    const random = currentRandom()
    return random === undefined
      ? new Utils.SingleShotGen(new Utils.YieldWrap(this))
      : { next: () => ({ done: true, value: this.draw(random) }) }
  }
}

export const isEffect = Effect.isEffect

/** Runs an Effect to its value; a typed failure or a defect is thrown, `Rejected` as the signal of a draw. */
export const runEffect = (effect: Effect.Effect<unknown, unknown, unknown>, random?: Random): unknown => {
  const ready = random === undefined ? effect : Effect.provideService(effect, Rng, random)
  const exit = Effect.runSyncExit(ready as Effect.Effect<unknown, unknown>)
  if (Exit.isSuccess(exit)) return exit.value
  const thrown = Cause.squash(exit.cause)
  throw thrown instanceof Rejected ? new RejectedSignal(thrown.reason) : thrown
}

/** What a `Gen.gen` body yields: Effect wraps itself; unwrap it. */
export const unwrapYield = (yielded: unknown): Effect.Effect<unknown, unknown, unknown> =>
  Utils.yieldWrapGet(yielded as Utils.YieldWrap<Effect.Effect<unknown, unknown, unknown>>)

/** The JSON Schema of an instance Schema. */
export const jsonSchema = (schema: Schema.Schema.Any): object | undefined =>
  JSONSchema.make(schema as Schema.Schema<unknown>)

/** Instances from the Schema's own arbitrary. */
export const arbitraryInstances = (
  schema: Schema.Schema.Any,
  seed: number,
  count: number
): ReadonlyArray<unknown> | undefined =>
  FastCheck.sample(Arbitrary.make(schema as Schema.Schema<unknown>), { seed, numRuns: count })
