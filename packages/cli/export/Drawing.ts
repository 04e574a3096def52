/** Drawing the rows of an export into its draft. */
import * as Split from "@scaler/dsl/Split"
import { asDefect } from "@scaler/runtime/rollout/Defect"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import type { Candidate, Draft, Place, Progress } from "./Draft.ts"
import * as Row from "./Row.ts"

/** An environment under the name or file that it was asked for by. */
export interface Source {
  readonly nameOrFile: string
  readonly environment: SandboxedEnvironment
}

export interface Options {
  readonly seed: number
  readonly split: Split.Split
  /** Rows per level of each environment. */
  readonly count: number
  /** Levels of this environment that are exported, ascending. */
  readonly levelsOf: (source: Source) => ReadonlyArray<number>
}

const batchSize = 32

/** Draws without a new instance after which a level counts as having no more. */
const maxMisses = 256

/** Faults after which a level is given up. */
const maxFaults = 8

/** Whether nothing more is drawn of a level. */
const isDone = ({ faults, misses, rows }: Progress, count: number) =>
  rows >= count || misses >= maxMisses || faults.length >= maxFaults

const drawBatch = (
  { environment, nameOrFile }: Source,
  origins: ReadonlyArray<Row.Origin>
): Effect.Effect<ReadonlyArray<Candidate | { readonly fault: string }>, SandboxError> => {
  const drawn = Effect.map(
    environment.draw(origins),
    (results) =>
      results.map((result, i) =>
        Either.match(result, {
          onLeft: ({ message }) => ({ fault: message }),
          onRight: (right) => ({
            instance: new Bun.CryptoHasher("sha256").update(Split.canonical(right.instance)).digest("base64"),
            row: Row.make(nameOrFile, environment, origins[i]!, right)
          })
        })
      )
  )
  // Where the sandbox ended the whole call, each request is tried by itself.
  return asDefect<ReadonlyArray<Candidate | { readonly fault: string }>, never>(
    drawn,
    ({ message }) => [{ fault: message }]
  ).pipe(Effect.flatMap((results) =>
    results.length === origins.length
      ? Effect.succeed(results)
      : Effect.map(
        Effect.forEach(origins, (origin) => drawBatch({ environment, nameOrFile }, [origin])),
        (all) => all.flat()
      )
  ))
}

/** Draws what a level still lacks. */
const ofLevel = (
  source: Source,
  place: Place,
  draft: Draft,
  { count, seed, split }: Options,
  onProgress: (done: number) => void
) =>
  Effect.gen(function*() {
    let progress = draft.progress(place)
    while (!isDone(progress, count)) {
      const { next, rows } = progress
      const origins = Array.from({ length: Math.min(batchSize, count - rows) }, (_, i): Row.Origin => ({
        level: place.level,
        seed,
        index: next + i,
        split
      }))
      progress = draft.add(place, yield* drawBatch(source, origins), count)
      onProgress(progress.rows - rows)
    }
    // Where a level ends early, there is no more to wait for.
    onProgress(count - progress.rows)
  })

/**
 * Draws all rows that the draft lacks: environments at once, the levels of each one after another. `onProgress` is told
 * by how many the rows that are still to come have become fewer.
 */
export const draw = (
  sources: ReadonlyArray<Source>,
  draft: Draft,
  options: Options,
  onProgress: (done: number) => void
): Effect.Effect<void, SandboxError> =>
  Effect.forEach(
    sources,
    (source, environment) =>
      Effect.forEach(
        options.levelsOf(source),
        (level) => ofLevel(source, { environment, level }, draft, options, onProgress),
        { discard: true }
      ),
    { concurrency: Math.min(8, navigator.hardwareConcurrency), discard: true }
  )
