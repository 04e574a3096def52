/** The active set as slots with an environment each. How a step's set is chosen is what the curations are about. */
import { Schema } from "effect"
import type { Transition } from "./Curriculum.ts"

/** The setting that all curations share. */
export const Slots = Schema.optionalWith(
  Schema.Int.pipe(Schema.positive()).annotations({
    description: "Environments active in a step; default 64, as in the reference"
  }),
  { default: () => 64 }
)

const hasNoDuplicates = (names: ReadonlyArray<unknown>) =>
  new Set(names).size === names.length || "an environment is named twice"

export const State = Schema.Struct({
  /** Active environments by slot; `null` where none was left to fill it. */
  slots: Schema.Array(Schema.NullOr(Schema.String)).pipe(
    Schema.filter((slots) => hasNoDuplicates(slots.filter((name) => name !== null)))
  ),
  /** Taken out for good; sorted. */
  quarantined: Schema.Array(Schema.String).pipe(Schema.filter(hasNoDuplicates)),
  /** The last step that a set was chosen for; −1 before the first. */
  curatedStep: Schema.Int
})
export type State = typeof State.Type

/** All slots vacant. */
export const initial = (slots: number): State => ({
  slots: Array.from({ length: slots }, () => null),
  quarantined: [],
  curatedStep: -1
})

/** The active environments, in the order of their slots. */
export const active = ({ slots }: State): ReadonlyArray<string> => slots.filter((name) => name !== null)

/** The set with another number of slots, the last ones added or dropped, and without the environments that are gone. */
export const reconcile = (state: State, slots: number, names: ReadonlySet<string>): State => ({
  slots: Array.from({ length: slots }, (_, slot) => {
    const occupant = state.slots[slot] ?? null
    return occupant !== null && names.has(occupant) ? occupant : null
  }),
  quarantined: state.quarantined.filter((name) => names.has(name)),
  curatedStep: state.curatedStep
})

/** Takes an environment out for good and leaves its slot vacant; nothing changes where it is out already. */
export const quarantine = (state: State, step: number, name: string): Transition<State> => {
  if (state.quarantined.includes(name)) return { state, events: [] }
  const slot = state.slots.indexOf(name)
  return {
    state: {
      ...state,
      slots: state.slots.map((occupant) => occupant === name ? null : occupant),
      quarantined: [...state.quarantined, name].sort()
    },
    events: slot < 0 ? [] : [{ _tag: "left", step, slot, environment: name, reason: "quarantined" }]
  }
}
