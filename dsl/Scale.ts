/** Scale axes: what can grow in an environment, and the law by which it grows. */

/** An axis whose values are integers from `min` to `max`. */
export type Axis =
  /** Grows by equal steps. */
  | { readonly law: "linear"; readonly min: number; readonly max: number }
  /** Grows by equal factors; `min` ≥ 1. */
  | { readonly law: "geometric"; readonly min: number; readonly max: number }

/** The axes of an environment, by name. */
export type Axes = Readonly<Record<string, Axis>>

/** One setting of all axes: what a generator is given. */
export type ScaleOf<A extends Axes> = { readonly [Name in keyof A]: number }

/** A setting of axes whose names are not known statically. */
export type Scale = Readonly<Record<string, number>>

const bounds = (law: string, min: number, max: number, least: number) => {
  if (!(Number.isSafeInteger(min) && Number.isSafeInteger(max) && least <= min && min <= max)) {
    throw new RangeError(
      `Scale.${law}: min ${min} and max ${max} must be whole numbers with ${least} ≤ min ≤ max`
    )
  }
}

/** An axis that grows by equal steps, from `min` ≥ 0. */
export const linear = ({ min, max }: { readonly min: number; readonly max: number }): Axis => {
  bounds("linear", min, max, 0)
  return { law: "linear", min, max }
}

/** An axis that grows by equal factors, from `min` ≥ 1. */
export const geometric = ({ min, max }: { readonly min: number; readonly max: number }): Axis => {
  bounds("geometric", min, max, 1)
  return { law: "geometric", min, max }
}

/** The axis at `progress` in 0 … 1, rounded to an integer: `min` at 0, `max` at 1. */
export const axisAt = (axis: Axis, progress: number): number =>
  Math.round(
    axis.law === "linear"
      ? axis.min + (axis.max - axis.min) * progress
      : axis.min * (axis.max / axis.min) ** progress
  )

/** All axes at the same progress. */
export const at = <A extends Axes>(axes: A, progress: number): ScaleOf<A> =>
  Object.fromEntries(
    Object.entries(axes).map(([name, axis]) => [name, axisAt(axis, progress)])
  ) as ScaleOf<A>

/** Whether `next` is nowhere smaller than `previous`, and somewhere larger. */
export const isHarder = (previous: Scale, next: Scale): boolean => {
  const names = Object.keys(previous)
  return names.every((name) => next[name]! >= previous[name]!) &&
    names.some((name) => next[name]! > previous[name]!)
}
