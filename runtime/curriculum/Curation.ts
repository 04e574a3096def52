/** How the active set of a step is chosen: in one of the reference's three modes. */
import { Schema } from "effect"
import type * as ActiveSet from "./ActiveSet.ts"
import * as Controller from "./Controller.ts"
import type { Transition } from "./Curriculum.ts"
import { figure, type Place } from "./Explanation.ts"
import type { Memories, Memory } from "./PerEnvironment.ts"
import * as SampledCuration from "./SampledCuration.ts"
import * as UniformCuration from "./UniformCuration.ts"
import * as WeightedCuration from "./WeightedCuration.ts"
import * as WindowCuration from "./WindowCuration.ts"

export const Settings = Schema.Union(
  WindowCuration.Settings,
  WeightedCuration.Settings,
  UniformCuration.Settings
)
export type Settings = typeof Settings.Type

/** The window of the released recipes. */
export const defaults: Settings = WindowCuration.defaults

/** Fields of the settings that a history of the controller's length leaves without effect, each with what to do. */
export const outOfReach = (
  settings: Settings,
  { historyLength }: Controller.Settings
): ReadonlyArray<{ readonly field: string; readonly message: string }> => {
  switch (settings.mode) {
    case "window":
      return (["zeroAccuracyLimit", "maxDifficultyLimit"] as const)
        .filter((field) => settings[field] > historyLength)
        .map((field) => ({
          field,
          message: `${settings[field]} steps in a row are never seen with a history of ${historyLength}: ` +
            `lower it, or raise controller.historyLength`
        }))
    case "weighted":
      return historyLength >= Controller.minSlopePoints ? [] : [{
        field: "mode",
        message:
          `a history of ${historyLength} never has the ${Controller.minSlopePoints} points of a slope: ` +
          `raise controller.historyLength`
      }]
    case "uniform":
      return []
  }
}

/**
 * Whether an environment that leaves the set forgets its histories. In a window it starts afresh when it comes back; a
 * sampled set changes with every step, and is sampled by them.
 */
export const forgets = ({ mode }: Settings): boolean => mode === "window"

/** What `curate` works on. */
export interface Curation {
  readonly seed: number
  readonly step: number
  readonly controller: Controller.Settings
  readonly environments: Memories<Memory & WeightedCuration.Seen>
}

/** The active set of a step. */
export const curate = (
  settings: Settings,
  state: ActiveSet.State,
  { controller, environments, seed, step }: Curation
): Transition<ActiveSet.State> => {
  const sampled = { seed, step, members: environments.all }
  switch (settings.mode) {
    case "window":
      return WindowCuration.curate(state, {
        seed,
        step,
        names: environments.all.map(({ name }) => name),
        reasonToLeave: (name) =>
          WindowCuration.reasonToLeave(settings, controller, environments.get(name).controller)
      })
    case "weighted":
      return SampledCuration.curate(state, {
        ...sampled,
        weight: (seen) => WeightedCuration.weight(settings, controller, seen, step)
      })
    case "uniform":
      return SampledCuration.curate(state, { ...sampled, weight: UniformCuration.weight })
  }
}

/** Why an active environment is in the set. */
export const place = (
  settings: Settings,
  controllerSettings: Controller.Settings,
  environments: number,
  seen: WeightedCuration.Seen,
  step: number
): Place => {
  switch (settings.mode) {
    case "window":
      return {
        _tag: "window",
        zeroAccuracy: Controller.trailingZeroAccuracy(seen.controller),
        maxDifficulty: Controller.trailingMaxDifficulty(seen.controller),
        slope: figure(Controller.slope(controllerSettings, seen.controller))
      }
    case "weighted":
      return {
        _tag: "weighted",
        weight: figure(WeightedCuration.weight(settings, controllerSettings, seen, step))
      }
    case "uniform":
      return UniformCuration.place(environments, settings.slots)
  }
}
