/** What became of the problems of a folder, stage by stage, and what it took. */
import { Effect } from "effect"
import type { PoolError } from "./pool/PoolFile.ts"
import * as PoolFolder from "./pool/PoolFolder.ts"
import * as Decisions from "./problems/Decisions.ts"
import type { Asked } from "./Provenance.ts"

/** Problems that went no further than a stage, and why. */
export interface Lost {
  readonly stage: string
  readonly problems: ReadonlyArray<{ readonly title: string; readonly message: string }>
}

export interface Funnel {
  /** Rows of the file. */
  readonly rows: number
  /** Rows that are no problem, and problems that the filter dropped. */
  readonly filtered: ReadonlyArray<Lost>
  /** Problems that came through the filter. */
  readonly problems: number
  /** Those of them that repeat a row of a benchmark. */
  readonly overlaps: ReadonlyArray<{ readonly title: string; readonly message: string }>
  readonly rejected: ReadonlyArray<Lost>
  readonly admitted: ReadonlyArray<{
    readonly name: string
    readonly title: string
    readonly levels: number
    readonly replies: number
    readonly tokens: number
  }>
  /** Problems that are not done yet. */
  readonly open: number
  /** Of all problems that are done. */
  readonly replies: number
  readonly promptTokens: number
  readonly completionTokens: number
  /** Replies that would not do, by what was wrong with them. */
  readonly refused: Readonly<Record<string, number>>
}

const byStage = (
  all: ReadonlyArray<{ readonly stage: string; readonly title: string; readonly message: string }>
): ReadonlyArray<Lost> =>
  [...Map.groupBy(all, ({ stage }) => stage)].map(([stage, some]) => ({
    stage,
    problems: some.map(({ message, title }) => ({ title, message }))
  }))

const sum = <A>(all: ReadonlyArray<A>, of: (one: A) => number): number =>
  all.reduce((total, one) => total + of(one), 0)

/** Of the last run's problems; what the folder holds of other ones does not count. */
export const of = (folder: string): Effect.Effect<Funnel, PoolError> =>
  Effect.gen(function*() {
    const decisions = yield* Decisions.read(folder)
    const kept = decisions.filter((one) => one.status === "kept")
    const names = new Set(kept.map(({ id }) => PoolFolder.nameOf(id)))
    const files = yield* PoolFolder.admittedFiles(folder)
    const admitted = yield* Effect.forEach(
      [...files].filter(([name]) => names.has(name)),
      ([, file]) => PoolFolder.read(file)
    )
    const rejected = (yield* PoolFolder.rejections(folder)).filter(({ name }) => names.has(name))
    const asked = [...admitted, ...rejected].flatMap(({ provenance }): ReadonlyArray<Asked> =>
      provenance === undefined ? [] : [provenance.asked]
    )
    const refused = Map.groupBy(asked.flatMap(({ refused }) => refused), ({ stage }) => stage)
    return {
      rows: decisions.length,
      filtered: byStage(
        decisions.flatMap((one) =>
          one.status === "dropped"
            ? [{ stage: one.reason, title: one.title, message: one.message }]
            : one.status === "unreadable"
            ? [{ stage: "unreadable", title: `row ${one.row}`, message: one.message }]
            : []
        )
      ),
      problems: kept.length,
      overlaps: kept.flatMap(({ overlap, title }) =>
        overlap === undefined
          ? []
          : [{ title, message: `row ${overlap.row} of ${overlap.file}: ${overlap.gram}` }]
      ),
      rejected: byStage(
        rejected.map(({ message, name, provenance, stage }) => ({
          stage,
          title: provenance?.problem.title ?? name,
          message
        }))
      ),
      admitted: admitted.map((one) => ({
        name: one.name,
        title: one.provenance?.problem.title ?? one.name,
        levels: ("draft" in one ? one.manifest : one).ladder.length,
        replies: one.provenance?.asked.replies ?? 0,
        tokens: (one.provenance?.asked.promptTokens ?? 0) + (one.provenance?.asked.completionTokens ?? 0)
      })),
      open: kept.length - admitted.length - rejected.length,
      replies: sum(asked, ({ replies }) => replies),
      promptTokens: sum(asked, ({ promptTokens }) => promptTokens),
      completionTokens: sum(asked, ({ completionTokens }) => completionTokens),
      refused: Object.fromEntries([...refused].map(([stage, { length }]) => [stage, length]))
    }
  })
