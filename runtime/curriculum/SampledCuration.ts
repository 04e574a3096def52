/** The active set drawn anew for each step: a sample without replacement, by weight. */
import * as ActiveSet from "./ActiveSet.ts"
import type { Event, Transition } from "./Curriculum.ts"
import * as Race from "./Race.ts"

/** What `curate` works on. */
export interface Curation {
  readonly seed: number
  readonly step: number
  /** All environments, in any order. */
  readonly names: ReadonlyArray<string>
  /** Finite and ≥ 0. Those of weight 0 come after all others, in random order. */
  readonly weight: (name: string) => number
}

/**
 * Draws the set of a step, once; asked again for the same step it only fills vacant slots, with those drawn next. Who
 * is drawn again keeps its slot.
 */
export const curate = (state: ActiveSet.State, curation: Curation): Transition<ActiveSet.State> => {
  const { seed, step, weight } = curation
  const out = new Set(state.quarantined)
  const order = Race.order(["sample", seed, step], curation.names.filter((name) => !out.has(name)), weight)
  const before = new Set(ActiveSet.active(state))
  const stays = step > state.curatedStep ? new Set(order.slice(0, state.slots.length)) : before
  const newcomers = order.filter((name) => !before.has(name)).values()
  const events: Array<Event> = []
  const slots = state.slots.map((occupant, slot) => {
    if (occupant !== null && stays.has(occupant)) return occupant
    if (occupant !== null) {
      events.push({ _tag: "left", step, slot, environment: occupant, reason: "not-drawn" })
    }
    const environment = newcomers.next().value ?? null
    if (environment !== null) events.push({ _tag: "entered", step, slot, environment })
    return environment
  })
  return { state: { ...state, slots, curatedStep: Math.max(step, state.curatedStep) }, events }
}
