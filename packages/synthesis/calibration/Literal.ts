import type { Scale } from "@scaler/dsl/Scale"

/** A setting of the axes as an author writes it. */
export const literal = (scale: Scale): string =>
  `{ ${
    Object.entries(scale).map(([axis, value]) =>
      `${/^[\w$]+$/.test(axis) ? axis : JSON.stringify(axis)}: ${value}`
    )
      .join(", ")
  } }`
