/** The training state of a reference run as the state of a curriculum, and back. */
import type { Settings, State } from "@scaler/runtime/curriculum/ReferenceCurriculum"
import type { Facts } from "@scaler/runtime/run/RunDirectory"
import * as Levels from "@scaler/synthesis/pool/Levels"
import type { PoolEntry } from "@scaler/synthesis/pool/PoolFile"
import { type AdmittedEntry, nameOf } from "@scaler/synthesis/pool/PoolFolder"
import { files, type KnownParams, type TrainingState } from "@scaler/synthesis/pool/TrainingState"
import { translation } from "@scaler/synthesis/pool/Translation"
import { isDeepStrictEqual } from "node:util"

/** Verified environments by name. */
export type Pool = ReadonlyMap<string, AdmittedEntry>

/** What a curriculum goes on from. */
export interface Start {
  readonly state: State
  /** The reference run's last step, which is the new run's step 0: its first one is step 1. */
  readonly step: number
  /** What was left out or is different, for people. */
  readonly notes: ReadonlyArray<string>
}

/** What the two files are to hold. */
export interface Written {
  readonly environments: ReadonlyMap<string, KnownParams>
  readonly active: ReadonlyArray<string>
  readonly notes: ReadonlyArray<string>
}

const stepFact = "reference step"

/** What a run's facts say of the files that it goes on from. */
export const facts = (fingerprint: string, step: number): Facts => ({
  "reference state": fingerprint,
  [stepFact]: step
})

/** The reference run's step that was the run's step 0, as the run's facts say it; 0 where there was none. */
export const firstStep = (facts: Facts): number => Number(facts[stepFact] ?? 0)

/** Some names, and how many more there are. */
const some = (names: ReadonlyArray<string>): string =>
  `${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`

/** A note on these names, where there are any. */
const noteOn = (names: ReadonlyArray<string>, what: string): ReadonlyArray<string> =>
  names.length === 0 ? [] : [`${what}: ${some(names)}`]

/** The verified environments of entries whose levels mean the same, by the entries' names. */
const matching = (entries: ReadonlyArray<PoolEntry>, pool: Pool): ReadonlyMap<string, AdmittedEntry> =>
  new Map(entries.flatMap((entry) => {
    const ours = pool.get(nameOf(entry.name))
    const isSame = ours?.entry.name === entry.name
      && isDeepStrictEqual(Levels.upstream(ours.entry), Levels.upstream(entry))
    return isSame ? [[entry.name, ours] as const] : []
  }))

/** The settings of a controller as the reference names them. */
const settingsOf = ({ activeSet, controller }: Settings) => ({
  target: controller.target,
  k: controller.gain,
  dmin: 0,
  step_cap: controller.stepCap,
  activate_function: controller.response,
  history_len: controller.historyLength,
  ...(activeSet.mode === "weighted"
    ? {
      alpha: activeSet.alpha,
      beta: activeSet.beta,
      slope_scale: activeSet.slopeScale,
      age_scale: activeSet.ageScale
    }
    : {})
})

/** Settings of the reference run that are not the recipe's. */
const differences = ({ environments }: TrainingState, settings: Settings): ReadonlyArray<string> =>
  Object.entries(settingsOf(settings)).flatMap(([key, ours]) => {
    const others = [...environments.values()].map((params) => params[key as keyof typeof params])
      .filter((value) => value !== ours)
    return others.length === 0 ? [] : [
      `${key} is ${
        some([...new Set(others.map(String))])
      } in the reference run, of ${others.length} environments,`
      + ` and ${ours} in the recipe, which holds`
    ]
  })

/** The state of a curriculum over `pool` that goes on where a reference run is; settings stay those of the recipe. */
export const read = (training: TrainingState, pool: Pool, settings: Settings): Start => {
  const { active, environments } = training
  const known = matching(training.pool.entries, pool)
  const step = Math.max(0, ...[...environments.values()].map(({ state }) => state.last_step ?? 0))
  const { controller: { historyLength }, activeSet: { slots } } = settings
  const activeNames = [...new Set(active)].flatMap((title) => known.get(title)?.name ?? [])
  const named = new Set([...known.values()].map(({ name }) => name))
  return {
    state: {
      environments: [...known].map(([title, { entry, ladder, name }]) => {
        const { correct_history, d, distance_history, last_step, t } = environments.get(title)!.state
        const translate = translation(entry, Levels.upstream(entry), ladder)
        return {
          name,
          updates: t,
          lastStep: last_step === null || last_step < 0 ? null : last_step - step,
          controller: {
            maxLevel: ladder.length - 1,
            difficulty: translate(d),
            difficulties: distance_history.slice(-historyLength).map(translate),
            accuracies: correct_history.slice(-historyLength)
          }
        }
      }),
      activeSet: { slots: activeNames, quarantined: [], curatedStep: -1 }
    },
    step,
    notes: [
      ...noteOn(
        [...environments.keys()].filter((title) => !known.has(title)),
        `in ${files.configs}, but not among this run's environments, or with other levels, and left out`
      ),
      ...noteOn(
        [...pool.keys()].filter((name) => !named.has(name)),
        `not in ${files.configs}, and starting at difficulty 0`
      ),
      ...(activeNames.length === active.length && active.length === Math.min(slots, pool.size) ? [] : [
        `${files.windows} names ${active.length} environments for ${slots} slots, ${activeNames.length} of them`
        + " usable: the first of these are active, and free slots are drawn"
      ]),
      ...differences(training, settings)
    ]
  }
}

/**
 * What the reference goes on from where a run is, whose step 0 was step `start` of the reference. Environments that are
 * none of `entries` are left out.
 */
export const write = (
  state: State,
  pool: Pool,
  settings: Settings,
  { entries, start }: { readonly entries: ReadonlyArray<PoolEntry>; readonly start: number }
): Written => {
  const known = matching(entries, pool)
  const titles = new Map([...known].map(([title, { name }]) => [name, title]))
  const written = state.environments.filter(({ name }) => titles.has(name))
  const { quarantined, slots } = state.activeSet
  return {
    environments: new Map(written.map(({ controller, lastStep, name, updates }) => {
      const { entry, ladder } = pool.get(name)!
      const upstream = Levels.upstream(entry)
      const translate = translation(entry, ladder, upstream)
      return [titles.get(name)!, {
        ...settingsOf(settings),
        dmax: upstream.length - 1,
        state: {
          d: translate(controller.difficulty),
          t: updates,
          last_step: lastStep === null ? null : lastStep + start,
          distance_history: controller.difficulties.map(translate),
          correct_history: controller.accuracies
        }
      }]
    })),
    active: slots.flatMap((name) => titles.get(name ?? "") ?? []),
    notes: [
      ...noteOn(
        state.environments.map(({ name }) => name).filter((name) => !titles.has(name)),
        "not in the pool's file, or with other levels there, and left out"
      ),
      ...noteOn(
        quarantined.filter((name) => titles.has(name)),
        "quarantined in this run, which the reference does not know, and written like the others"
      )
    ]
  }
}
