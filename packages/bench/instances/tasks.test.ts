import * as Ladder from "@scaler/dsl/Ladder"
import { registry } from "@scaler/envs/registry"
import { expect, test } from "bun:test"
import { Effect } from "effect"
import { tasks } from "./tasks.ts"

/** Which of the peer's parameters say the size of an axis. */
const named: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sum: { terms: "min_terms" },
  gcd: { numbers: "min_numbers", maxValue: "max_value" },
  sorting: { n: "min_numbers", maxValue: "max_value" },
  spiral: { size: "min_n" },
  product: { factors: "min_terms" },
  "prime-factorization": { maxNumber: "max_value" },
  "linear-equation": { terms: "min_terms", maxCoefficient: "max_value" },
  "expression-evaluation": { leaves: "min_terms" },
  "polynomial-product": { factors: "min_polynomials", degree: "max_degree", maxCoefficient: "max_value" },
  "word-order": { words: "min_words" },
  reversal: { length: "min_word_len" },
  "game-of-life": { size: "grid_size_x", generations: "simulation_steps" },
  sudoku: { blanks: "min_empty" },
  "n-queens": { size: "n", missing: "min_remove" },
  "knights-and-knaves": { people: "n_people" },
  "countdown-number": { numbers: "min_numbers", maxValue: "max_value" },
  "dice-sum": { dice: "num_dice", faces: "max_dice_size" }
}

test("levels have the sizes that the peer is asked for", async () => {
  for (const { environment, level, parameters } of tasks) {
    const scale = Ladder.of(await Effect.runPromise(registry.get(environment)))[level]!
    for (const [axis, parameter] of Object.entries(named[environment] ?? {})) {
      expect([environment, axis, scale[axis]]).toEqual([environment, axis, Number(parameters[parameter])])
    }
  }
}, 60_000)
