/**
 * Generators: random values as Effects.
 *
 * A `Gen<A>` is an `Effect<A, Rejected, Rng>`, so `Effect.gen`, `Effect.forEach` and the rest work on it. It also
 * carries `draw`, which the sandbox calls directly: inside a draw no Effect runs at all, unless a body asks for one.
 */
import type * as Effect from "effect/Effect"
import type * as Utils from "effect/Utils"
import { dag as drawDag, type Edge } from "./distribution/graphs.ts"
import { distinctIntegers, integer, shuffled, weightedIndex } from "./distribution/integers.ts"
import { type Drawable, drawing, RejectedSignal, within } from "./Drawing.ts"
import { GenPrototype, isEffect, Rejected, Rng, runEffect, unwrapYield } from "./flavour/full.ts"
import type { Random } from "./Random.ts"

export { Rejected, Rng }

/** A random value: an Effect that needs randomness and may reject the draw. */
export interface Gen<out A> extends Effect.Effect<A, Rejected, Rng>, Drawable<A> {}

/** What a draw makes anew for every generator in it, so that this is a constructor and no copying of properties. */
class Made<out A> implements Drawable<A> {
  readonly draw: (random: Random) => A
  constructor(draw: (random: Random) => A) {
    this.draw = draw
  }
}
Object.setPrototypeOf(Made.prototype, GenPrototype)

/** A generator from a function of randomness: the primitive that all others are made of. */
export const make = <A>(draw: (random: Random) => A): Gen<A> => new Made(draw) as unknown as Gen<A>

/** Draws a generator, or any Effect that needs no more than `Rng`. Throws what the generator throws. */
export const drawAny = <A>(value: Effect.Effect<A, unknown, Rng>, random: Random): A => {
  if (isDrawable<A>(value)) return drawing(value, random)
  if (isEffect(value)) return within(undefined, () => runEffect(value, random) as A)
  throw new TypeError("generate must return a Gen or an Effect")
}

const isDrawable = <A>(value: object): value is Drawable<A> =>
  typeof (value as Partial<Drawable<A>>).draw === "function"

/** Always the same value. */
export const succeed = <const A>(value: A): Gen<A> => make(() => value)

/** Gives this draw up; the runner draws again, with other randomness, within a bound. */
export const reject = (reason: string): Gen<never> =>
  make(() => {
    throw new RejectedSignal(reason)
  })

/**
 * A generator written as a body of steps: `Gen.gen(function* () { const n = yield* Gen.int(1, 6); … })`.
 * The body may yield other Effects too; those run as such.
 */
export const gen = <const A>(
  body: () => Generator<Utils.YieldWrap<Effect.Effect<unknown, Rejected, Rng>>, A, never>
): Gen<A> =>
  make((random) =>
    within(random, () => {
      const steps: Iterator<unknown, A, unknown> = body()
      let step = steps.next()
      while (step.done !== true) {
        const yielded = unwrapYield(step.value)
        step = steps.next(within(undefined, () => runEffect(yielded, random)))
      }
      return step.value
    })
  )

/** The value, changed by a function. */
export const map = <A, const B>(self: Gen<A>, change: (value: A) => B): Gen<B> =>
  make((random) => change(self.draw(random)))

/** A generator chosen by the value of another. */
export const flatMap = <A, B>(self: Gen<A>, next: (value: A) => Gen<B>): Gen<B> =>
  make((random) => next(self.draw(random)).draw(random))

/** Rejects draws that `keep` does not hold for. */
export const filter = <A>(self: Gen<A>, keep: (value: A) => boolean, reason: string): Gen<A> =>
  make((random) => {
    const value = self.draw(random)
    if (!keep(value)) throw new RejectedSignal(reason)
    return value
  })

/** A uniform integer in `min` … `max`, both included. */
export const int = (min: number, max: number): Gen<number> => make((random) => integer(random, min, max))

/** True with chance `chance`, ½ unless given. */
export const boolean = (chance = 0.5): Gen<boolean> => make((random) => random.unit() < chance)

/** One of the values, each alike likely. */
export const pick = <const A>(values: ReadonlyArray<A>): Gen<A> =>
  make((random) => values[random.below(values.length)]!)

/** One of the values, with chances in proportion to the weights: `[[value, weight], …]`. */
export const weighted = <const A>(values: ReadonlyArray<readonly [A, number]>): Gen<A> =>
  make((random) => values[weightedIndex(random, values.map(([, weight]) => weight))]![0])

/** `length` independent values. */
export const array = <A>(self: Gen<A>, length: number): Gen<ReadonlyArray<A>> =>
  make((random) => {
    const values: Array<A> = []
    for (let index = 0; index < length; index++) values.push(self.draw(random))
    return values
  })

/** One value of each generator, by key. */
export const struct = <const Fields extends Readonly<Record<string, Gen<unknown>>>>(
  fields: Fields
): Gen<{ readonly [Key in keyof Fields]: Fields[Key] extends Gen<infer A> ? A : never }> => {
  const keys = Object.keys(fields)
  return make((random) => {
    const values: Record<string, unknown> = {}
    for (const key of keys) values[key] = fields[key]!.draw(random)
    return values as { readonly [Key in keyof Fields]: Fields[Key] extends Gen<infer A> ? A : never }
  })
}

/** One value of each generator, in order. */
export const tuple = <const Elements extends ReadonlyArray<Gen<unknown>>>(
  ...elements: Elements
): Gen<{ readonly [Index in keyof Elements]: Elements[Index] extends Gen<infer A> ? A : never }> =>
  make((random) =>
    elements.map((element) => element.draw(random)) as {
      readonly [Index in keyof Elements]: Elements[Index] extends Gen<infer A> ? A : never
    }
  )

/** `count` different integers in `min` … `max`, in random order; every such sequence is alike likely. */
export const distinct = (min: number, max: number, count: number): Gen<ReadonlyArray<number>> =>
  make((random) => distinctIntegers(random, min, max, count))

/** The values in uniformly random order. */
export const shuffle = <const A>(values: ReadonlyArray<A>): Gen<ReadonlyArray<A>> =>
  make((random) => shuffled(random, values))

/** A uniform permutation of 0 … `size` − 1. */
export const permutation = (size: number): Gen<ReadonlyArray<number>> =>
  make((random) => shuffled(random, Array.from({ length: size }, (_, index) => index)))

/** `length` characters of the alphabet, each alike likely. */
export const string = (alphabet: string, length: number): Gen<string> =>
  map(array(pick([...alphabet]), length), (characters) => characters.join(""))

/** A directed acyclic graph on vertices 0 … `vertices` − 1 with `edges` different edges; see `distribution/graphs.ts`. */
export const dag = (vertices: number, edges: number): Gen<ReadonlyArray<Edge>> =>
  make((random) => drawDag(random, vertices, edges))
