/**
 * The active set drawn anew for each step: a sample without replacement, by weight. Each next environment is drawn
 * from those left with a chance in proportion to its weight.
 *
 * The draw is a race: each environment arrives after an exponential time of rate `weight`, and the first fill the
 * slots. That is the same as drawing one after the other (Efraimidis and Spirakis 2006), but an environment's time is a
 * function of (seed, step, name) alone, so that nobody else's moves when one is quarantined.
 */
import { fromCoordinates } from "@scaler/dsl/Random"
import * as ActiveSet from "./ActiveSet.ts"
import type { Event, Transition } from "./Curriculum.ts"

/** What `curate` works on. */
export interface Curation {
  readonly seed: number
  readonly step: number
  /** All environments, in any order. */
  readonly names: ReadonlyArray<string>
  /** Finite and ≥ 0. Those of weight 0 come after all others, in random order. */
  readonly weight: (name: string) => number
}

/** Environments in the order in which they are drawn. */
const drawn = ({ names, seed, step, weight }: Curation): ReadonlyArray<string> =>
  names
    .map((name) => {
      const time = -Math.log1p(-fromCoordinates("sample", seed, step, name).unit())
      const rate = weight(name)
      return { name, time, arrival: rate > 0 ? time / rate : Infinity }
    })
    // Not by difference: ∞ − ∞ is no order.
    .sort((a, b) =>
      a.arrival !== b.arrival
        ? (a.arrival < b.arrival ? -1 : 1)
        : a.time - b.time || (a.name < b.name ? -1 : 1)
    )
    .map(({ name }) => name)

/**
 * Draws the set of a step, once; asked again for the same step it only fills vacant slots, with those drawn next. Who
 * is drawn again keeps its slot.
 */
export const curate = (state: ActiveSet.State, curation: Curation): Transition<ActiveSet.State> => {
  const { step } = curation
  const out = new Set(state.quarantined)
  const order = drawn({ ...curation, names: curation.names.filter((name) => !out.has(name)) })
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
