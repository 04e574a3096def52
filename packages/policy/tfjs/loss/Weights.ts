/** How much each response token counts in a loss: weights whose sum with the tokens' terms is the batch's loss. */
import type { Loss } from "../../Loss.ts"

/**
 * The weight of every token of each response.
 *
 * @param lengths `[responses]`, tokens of each response of the whole batch, ≥ 1
 * @param maxTokens most tokens that a response may have; what `fixed-length` divides by
 */
export const tokenWeights = (
  aggregation: Loss["aggregation"],
  lengths: ReadonlyArray<number>,
  maxTokens: number
): ReadonlyArray<number> => {
  const tokens = lengths.reduce((sum, length) => sum + length, 0)
  switch (aggregation) {
    case "token-mean":
      return lengths.map(() => 1 / tokens)
    case "sequence-mean":
      return lengths.map((length) => 1 / (lengths.length * length))
    case "fixed-length":
      return lengths.map(() => 1 / (lengths.length * maxTokens))
  }
}
