/**
 * Tasks that reasoning-gym has too, near the middle of its default sizes, and ours at the level of that size. They are
 * not quite the same: words it takes from a text where ours draws letters (not so in sorting); its sums have minus
 * signs; it asks for a whole board where ours ask for a count (Life) or a row (sudoku), for a solution where ours first
 * make sure that there is no other (cryptarithms), for two rolls' sum or more where ours ask for just that sum.
 */
import type { EnvironmentName } from "@scaler/envs/registry"

export interface Task {
  readonly environment: EnvironmentName
  readonly level: number
  /** Name and parameters of reasoning-gym's data set. */
  readonly dataset: string
  readonly parameters: Readonly<Record<string, unknown>>
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
  },
  {
    environment: "base-conversion",
    level: 4,
    dataset: "base_conversion",
    parameters: { min_value: 1, max_value: 1_000 }
  },
  {
    environment: "caesar-cipher",
    level: 13,
    dataset: "caesar_cipher",
    parameters: { min_words: 11, max_words: 11 }
  },
  {
    environment: "prime-factorization",
    level: 0,
    dataset: "prime_factorization",
    parameters: { max_value: 2_500 }
  },
  {
    environment: "product",
    level: 6,
    dataset: "products",
    parameters: { min_terms: 5, max_terms: 5, min_digits: 3, max_digits: 3 }
  },
  {
    environment: "linear-equation",
    level: 2,
    dataset: "simple_equations",
    parameters: { min_terms: 4, max_terms: 4, max_value: 12 }
  },
  {
    environment: "expression-evaluation",
    level: 3,
    dataset: "basic_arithmetic",
    parameters: { min_terms: 5, max_terms: 5, max_digits: 2, operators: ["+", "-", "*"] }
  },
  {
    environment: "polynomial-product",
    level: 5,
    dataset: "polynomial_multiplication",
    parameters: {
      min_polynomials: 4,
      max_polynomials: 4,
      max_degree: 2,
      max_terms: 3,
      max_value: 10,
      variables: ["x"]
    }
  },
  {
    environment: "word-order",
    level: 4,
    dataset: "word_sorting",
    parameters: { min_words: 8, max_words: 8 }
  },
  {
    environment: "reversal",
    level: 3,
    dataset: "spell_backward",
    parameters: { min_word_len: 6, max_word_len: 6 }
  },
  {
    environment: "game-of-life",
    level: 6,
    dataset: "game_of_life",
    parameters: { grid_size_x: 10, grid_size_y: 10, simulation_steps: 2 }
  },
  { environment: "sudoku", level: 14, dataset: "sudoku", parameters: { min_empty: 32, max_empty: 32 } },
  {
    environment: "n-queens",
    level: 3,
    dataset: "n_queens",
    parameters: { n: 8, min_remove: 5, max_remove: 5 }
  },
  { environment: "knights-and-knaves", level: 0, dataset: "knights_knaves", parameters: { n_people: 3 } },
  {
    environment: "cryptarithm",
    level: 4,
    dataset: "cryptarithm",
    parameters: { min_words: 3, max_words: 3 }
  },
  {
    environment: "countdown-number",
    level: 9,
    dataset: "countdown",
    parameters: { min_numbers: 4, max_numbers: 4, max_value: 19, operators: ["+", "-", "*"] }
  },
  {
    environment: "word-ladder",
    level: 6,
    dataset: "word_ladder",
    parameters: { min_chain_length: 5, max_chain_length: 5 }
  },
  {
    environment: "maze-length",
    level: 1,
    dataset: "maze",
    parameters: { min_grid_size: 9, max_grid_size: 9 }
  },
  { environment: "dice-sum", level: 4, dataset: "dice", parameters: { num_dice: 3, max_dice_size: 12 } },
  {
    environment: "weekday",
    level: 8,
    dataset: "calendar_arithmetic",
    parameters: { tasks: ["weekday_of_date"] }
  }
]
