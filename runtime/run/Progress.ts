import { Context, type Effect } from "effect"
import type { Measured, Scores, StepClock, StepMetrics } from "./Figures.ts"
import type { Recipe } from "./Recipe.ts"
import type { Facts } from "./RunDirectory.ts"
import type { Position } from "./State.ts"

/** What a run tells while it goes on. */
export type RunEvent =
  | {
    readonly _tag: "Started"
    readonly recipe: Recipe
    readonly facts: Facts
    /** The policy in a line. */
    readonly policy: string
    readonly position: Position
  }
  | {
    readonly _tag: "Stepped"
    readonly position: Position
    readonly metrics: StepMetrics
    readonly clock: StepClock
  }
  | {
    readonly _tag: "Evaluated"
    readonly position: Position
    readonly split: string
    readonly scores: Scores
  }
  | {
    readonly _tag: "Benchmarked"
    /** That of the weights. */
    readonly position: Position
    readonly measured: ReadonlyArray<Measured>
  }
  | { readonly _tag: "Saved"; readonly checkpoint: string }
  | { readonly _tag: "Note"; readonly message: string }
  | { readonly _tag: "Finished"; readonly outcome: Outcome }

/** Macro accuracy at both ends of a run. */
export interface Tested {
  readonly afterWarmup: number
  readonly final: number
  readonly instances: number
}

/** How a run ended. */
export interface Outcome {
  readonly status: "finished" | "stopped"
  readonly position: Position
  /** The checkpoint with the highest validation accuracy. */
  readonly best: string | null
  /** Macro accuracy on the test grid: after warm-up, and of the best checkpoint. Null where not reached yet. */
  readonly test: Tested | null
  /** The same on environments that are never trained on; null where the recipe names none too. */
  readonly neverTrained: Tested | null
  readonly meanLevel: number
  readonly quarantined: ReadonlyArray<string>
  readonly notReproducible: number
  /** SHA-256 of the newest checkpoint's weights, and of the best one's. */
  readonly weights: { readonly last: string; readonly best: string } | null
  /** Delay of this process's event loop, in milliseconds. */
  readonly eventLoopDelay: { readonly p99: number; readonly max: number }
  /** Share of the training steps' time in which the learner waited for anything but sampling. */
  readonly waitingShare: number
}

/** Follows a run: a terminal, plain lines, JSON. */
export class Progress extends Context.Tag("@scaler/runtime/Progress")<Progress, {
  readonly report: (event: RunEvent) => Effect.Effect<void>
}>() {}
