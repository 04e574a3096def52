/**
 * A run for TensorBoard: one event file in its directory, derived from the record. It is written anew where the record
 * is cut back, and grows with it in between, so that it shows what the record holds. Steps made once more take as many
 * bytes as before, so a TensorBoard that looks on reads on where it was, and shows none of them twice.
 */
import { FileSystem, Path } from "@effect/platform"
import { Effect } from "effect"
import { asDiskError } from "./Checkpoints.ts"
import * as EventFile from "./EventFile.ts"
import type { RunDirectory } from "./RunDirectory.ts"
import * as RunRecord from "./RunRecord.ts"
import type { RunStore } from "./RunStore.ts"
import { comparePositions } from "./State.ts"

/** TensorBoard takes every file with `tfevents` in its name. */
const eventFile = "events.out.tfevents.scaler"

/** Scalars whose value is a finite number; others are left out, as JSON in the record has no way to say them. */
const scalars = (at: number, step: number, values: Readonly<Record<string, number | null>>) =>
  EventFile.scalars({
    at,
    step,
    values: Object.entries(values).filter((entry): entry is [string, number] => Number.isFinite(entry[1]))
  })

const ofStep = ({ clock, metrics, phase, step }: RunRecord.StepRow): Uint8Array =>
  scalars(clock.at, step, {
    [`${phase}/loss`]: metrics.loss,
    [`${phase}/gradient_norm`]: metrics.gradientNorm,
    [`${phase}/clip_fraction`]: metrics.clipFraction,
    [`${phase}/surprisal`]: metrics.surprisal,
    [`${phase}/kl`]: metrics.kl,
    [`${phase}/entropy`]: metrics.entropy,
    [`${phase}/reward`]: metrics.reward,
    [`${phase}/accuracy`]: metrics.accuracy,
    [`${phase}/mean_level`]: metrics.meanLevel,
    [`${phase}/staleness`]: metrics.staleness,
    [`${phase}/tokens_per_second`]: metrics.tokens / (clock.total / 1000),
    [`${phase}/waiting_share`]: clock.waiting / clock.total,
    ...Object.fromEntries(
      metrics.environments.map(({ difficulty, environment }) => [`level/${environment}`, difficulty])
    )
  })

const ofEvaluation = ({ clock, scores, split, step }: RunRecord.EvaluationRow): Uint8Array =>
  scalars(clock.at, step, { [`accuracy/${split}`]: scores.macro })

/** The whole file, in the order in which a run appends to it, but for benchmarks, which come later there. */
const whole = ({ evaluations, metrics }: RunRecord.Tables): Uint8Array => {
  const rows = [
    ...metrics.map((row) => ({ ...row, bytes: ofStep(row) })),
    ...evaluations.map((row) => ({ ...row, bytes: ofEvaluation(row) }))
  ]
  rows.sort((a, b) => comparePositions(a, b))
  return Buffer.concat([EventFile.header(rows[0]?.clock.at ?? Date.now()), ...rows.map(({ bytes }) => bytes)])
}

/** A record whose figures go to an event file too. The file is there once the record has been cut back. */
export const mirror = (
  store: RunStore,
  directory: RunDirectory
): Effect.Effect<RunStore, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const file = (yield* Path.Path).join(directory.path, eventFile)
    const write = (bytes: Uint8Array, flag: "a" | "w") =>
      asDiskError("The event file could not be written", fs.writeFile(file, bytes, { flag }))
    const writeAnew = Effect.flatMap(
      RunRecord.readTables(directory.record),
      (tables) => write(whole(tables), "w")
    )
    return {
      ...store,
      metrics: (position, metrics, clock) =>
        Effect.zipRight(
          store.metrics(position, metrics, clock),
          write(ofStep({ ...position, metrics, clock }), "a")
        ),
      evaluation: (position, split, scores, clock) =>
        Effect.gen(function*() {
          const isNew = (yield* store.macro(position, split)) === undefined
          yield* store.evaluation(position, split, scores, clock)
          // A finished run that is resumed is tested once more: its point is replaced.
          yield* isNew ? write(ofEvaluation({ ...position, split, scores, clock }), "a") : writeAnew
        }),
      cutBack: (position) => Effect.zipRight(store.cutBack(position), writeAnew)
    }
  })
