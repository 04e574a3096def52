/** What an experiment runs: a warm-up for each seed, and from it every arm. */
import type { Recipe } from "@scaler/runtime/run/Recipe"
import { type Arm, type Experiment, stepsOf } from "./Experiment.ts"

/** One training run. */
export interface Task {
  /** Null for the warm-up of a seed. */
  readonly arm: string | null
  readonly seed: number
  /** Folder in the experiment's directory. */
  readonly folder: string
  readonly recipe: Recipe
}

export interface Tasks {
  /** By seed; empty where the recipes have no warm-up. */
  readonly warmups: ReadonlyMap<number, Task>
  /** Seed by seed, so that what is done first can be compared. */
  readonly runs: ReadonlyArray<Task>
}

/** Of all arms the same: the weights that a seed's arms start with. */
const warmup = ({ recipe }: Arm, seed: number): Task => ({
  arm: null,
  seed,
  folder: `warmups/seed${seed}`,
  recipe: {
    ...recipe,
    name: "warmup",
    seed,
    steps: 0,
    evaluation: { ...recipe.evaluation, neverTrained: [] }
  }
})

const run = ({ name, recipe }: Arm, seed: number, rollouts: number): Task => ({
  arm: name,
  seed,
  folder: `runs/${name}-seed${seed}`,
  recipe: {
    ...recipe,
    name,
    seed,
    steps: stepsOf(rollouts, recipe),
    warmup: { ...recipe.warmup, steps: 0 }
  }
})

/** All that an experiment consists of. */
export const tasksOf = ({ arms, rollouts, seeds }: Experiment): Tasks => ({
  warmups: new Map(
    arms[0].recipe.warmup.steps === 0 ? [] : seeds.map((seed) => [seed, warmup(arms[0], seed)] as const)
  ),
  runs: seeds.flatMap((seed) => arms.map((arm) => run(arm, seed, rollouts)))
})
