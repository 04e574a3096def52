import type { Random } from "@scaler/dsl/Random"

/** A standard normal number, by Box and Muller (1958). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
