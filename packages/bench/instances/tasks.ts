/**
 * Tasks that reasoning-gym has too, near the middle of its default sizes, and ours at the level of that size. In
 * letter-counting it takes words from a text where ours draws letters, and sums have minus signs too.
 */
import type { EnvironmentName } from "@scaler/envs/registry"

export interface Task {
  readonly environment: EnvironmentName
  readonly level: number
  /** Name and parameters of reasoning-gym's data set. */
  readonly dataset: string
  readonly parameters: Readonly<Record<string, number>>
}

export const tasks: ReadonlyArray<Task> = [
  {
    environment: "sum",
    level: 18,
    dataset: "chain_sum",
    parameters: { min_terms: 4, max_terms: 4, min_digits: 4, max_digits: 5 }
  },
  {
    environment: "gcd",
    level: 7,
    dataset: "gcd",
    parameters: { min_numbers: 2, max_numbers: 2, min_value: 1, max_value: 447 }
  },
  {
    environment: "sorting",
    level: 7,
    dataset: "number_sorting",
    parameters: {
      min_numbers: 7,
      max_numbers: 7,
      min_decimals: 0,
      max_decimals: 0,
      min_value: 0,
      max_value: 49
    }
  },
  { environment: "spiral", level: 13, dataset: "spiral_matrix", parameters: { min_n: 6, max_n: 6 } },
  {
    environment: "letter-count",
    level: 13,
    dataset: "letter_counting",
    parameters: { min_words: 10, max_words: 10 }
  }
]
