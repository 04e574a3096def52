/** Results that look like an experiment's, without one: arms that rise at different speeds, seeds that scatter. */
import { fromCoordinates } from "@scaler/dsl/Random"
import { quickstart } from "@scaler/recipes/quickstart"
import type { RecipeSettings } from "@scaler/runtime/run/Recipe"
import { Schema } from "effect"
import { Experiment } from "../Experiment.ts"
import { Name } from "../Metric.ts"
import type { ArmRun, Results, Step } from "../Results.ts"

export interface MadeUp {
  readonly arms: ReadonlyArray<{ readonly name: string; readonly meaning: string; readonly speed: number }>
  readonly seeds: number
  readonly steps: number
  readonly environments: number
  /** Environments that have groups in a step. */
  readonly active: number
  /** Arms that predict success. */
  readonly predicting: ReadonlyArray<string>
}

export const arms: MadeUp["arms"] = [
  { name: "window", meaning: "The reference: controller and window", speed: 1 },
  { name: "data-set", meaning: "A fixed data set, each instance once", speed: 0.45 },
  { name: "uniform", meaning: "All levels alike often", speed: 0.6 },
  { name: "ceiling", meaning: "RLVE's ceiling that rises with success", speed: 0.9 },
  { name: "controller", meaning: "The controller alone, all environments active", speed: 0.95 },
  { name: "weighted", meaning: "The controller with weighted curation", speed: 1.05 },
  { name: "bayesian", meaning: "The Bayesian frontier with curation by value", speed: 1.7 }
]

const groups = 64
const samples = 16

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit))

const calibrationOf = (unit: () => number): NonNullable<Step["calibration"]> => {
  const bins = Array.from({ length: 10 }, (_, place) => {
    const rollouts = 10 + Math.floor(40 * unit()) + (place > 3 && place < 7 ? 100 : 0)
    const predicted = (place + 0.5) / 10
    const chance = 0.15 + 0.7 * predicted
    return { rollouts, accepted: Math.round(rollouts * chance), expected: rollouts * predicted }
  })
  const squaredError = bins.reduce((total, { accepted, expected, rollouts }) => {
    const predicted = expected / rollouts
    return total + accepted * (1 - predicted) ** 2 + (rollouts - accepted) * predicted ** 2
  }, 0)
  return { squaredError, bins }
}

const runOf = (
  { active, environments, predicting, steps }: MadeUp,
  arm: MadeUp["arms"][number],
  seed: number
): ArmRun => {
  const { below, unit } = fromCoordinates("made-up", arm.name, seed)
  const paired = fromCoordinates("made-up", seed).unit() - 0.5
  const skill = (share: number) => 2.5 * (1 - Math.exp(-3 * arm.speed * share)) + 0.4 * paired + 0.2 * unit()
  const accuracy = (share: number) => sigmoid(skill(share) - 1.2)
  const first = (step: number) => Math.floor(step / Math.max(1, Math.floor(steps / 20))) * active
  return {
    arm: arm.name,
    seed,
    rolloutsPerStep: groups * samples,
    steps: Array.from({ length: steps }, (_, place): Step => {
      const share = (place + 1) / steps
      const signal = Math.min(0.95, 0.3 + 0.35 * arm.speed + 0.1 * (unit() - 0.5))
      const chosen = environments === active
        ? Array.from({ length: environments }, (_, i) => i).filter((i) =>
          unit() < 0.4 + 0.6 * i / environments
        )
        : Array.from({ length: active }, (_, i) => (first(place) + i + below(3)) % environments)
      return {
        step: place,
        groups,
        groupsWithSignal: Math.round(signal * groups),
        meanLevel: 1 + 2 * skill(share),
        environments: chosen.map((i) => ({
          environment: `environment-${String(i).padStart(2, "0")}`,
          difficulty: Math.max(0, skill(share) * (0.5 + (i % 8) / 4)),
          accuracy: 0.5
        })),
        calibration: predicting.includes(arm.name) ? calibrationOf(unit) : null
      }
    }),
    validation: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((share) => ({
      step: Math.round(share * steps),
      accuracy: accuracy(share)
    })),
    test: { start: accuracy(0), final: accuracy(1) },
    neverTrained: { start: accuracy(0) * 0.8, final: accuracy(1) * 0.8 },
    time: 60_000
  }
}

const experimentOf = ({ arms, environments, seeds, steps }: MadeUp): Experiment => {
  const [first, ...others] = arms.map(({ meaning, name, speed }) => ({
    name,
    meaning,
    recipe: {
      ...quickstart,
      name,
      curriculum: {
        controller: { response: "base", target: 0.5, gain: speed, stepCap: 1, historyLength: 10 },
        activeSet: { mode: "window", slots: 4, zeroAccuracyLimit: 5, maxDifficultyLimit: 5 }
      }
    } satisfies RecipeSettings
  }))
  return Schema.decodeSync(Experiment)({
    name: "made-up",
    question: "Which rule teaches most with equal budgets?",
    learner: environments > 24
      ? { _tag: "simulated", learner: {}, pool: { environments } }
      : { _tag: "embedded" },
    seeds: [1, ...Array.from({ length: seeds - 1 }, (_, place) => place + 2)],
    rollouts: steps * groups * samples,
    arms: [first!, ...others],
    baseline: first!.name,
    metrics: Name.literals
  })
}

/** The same results for the same wishes. */
export const make = (wishes: Partial<MadeUp> = {}): Results => {
  const madeUp: MadeUp = {
    arms: arms.slice(0, 3),
    seeds: 8,
    steps: 20,
    environments: 4,
    active: wishes.environments ?? 4,
    predicting: [],
    ...wishes
  }
  return {
    experiment: experimentOf(madeUp),
    runs: madeUp.arms.flatMap((arm) =>
      Array.from({ length: madeUp.seeds }, (_, place) => runOf(madeUp, arm, place + 1))
    )
  }
}
