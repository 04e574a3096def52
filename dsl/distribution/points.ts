import type { Random } from "../Random.ts"
import { distinctIntegers } from "./integers.ts"
import { whole } from "./whole.ts"

/** The longest side of which the square is a safe integer. */
const longest = 94_906_265

/** `count` different points [x, y] with whole coordinates in `min` … `max`; every such sequence is alike likely. */
export const points = (
  random: Random,
  count: number,
  min: number,
  max: number
): Array<readonly [number, number]> => {
  whole("points", "min", min, Number.MIN_SAFE_INTEGER)
  whole("points", "max", max, min, min + longest - 1)
  const side = max - min + 1
  whole("points", "count", count, 0, side * side)
  return distinctIntegers(random, 0, side * side - 1, count)
    .map((number) => [min + Math.floor(number / side), min + (number % side)] as const)
}
