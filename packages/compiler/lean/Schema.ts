/**
 * The part of `effect/Schema` that lean artifacts have: declarations, which swallow everything, because the host is
 * where instances are decoded. What computes (decoding, guards, classes) is not here.
 */

const declaration: unknown = new Proxy(() => declaration, {
  get: (_, property) => {
    if (property === "pipe" || property === "annotations") return () => declaration
    throw new TypeError(`A Schema has no ${String(property)} in the lean flavour`)
  }
})

export {
  declaration as Array,
  declaration as between,
  declaration as Boolean,
  declaration as filter,
  declaration as Finite,
  declaration as finite,
  declaration as greaterThan,
  declaration as greaterThanOrEqualTo,
  declaration as Int,
  declaration as int,
  declaration as itemsCount,
  declaration as length,
  declaration as lessThan,
  declaration as lessThanOrEqualTo,
  declaration as Literal,
  declaration as maxItems,
  declaration as maxLength,
  declaration as minItems,
  declaration as minLength,
  declaration as multipleOf,
  declaration as negative,
  declaration as NonEmptyArray,
  declaration as NonEmptyString,
  declaration as NonNegative,
  declaration as nonNegative,
  declaration as NonNegativeInt,
  declaration as nonPositive,
  declaration as Null,
  declaration as NullOr,
  declaration as Number,
  declaration as optional,
  declaration as optionalElement,
  declaration as optionalWith,
  declaration as pattern,
  declaration as Positive,
  declaration as positive,
  declaration as Record,
  declaration as String,
  declaration as Struct,
  declaration as suspend,
  declaration as Tuple,
  declaration as Union
}
