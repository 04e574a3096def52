/** A place in which values differ. */
export interface Difference {
  /** Keys from the root, joined by dots. */
  readonly path: string
  /** What each value holds there, in their order; undefined for nothing. */
  readonly values: ReadonlyArray<unknown>
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === "object"

const areAlike = (
  values: ReadonlyArray<unknown>
): values is ReadonlyArray<Readonly<Record<string, unknown>>> =>
  values.every(isObject) && new Set(values.map(Array.isArray)).size === 1

/** Every leaf in which values of JSON's kind differ. */
export const differences = (values: ReadonlyArray<unknown>, path = ""): ReadonlyArray<Difference> => {
  if (areAlike(values)) {
    return [...new Set(values.flatMap(Object.keys))].flatMap((key) =>
      differences(values.map((value) => value[key]), path === "" ? key : `${path}.${key}`)
    )
  }
  return values.every((value) => Object.is(value, values[0])) ? [] : [{ path, values }]
}

/** A value of a difference in words. */
export const show = (value: unknown): string => JSON.stringify(value) ?? "absent"
