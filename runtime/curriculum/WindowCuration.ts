/**
 * The active set as a window of slots. Before each step an environment that stopped teaching gives its slot to a
 * random other one. The rules are SCALER's (arXiv 2601.04809), without its flaw of drawing a replacement that is
 * already active, which made two slots one.
 */
import { fromCoordinates } from "@scaler/dsl/Random"
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import * as Controller from "./Controller.ts"
import type { Event, Reason, Transition } from "./Curriculum.ts"

const Count = Schema.Int.pipe(Schema.positive())

/** When an environment has stopped teaching. Defaults are those of the released recipes. */
export const Settings = Schema.Struct({
  mode: Schema.Literal("window"),
  slots: ActiveSet.Slots,
  zeroAccuracyLimit: setting(Count, 5, "Steps in a row without one accepted rollout; default 5"),
  maxDifficultyLimit: setting(Count, 5, "Steps in a row at the highest level; default 5")
})
export type Settings = typeof Settings.Type

/** The settings of SCALER's released recipes. */
export const defaults: Settings = Schema.decodeSync(Settings)({ mode: "window" })

/** Why an environment should make room, if it should: the first that applies. */
export const reasonToLeave = (
  settings: Settings,
  controllerSettings: Controller.Settings,
  controller: Controller.State
): Reason | undefined => {
  if (Controller.trailingZeroAccuracy(controller) >= settings.zeroAccuracyLimit) return "zero-accuracy"
  if (Controller.trailingMaxDifficulty(controller) >= settings.maxDifficultyLimit) return "mastered"
  if (Controller.slope(controllerSettings, controller) <= 0) return "no-progress"
  return undefined
}

/** What `curate` works on. */
export interface Curation {
  /** The run's seed. A slot's draw is a function of (seed, step, slot) and of who is available. */
  readonly seed: number
  readonly step: number
  /** All environments, sorted. */
  readonly names: ReadonlyArray<string>
  readonly reasonToLeave: (name: string) => Reason | undefined
}

/**
 * Fills vacant slots, then, once per step, replaces environments with a reason to leave; both in the order of slots.
 *
 * A replacement is neither active, nor quarantined, nor one that left a moment ago in the same step. Where there is
 * none the slot keeps what it has, so that the set never shrinks.
 */
export const curate = (
  state: ActiveSet.State,
  { names, reasonToLeave, seed, step }: Curation
): Transition<ActiveSet.State> => {
  const unavailable = new Set([...ActiveSet.active(state), ...state.quarantined])
  const slots = [...state.slots]
  const events: Array<Event> = []
  let candidates: Array<string> | undefined
  const replacement = (slot: number): string | undefined => {
    candidates ??= names.filter((name) => !unavailable.has(name))
    return candidates.length === 0
      ? undefined
      : candidates.splice(fromCoordinates("curation", seed, step, slot).below(candidates.length), 1)[0]
  }
  const enter = (slot: number, environment: string) => {
    slots[slot] = environment
    events.push({ _tag: "entered", step, slot, environment })
  }
  for (const [slot, occupant] of state.slots.entries()) {
    if (occupant !== null) continue
    const environment = replacement(slot)
    if (environment !== undefined) enter(slot, environment)
  }
  if (step > state.curatedStep) {
    for (const [slot, occupant] of state.slots.entries()) {
      const reason = occupant === null ? undefined : reasonToLeave(occupant)
      if (occupant === null || reason === undefined) continue
      const environment = replacement(slot)
      if (environment === undefined) continue
      events.push({ _tag: "left", step, slot, environment: occupant, reason })
      enter(slot, environment)
    }
  }
  return { state: { ...state, slots, curatedStep: Math.max(step, state.curatedStep) }, events }
}
