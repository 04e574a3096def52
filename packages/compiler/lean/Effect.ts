/**
 * The part of `effect/Effect` that lean artifacts have: whatever runs straight through. An artifact that names
 * anything else, or asks for concurrency, is compiled against Effect itself.
 */
import { effect, isEffect, type Lean, unwrapYield } from "@scaler/dsl/flavour/lean"
import { dual, pipe } from "./Function.ts"

type Body<A> = (adapter: typeof pipe) => Iterator<unknown, A, unknown>

const of = <A>(value: Lean<A> | A): Lean<A> => {
  if (isEffect(value)) return value as Lean<A>
  throw new TypeError("An Effect is needed here")
}

/** A body that yields effects. Generators in it yield themselves, as they do under Effect. */
export const gen = <A>(body: Body<A>): Lean<A> =>
  effect((random) => {
    const steps = body(pipe)
    let step = steps.next()
    while (step.done !== true) step = steps.next(unwrapYield(step.value).run(random))
    return step.value
  })

export const succeed = <A>(value: A): Lean<A> => effect(() => value)

const raise = (error: unknown): Lean<never> =>
  effect(() => {
    throw error
  })

export { raise as die, raise as fail }

export const sync = <A>(thunk: () => A): Lean<A> => effect(thunk)

export const suspend = <A>(thunk: () => Lean<A>): Lean<A> => effect((random) => of(thunk()).run(random))

const empty = succeed(undefined)
export { empty as void }

export { isEffect }

export const map = dual((self: Lean<unknown>, change: (value: unknown) => unknown) =>
  effect((random) => change(of(self).run(random)))
)

export const flatMap = dual((self: Lean<unknown>, next: (value: unknown) => Lean<unknown>) =>
  effect((random) => of(next(of(self).run(random))).run(random))
)

export const as = dual((self: Lean<unknown>, value: unknown) => map(self, () => value))

export const zipRight = dual((self: Lean<unknown>, that: Lean<unknown>) => flatMap(self, () => that))

export const forEach = dual((
  values: Iterable<unknown>,
  next: (value: unknown, index: number) => Lean<unknown>
) => effect((random) => Array.from(values, (value, index) => of(next(value, index)).run(random))))

/** Effects in a list or under keys, one after the other. */
export const all = (
  effects: Iterable<Lean<unknown>> | Readonly<Record<string, Lean<unknown>>>
): Lean<unknown> =>
  effect((random) =>
    Symbol.iterator in effects
      ? Array.from(effects, (each) => of(each).run(random))
      : Object.fromEntries(Object.entries(effects).map(([key, each]) => [key, of(each).run(random)]))
  )
