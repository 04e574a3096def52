/** The part of `effect/Function` that lean artifacts have. */
type Step = (value: unknown) => unknown

export const identity = <A>(value: A): A => value

export const constant = <A>(value: A) => (): A => value

export const pipe = (value: unknown, ...steps: ReadonlyArray<Step>): unknown =>
  steps.reduce((result, step) => step(result), value)

export const flow =
  (first: (...values: ReadonlyArray<unknown>) => unknown, ...steps: ReadonlyArray<Step>) =>
  (...values: ReadonlyArray<unknown>): unknown => pipe(first(...values), ...steps)

/** A function of two values that may also be given the second first, to be piped. Refuses options. */
export const dual = <A, B, C>(both: (self: A, that: B) => C) => {
  function either(self: A, that: B): C
  function either(that: B): (self: A) => C
  function either(...values: [A, B] | [B]): C | ((self: A) => C) {
    const isPiped = values.length === 1
    if (values.length > 2 || (!isPiped && typeof values[0] === "function" && typeof values[1] === "object")) {
      throw new TypeError("The lean flavour takes no options here")
    }
    return isPiped ? (self: A) => both(self, values[0]) : both(...values)
  }
  return either
}
