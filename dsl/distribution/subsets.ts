import type { Random } from "../Random.ts"
import { chosen } from "./integers.ts"
import { whole } from "./whole.ts"

/** `size` of the numbers 0 … `of` − 1, ascending; every such set is alike likely. */
export const subset = (random: Random, of: number, size: number): Array<number> => {
  whole("subset", "size", size, 0, of)
  return chosen(random, 0, of, size).sort((a, b) => a - b)
}

/**
 * `parts` whole numbers from `least` up whose sum is `total`; every such sequence is alike likely. What is above the
 * least is drawn by stars and bars: a subset of the places is the bars.
 */
export const partition = (random: Random, total: number, parts: number, least: number): Array<number> => {
  whole("partition", "parts", parts, 1)
  whole("partition", "least", least, Number.MIN_SAFE_INTEGER)
  whole("partition", "total", total, Number.MIN_SAFE_INTEGER)
  const rest = total - parts * least
  if (rest < 0) {
    throw new RangeError(`partition: ${parts} parts from ${least} up have a sum above ${total}`)
  }
  const bars = [...subset(random, rest + parts - 1, parts - 1), rest + parts - 1]
  return bars.map((bar, part) => least + bar - (bars[part - 1] ?? -1) - 1)
}
