/** Runs of a curriculum without a policy: what was accepted and who broke are given. */
import { FastCheck as fc } from "effect"
import type { Assignment, Curriculum, Entry, Event, Result } from "../curriculum/Curriculum.ts"
import type { Explanation } from "../curriculum/Explanation.ts"

export interface Scenario {
  readonly seed: number
  readonly slots: number
  readonly environments: number
  readonly prompts: number
  readonly steps: ReadonlyArray<{
    /** Accepted rollouts of 8, per environment in turn. */
    readonly accepted: ReadonlyArray<number>
    /** Numbers of environments that break, some of them twice or not there. */
    readonly broken: ReadonlyArray<number>
  }>
}

export const arbitrary: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.nat(),
  slots: fc.integer({ min: 1, max: 6 }),
  environments: fc.integer({ min: 1, max: 12 }),
  prompts: fc.integer({ min: 0, max: 20 }),
  steps: fc.array(
    fc.record({
      accepted: fc.array(fc.constantFrom(0, 0, 4, 8, 8), { minLength: 1, maxLength: 5 }),
      broken: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(fc.nat(11), { maxLength: 2 }) }
      )
    }),
    { minLength: 1, maxLength: 25 }
  )
})

/** Environments `e0`, `e1` … whose highest levels are 0, 1, 2, 3 in turn. */
export const entries = (count: number): ReadonlyArray<Entry> =>
  Array.from({ length: count }, (_, i) => ({ name: `e${i}`, maxLevel: i % 4 }))

/** What a step of a run leaves behind. */
export interface Done<State> {
  readonly assignments: ReadonlyArray<Assignment>
  readonly explanations: ReadonlyArray<Explanation>
  readonly events: ReadonlyArray<Event>
  /** Events of quarantines, by slot. */
  readonly departures: ReadonlyArray<Event>
  /** The state after the plan, after its results, and after the quarantines. */
  readonly planned: State
  readonly observed: State
  readonly reduced: State
}

/** Runs a scenario. `carry` stands for what happens to a state between calls, `order` for arrival. */
export const run = <State>(
  curriculum: Curriculum<State>,
  { environments, prompts, steps }: Scenario,
  { carry = (state) => state, order = (list) => list }: {
    readonly carry?: (state: State) => State
    readonly order?: <A>(list: ReadonlyArray<A>) => ReadonlyArray<A>
  } = {}
): ReadonlyArray<Done<State>> => {
  let state = carry(curriculum.initial(order(entries(environments))))
  return steps.map(({ accepted, broken }, step) => {
    const plan = curriculum.plan(state, step, prompts)
    const planned = carry(plan.state)
    const results = plan.assignments.map(({ environment, levels }, i): Result => ({
      environment,
      observations: order(
        levels.map((level) => ({ level, accuracy: accepted[i % accepted.length]! / 8, rollouts: 8 }))
      )
    }))
    const observed = carry(curriculum.observe(planned, step, order(results)))
    const departures: Array<Event> = []
    state = observed
    for (const index of order(broken.filter((index) => index < environments))) {
      const out = curriculum.quarantine(state, step, `e${index}`)
      state = carry(out.state)
      departures.push(...out.events)
    }
    return {
      assignments: plan.assignments,
      explanations: plan.explanations,
      events: plan.events,
      departures: departures.sort((a, b) => a.slot - b.slot),
      planned,
      observed,
      reduced: state
    }
  })
}
