/** What the tests of training states share: three environments of a pool, and files of a reference run over them. */
import * as ReferenceCurriculum from "@scaler/runtime/curriculum/ReferenceCurriculum"
import * as Levels from "@scaler/synthesis/pool/Levels"
import type { PoolEntry } from "@scaler/synthesis/pool/PoolFile"
import * as PoolFolder from "@scaler/synthesis/pool/PoolFolder"
import { entry, poolText, raw } from "@scaler/synthesis/pool/testing"
import * as TrainingState from "@scaler/synthesis/pool/TrainingState"
import { Effect, Schema } from "effect"
import * as ReferenceState from "../ReferenceState.ts"

const admitted = (one: PoolEntry, ladderKind: PoolFolder.LadderKind) => {
  const [first, ...others] = ladderKind === "upstream" ? Levels.upstream(one) : Levels.derived(one)
  return PoolFolder.admit({
    name: PoolFolder.nameOf(one.name),
    fingerprint: PoolFolder.fingerprintOf(one),
    entry: one,
    verified: {
      answer: { kind: "bigint" },
      oracle: [0, 1, 2],
      refuted: [],
      instances: 202,
      distinct: 97,
      commonest: 0.02
    },
    ladderKind,
    ladder: [first!, ...others]
  })
}

export const poolOf = (entries: ReadonlyArray<PoolEntry>, ladderKind: PoolFolder.LadderKind = "upstream") =>
  new Map(entries.map((one) => admitted(one, ladderKind)).map((one) => [one.name, one]))

export const upstreamLevels = [0, 1, 2, 2, 3, 5, 8, 11]
export const named = (title: string) => entry({ name: title, upstreamLevels })
export const titles = ["1_A. First", "2_B. Second", "3_C. Third"] as const
export const entries = titles.map(named)

export const settings = Schema.decodeSync(ReferenceCurriculum.Settings)({
  activeSet: { mode: "window", slots: 2 }
})

export type Learnt = TrainingState.Params["state"]

/** An entry of a training state's file, with the settings of the released recipes. */
export const trained = (one: PoolEntry, state: Learnt, change: Partial<TrainingState.Params> = {}) => ({
  ...raw(one),
  params: {
    ...one.parameters,
    difficulty: {
      version: 2,
      params: {
        target: 0.5,
        k: 2,
        dmin: 0,
        dmax: one.upstreamLevels.length - 1,
        step_cap: 1,
        jitter: 0,
        ema_beta: 0,
        activate_function: "base",
        history_len: 10,
        slope_scale: 0.05,
        age_scale: 100,
        std_scale: 2,
        alpha: 1,
        beta: 0.1,
        ...change,
        state
      }
    }
  }
})

export const learnt = (d: number, last_step: number | null = 9): Learnt => ({
  d,
  t: 4,
  last_step,
  distance_history: [1.5, 2.25],
  correct_history: [0.25, 0.75]
})

export const filesOf = (
  environments: ReadonlyArray<Record<string, unknown>>,
  active: ReadonlyArray<string>
): TrainingState.Texts => ({
  configs: poolText(...environments),
  windows: JSON.stringify({ windows_environment: active })
})

export const read = (
  texts: TrainingState.Texts,
  pool: ReferenceState.Pool = poolOf(entries),
  under: ReferenceCurriculum.Settings = settings
) => {
  const start = ReferenceState.read(Effect.runSync(TrainingState.decode(texts)), pool, under)
  const curriculum = ReferenceCurriculum.make(under, 1)
  const known = [...pool.values()].map(({ ladder, name }) => ({ name, maxLevel: ladder.length - 1 }))
  return { ...start, state: curriculum.reconcile(start.state, known), curriculum }
}

export const write = (
  texts: TrainingState.Texts,
  { state, step: start }: Pick<ReferenceState.Start, "state" | "step">,
  pool = poolOf(entries),
  under = settings
) => {
  const file = [...pool.values()].map((one) => one.entry)
  const { active, environments } = ReferenceState.write(state, pool, under, { entries: file, start })
  return Effect.runSync(TrainingState.encode(texts.configs, environments, active))
}
