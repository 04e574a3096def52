import { Schema } from "effect"
import * as Rules from "../curriculum/Rules.ts"

/** Where in a run one is: supervised warm-up first, then training. */
export const Position = Schema.Struct({
  phase: Schema.Literal("warmup", "training"),
  /** Steps of the phase that are done. */
  step: Schema.Int
})
export type Position = typeof Position.Type

/** Everything a run knows beside the policy's weights; what a checkpoint holds as JSON. */
export const State = Schema.Struct({
  ...Position.fields,
  curriculum: Rules.State,
  /** Defects by environment, since the start. */
  defects: Schema.Record({ key: Schema.String, value: Schema.Int }),
  /** The checkpoint with the highest validation accuracy so far. */
  best: Schema.NullOr(Schema.Struct({ checkpoint: Schema.String, validation: Schema.Number })),
  /** Updates in a row whose gradients were not finite. */
  nonFinite: Schema.Int,
  /** Steps in which a clock limit fired, so that a repetition may differ. */
  notReproducible: Schema.Int
})
export type State = typeof State.Type

/** The state before the first step. */
export const initial = (curriculum: State["curriculum"]): State => ({
  phase: "warmup",
  step: 0,
  curriculum,
  defects: {},
  best: null,
  nonFinite: 0,
  notReproducible: 0
})

/** The name of the checkpoint at a position: `warmup-000050`, `step-000120`. */
export const checkpointName = ({ phase, step }: Position): string =>
  `${phase === "warmup" ? "warmup" : "step"}-${String(step).padStart(6, "0")}`

/** The position that a checkpoint's name tells; undefined for another name. */
export const positionOf = (name: string): Position | undefined => {
  const match = /^(warmup|step)-(\d{6,})$/.exec(name)
  return match === null
    ? undefined
    : { phase: match[1] === "warmup" ? "warmup" : "training", step: Number(match[2]) }
}

/** Negative where `a` comes before `b` in a run. */
export const comparePositions = (a: Position, b: Position): number =>
  a.phase === b.phase ? a.step - b.step : a.phase === "warmup" ? -1 : 1
