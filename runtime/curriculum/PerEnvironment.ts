/**
 * A curriculum put together from what a rule remembers of one environment and how it chooses the active set. What no
 * rule differs in is here: who shares the prompts, who learns, quarantine, checkpoints.
 */
import { fromCoordinates, type Random } from "@scaler/dsl/Random"
import type { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import type { Observation } from "./Controller.ts"
import type { Assignment, Curriculum, Entry, Standing, Transition } from "./Curriculum.ts"
import type { Choice, Explanation, Place } from "./Explanation.ts"

/** What a rule remembers of one environment. */
export interface Memory {
  readonly name: string
}

/** Everything a rule knows; environments sorted by name. */
export interface State<M extends Memory> {
  readonly environments: ReadonlyArray<M>
  readonly activeSet: ActiveSet.State
}

/** Rollouts of a group, with how many updates old the weights were that sampled it. */
export interface Seen extends Observation {
  readonly staleness: number
}

/** What an environment is asked for. */
export interface Proposal<M> extends Omit<Assignment, "environment"> {
  readonly choice: Choice
  /** What is remembered once it has been asked. */
  readonly memory: M
}

/** All that is remembered, by name. */
export interface Memories<M> {
  /** In the order of their names. */
  readonly all: ReadonlyArray<M>
  readonly get: (name: string) => M
}

/** The active set of a step, and why each is in it. */
export interface Curated<M> extends Transition<ActiveSet.State> {
  readonly place: (memory: M) => Place
}

/** What rules differ in. All functions are pure. */
export interface Rule<M extends Memory, S extends State<M>> {
  readonly schema: Schema.Schema<S>
  /** Without environments, all slots vacant. */
  readonly empty: S
  readonly begin: (entry: Entry) => M
  readonly withMaxLevel: (memory: M, maxLevel: number) => M
  readonly standing: (memory: M) => Pick<Standing, "difficulty" | "maxLevel">
  readonly curate: (activeSet: ActiveSet.State, memories: Memories<M>, step: number) => Curated<M>
  readonly propose: (
    memory: M,
    count: number,
    step: number,
    random: Random,
    all: ReadonlyArray<M>
  ) => Proposal<M>
  /** After one step's rollouts, in whatever order; the memory itself where there is nothing to learn. */
  readonly observe: (memory: M, step: number, seen: ReadonlyArray<Seen>) => M
  /** What is forgotten of an environment that is quarantined; nothing unless given. */
  readonly forget?: (memory: M) => M
  /** Whether an environment that leaves the active set is forgotten so, and learns nothing from late results. */
  readonly forgetsWaiting?: boolean
}

/** The place of a name in a sorted list of memories; throws where it is not there. */
const placeOf = (memories: ReadonlyArray<Memory>, name: string): number => {
  let low = 0
  let high = memories.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (memories[middle]!.name < name) low = middle + 1
    else high = middle
  }
  if (memories[low]?.name === name) return low
  throw new RangeError(`"${name}" is not an environment of this curriculum`)
}

/** What is remembered, from a sorted list: a map of a whole pool would cost more than a step needs. */
export const memories = <M extends Memory>(all: ReadonlyArray<M>): Memories<M> => ({
  all,
  get: (name) => all[placeOf(all, name)]!
})

/** The memories with some of them changed. */
const changed = <M extends Memory>(
  memories: ReadonlyArray<M>,
  names: Iterable<string>,
  change: (memory: M) => M
): ReadonlyArray<M> => {
  const next = [...memories]
  for (const name of names) {
    const place = placeOf(memories, name)
    next[place] = change(next[place]!)
  }
  return next
}

const byName = (a: Memory, b: Memory) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0

/**
 * Prompts spread evenly over the active environments. What does not divide goes, one each, to those that follow a
 * place drawn for the step; a place, not a name, so that filling a vacated slot moves nobody else's share.
 */
const shares = (seed: number, step: number, prompts: number, active: number): ReadonlyArray<number> => {
  if (active === 0) return []
  const first = fromCoordinates("remainder", seed, step).below(active)
  return Array.from(
    { length: active },
    (_, place) =>
      Math.floor(prompts / active) + ((place - first + active) % active < prompts % active ? 1 : 0)
  )
}

/** The curriculum of a rule, for a run with this seed and so many slots. */
export const make = <M extends Memory, S extends State<M>>(
  rule: Rule<M, S>,
  seed: number,
  slots: number
): Curriculum<S> => {
  const { forget = (memory) => memory, forgetsWaiting = false } = rule

  const reconcile = (state: S, entries: ReadonlyArray<Entry>): S => {
    const before = new Map(state.environments.map((memory) => [memory.name, memory]))
    const names = new Set(entries.map(({ name }) => name))
    if (names.size < entries.length) {
      throw new RangeError("two environments of a curriculum have the same name")
    }
    const activeSet = ActiveSet.reconcile(state.activeSet, slots, names)
    const active = new Set(activeSet.slots)
    return {
      ...state,
      environments: entries.map((entry) => {
        const known = before.get(entry.name)
        if (known === undefined) return rule.begin(entry)
        const memory = rule.withMaxLevel(known, entry.maxLevel)
        return forgetsWaiting && !active.has(entry.name) ? forget(memory) : memory
      }).sort(byName),
      activeSet
    }
  }

  return {
    schema: rule.schema,
    initial: (entries) => reconcile(rule.empty, entries),
    reconcile,

    plan: (state, step, promptsPerStep) => {
      const known = memories(state.environments)
      const { events, place, state: activeSet } = rule.curate(state.activeSet, known, step)
      const active = ActiveSet.active(activeSet)
      const counts = shares(seed, step, promptsPerStep, active.length)
      const left = forgetsWaiting ? events.filter(({ _tag }) => _tag === "left") : []
      const proposals = new Map(active.map((name, i) => {
        const random = fromCoordinates("levels", seed, step, name)
        return [name, rule.propose(known.get(name), counts[i]!, step, random, state.environments)]
      }))
      const forgotten = changed(state.environments, left.map(({ environment }) => environment), forget)
      return {
        state: {
          ...state,
          environments: changed(forgotten, active, ({ name }) => proposals.get(name)!.memory),
          activeSet
        },
        events,
        assignments: active.map((environment): Assignment => {
          const { indexes, levels } = proposals.get(environment)!
          return indexes === undefined ? { environment, levels } : { environment, levels, indexes }
        }),
        explanations: active.map((environment): Explanation => {
          const { choice, levels } = proposals.get(environment)!
          return { environment, levels, choice, place: place(known.get(environment)) }
        })
      }
    },

    observe: (state, step, results) => {
      const active = new Set(ActiveSet.active(state.activeSet))
      const quarantined = new Set(state.activeSet.quarantined)
      const observed = Map.groupBy(results, ({ environment }) => environment)
      return {
        ...state,
        environments: changed(state.environments, observed.keys(), (memory) => {
          const learns = forgetsWaiting ? active.has(memory.name) : !quarantined.has(memory.name)
          return learns
            ? rule.observe(
              memory,
              step,
              observed.get(memory.name)!.flatMap(({ observations, staleness = 0 }) =>
                observations.filter(({ rollouts }) => rollouts > 0).map((each) => ({ ...each, staleness }))
              )
            )
            : memory
        })
      }
    },

    quarantine: (state, step, name) => {
      const environments = changed(state.environments, [name], forget)
      const { events, state: activeSet } = ActiveSet.quarantine(state.activeSet, step, name)
      return { state: { ...state, environments, activeSet }, events }
    },

    standings: ({ activeSet, environments }) => {
      const active = new Set(ActiveSet.active(activeSet))
      const quarantined = new Set(activeSet.quarantined)
      return environments.map((memory) => ({
        environment: memory.name,
        status: active.has(memory.name) ? "active" : quarantined.has(memory.name) ? "quarantined" : "waiting",
        ...rule.standing(memory)
      }))
    }
  }
}
