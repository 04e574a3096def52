/** The active set drawn anew for each step: a sample without replacement, by weight. */
import * as ActiveSet from "./ActiveSet.ts"
import type { Event, Reason, Transition } from "./Curriculum.ts"
import * as Race from "./Race.ts"

/** What `curate` works on. */
export interface Curation<M> {
  readonly seed: number
  readonly step: number
  /** All environments, in any order. */
  readonly members: ReadonlyArray<M>
  /** Finite and ≥ 0. Those of weight 0 come after all others, in random order. */
  readonly weight: (member: M) => number
  /** Why one should not be in the set, asked of those drawn; they come after all others. Nothing unless given. */
  readonly reasonToLeave?: (name: string) => Reason | undefined
}

/** Names in their order, but those with a reason to leave last. */
function* promisingFirst(
  order: Iterable<string>,
  reasonToLeave: (name: string) => Reason | undefined
): Generator<string, void, undefined> {
  const passedOver: Array<string> = []
  for (const name of order) {
    if (reasonToLeave(name) === undefined) yield name
    else passedOver.push(name)
  }
  yield* passedOver
}

/**
 * Draws the set of a step, once; asked again for the same step it only fills vacant slots, with those drawn next. Who
 * is drawn again keeps its slot.
 */
export const curate = <M extends { readonly name: string }>(
  state: ActiveSet.State,
  { members, reasonToLeave = () => undefined, seed, step, weight }: Curation<M>
): Transition<ActiveSet.State> => {
  const out = new Set(state.quarantined)
  const available = out.size === 0 ? members : members.filter(({ name }) => !out.has(name))
  const before = new Set(ActiveSet.active(state))
  // Who is drawn, and those drawn next where all who were active before are passed over.
  const race = Race.order(["sample", seed, step], available.map(({ name }) => name), available.map(weight))
  const order = promisingFirst(race, reasonToLeave).take(state.slots.length + before.size).toArray()
  const stays = step > state.curatedStep ? new Set(order.slice(0, state.slots.length)) : before
  const newcomers = order.filter((name) => !before.has(name)).values()
  const events: Array<Event> = []
  const slots = state.slots.map((occupant, slot) => {
    if (occupant !== null && stays.has(occupant)) return occupant
    if (occupant !== null) {
      events.push({
        _tag: "left",
        step,
        slot,
        environment: occupant,
        reason: reasonToLeave(occupant) ?? "not-drawn"
      })
    }
    const environment = newcomers.next().value ?? null
    if (environment !== null) events.push({ _tag: "entered", step, slot, environment })
    return environment
  })
  return { state: { ...state, slots, curatedStep: Math.max(step, state.curatedStep) }, events }
}
