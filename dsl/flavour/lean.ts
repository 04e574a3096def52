/**
 * What a generator is made of in a lean artifact: the names of `full.ts` without Effect. An Effect here is an object
 * that runs at once; a failure is a throw, which is enough where nothing in the core catches.
 */
import { currentRandom, type Drawable, drawing, RejectedSignal } from "../Drawing.ts"
import type { Random } from "../Random.ts"

export const flavour: string = "lean"

/** An effect of the lean core. Needs `random` where a generator is part of it. */
export interface Lean<out A> {
  readonly run: (random: Random | undefined) => A
}

/** What every lean effect can do: be yielded from a body, and piped. */
export const EffectPrototype = {
  /** Yields the effect itself once and returns the answer: whoever steps the body runs it. */
  *[Symbol.iterator](this: Lean<unknown>): Generator<Lean<unknown>, unknown, unknown> {
    return yield this
  },
  pipe(this: unknown, ...steps: ReadonlyArray<(value: unknown) => unknown>): unknown {
    return steps.reduce((value, step) => step(value), this)
  }
}

/** A lean effect from what it does. */
export const effect = <A>(run: (random: Random | undefined) => A): Lean<A> =>
  Object.assign(Object.create(EffectPrototype) as object, { run })

const needed = (random: Random | undefined): Random => {
  if (random === undefined) throw new TypeError("Only a generator has randomness: Rng is missing here")
  return random
}

/** The randomness of the draw in progress. */
export const Rng = effect(needed)

/** A generator gave this draw up; another one, with other randomness, may succeed. */
export class Rejected extends Error implements Lean<never> {
  readonly _tag = "Rejected"
  readonly reason: string
  constructor({ reason }: { readonly reason: string }) {
    super(`The draw was rejected: ${reason}`)
    this.name = this._tag
    this.reason = reason
  }
  run(): never {
    throw this
  }
}
Object.assign(Rejected.prototype, EffectPrototype)

export const GenPrototype: object = {
  ...EffectPrototype,
  run(this: Drawable<unknown>, random: Random | undefined) {
    return drawing(this, needed(random))
  },
  [Symbol.iterator](this: Drawable<unknown>) {
    const random = currentRandom()
    return random === undefined
      ? EffectPrototype[Symbol.iterator].call(this as unknown as Lean<unknown>)
      : { next: () => ({ done: true, value: this.draw(random) }) }
  }
}

export const isEffect = (value: unknown): value is Lean<unknown> =>
  typeof value === "object" && value !== null && typeof (value as Partial<Lean<unknown>>).run === "function"

/** Runs an effect to its value; what fails is thrown, `Rejected` as the signal of a draw. */
export const runEffect = (effect: Lean<unknown>, random?: Random): unknown => {
  try {
    return effect.run(random)
  } catch (thrown) {
    throw thrown instanceof Rejected ? new RejectedSignal(thrown.reason) : thrown
  }
}

export const unwrapYield = (yielded: unknown): Lean<unknown> => {
  if (isEffect(yielded)) return yielded
  throw new TypeError("A body yields effects only: write yield*, not yield")
}

/** The lean flavour has no Schema. */
export const jsonSchema = (): undefined => undefined

/** The lean flavour has no arbitrary. */
export const arbitraryInstances = (): undefined => undefined
