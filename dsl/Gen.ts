/**
 * Generators: random values as Effects.
 *
 * A `Gen<A>` is an `Effect<A, Rejected, Rng>`, so `Effect.gen`, `Effect.forEach` and the rest work on it. It also
 * carries `draw`, which the sandbox calls directly: inside a draw no Effect runs at all, unless a body asks for one.
 */
import type * as Effect from "effect/Effect"
import type * as Utils from "effect/Utils"
import * as Expressions from "./distribution/expressions.ts"
import * as Graphs from "./distribution/graphs.ts"
import {
  distinctIntegers,
  integer,
  shuffled,
  skewed as drawSkewed,
  weightedIndex
} from "./distribution/integers.ts"
import { type Interval, interval } from "./distribution/intervals.ts"
import { maze as drawMaze } from "./distribution/mazes.ts"
import { points as drawPoints } from "./distribution/points.ts"
import { partition as drawPartition, subset as drawSubset } from "./distribution/subsets.ts"
import { tree as drawTree, type TreeShape } from "./distribution/trees.ts"
import { whole } from "./distribution/whole.ts"
import { words as allWords } from "./distribution/words.ts"
import { type Drawable, drawing, RejectedSignal, within } from "./Drawing.ts"
import { GenPrototype, isEffect, Rejected, Rng, runEffect, unwrapYield } from "./flavour/full.ts"
import type { Random } from "./Random.ts"

export type { Expression, Operation } from "./distribution/expressions.ts"
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

/**
 * An integer in `min` … `max` that leans to one end: for `lean` ≥ 0 the largest of 1 + `lean` uniform ones, so that
 * the chance of at most `min + x` is ((x + 1) / (max − min + 1)) to the power of 1 + `lean`; for `lean` < 0 the smallest
 * of 1 − `lean`, the mirror image. `lean` is a whole number in −1000 … 1000.
 */
export const skewed = (min: number, max: number, lean: number): Gen<number> =>
  make((random) => drawSkewed(random, min, max, lean))

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

/** `size` of the values, in their order; every such choice is alike likely. */
export const subset = <const A>(values: ReadonlyArray<A>, size: number): Gen<ReadonlyArray<A>> =>
  make((random) => drawSubset(random, values.length, size).map((index) => values[index]!))

/**
 * `parts` whole numbers from `least` up whose sum is `total`, the order counting; every such sequence is alike likely.
 * A RangeError where there is none.
 */
export const partition = (total: number, parts: number, least = 1): Gen<ReadonlyArray<number>> =>
  make((random) => drawPartition(random, total, parts, least))

/** A common English word of three to eight lower-case letters, each alike likely. */
export const word: Gen<string> = /* @__PURE__ */ make((random) => allWords[random.below(allWords.length)]!)

/** `count` different common English words in random order; there are some four hundred. */
export const words = (count: number): Gen<ReadonlyArray<string>> =>
  make((random) => {
    whole("words", "count", count, 0, allWords.length)
    return distinctIntegers(random, 0, allWords.length - 1, count).map((index) => allWords[index]!)
  })

/** `rows` rows of `columns` independent cells. */
export const grid = <A>(
  rows: number,
  columns: number,
  cell: Gen<A>
): Gen<ReadonlyArray<ReadonlyArray<A>>> => array(array(cell, columns), rows)

/**
 * A maze as `rows` strings of `columns` characters, `#` a wall and `.` open; both sizes odd, from 3 up. The border is
 * wall, cells stand at odd rows and columns, and the ways between them are a uniform spanning tree of the cells
 * (one way between any two), plus `loops` openings in other walls between neighbours, uniformly chosen.
 */
export const maze = (rows: number, columns: number, loops = 0): Gen<ReadonlyArray<string>> =>
  make((random) => drawMaze(random, rows, columns, loops))

/**
 * `count` independent intervals [start, end] with min ≤ start < end ≤ max, which may be equal: the length of each is
 * uniform in `minLength` … `maxLength`, then its start among those that fit.
 */
export const intervals = (
  count: number,
  min: number,
  max: number,
  minLength = 1,
  maxLength = max - min
): Gen<ReadonlyArray<Interval>> =>
  array(make((random) => interval(random, min, max, minLength, maxLength)), count)

/** `count` different points [x, y] with whole coordinates in `min` … `max`, in random order; all such alike likely. */
export const points = (
  count: number,
  min: number,
  max: number
): Gen<ReadonlyArray<readonly [number, number]>> => make((random) => drawPoints(random, count, min, max))

/** A string of `pairs` opening and closing round brackets that is balanced; every such string is alike likely. */
export const brackets = (pairs: number): Gen<string> => make((random) => Expressions.brackets(random, pairs))

/**
 * A binary expression tree with exactly `leaves` leaves, every shape alike likely; each leaf is drawn from `leaf`, each
 * operator is one of `operators`, alike likely.
 */
export const expression = <Leaf, const Operator>(
  { leaf, leaves, operators }: {
    readonly leaf: Gen<Leaf>
    readonly operators: ReadonlyArray<Operator>
    readonly leaves: number
  }
): Gen<Expressions.Expression<Leaf, Operator>> =>
  make((random) => Expressions.expression(random, leaf, operators, leaves))

/**
 * The edges [smaller, larger] of a tree on vertices 0 … `vertices` − 1, labels and edges in random order. `uniform`:
 * every labelled tree alike likely; `path`: one line; `star`: one centre; `caterpillar`: a path of half of the vertices,
 * the others hanging on it; `binary`: it grows at a uniform free place, two below each vertex, so that no vertex has
 * more than three neighbours; `deep`: each hangs on one of the last three before it.
 */
export const tree = (vertices: number, shape: TreeShape = "uniform"): Gen<ReadonlyArray<Graphs.Edge>> =>
  make((random) => drawTree(random, vertices, shape))

/** The edges [smaller, larger] of a simple undirected graph on 0 … `vertices` − 1, in random order; all alike likely. */
export const graph = (vertices: number, edges: number): Gen<ReadonlyArray<Graphs.Edge>> =>
  make((random) => Graphs.graph(random, vertices, edges))

/**
 * The edges [smaller, larger] of a connected simple graph, in random order: a uniform tree and uniform further edges.
 * Not uniform among connected graphs: one with more spanning trees is more likely, in proportion.
 */
export const connected = (vertices: number, edges: number): Gen<ReadonlyArray<Graphs.Edge>> =>
  make((random) => Graphs.connected(random, vertices, edges))

/** The edges [l, r] of a simple bipartite graph, l < `left` and r < `right`, in random order; all alike likely. */
export const bipartite = (left: number, right: number, edges: number): Gen<ReadonlyArray<Graphs.Edge>> =>
  make((random) => Graphs.bipartite(random, left, right, edges))

/** A directed acyclic graph on vertices 0 … `vertices` − 1 with `edges` different edges; see `distribution/graphs.ts`. */
export const dag = (vertices: number, edges: number): Gen<ReadonlyArray<Graphs.Edge>> =>
  make((random) => Graphs.dag(random, vertices, edges))
