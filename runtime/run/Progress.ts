import { Context, type Effect } from "effect"
import type { Scores } from "../training/Evaluation.ts"
import type { Recipe } from "./Recipe.ts"
import type { Facts } from "./RunDirectory.ts"
import type { Position } from "./State.ts"

/** One step as people and programs follow it. */
export interface StepMetrics {
  /** Loss of the update, after clipping and averaging over response tokens; null where nothing was trained on. */
  readonly loss: number | null
  readonly gradientNorm: number | null
  /** Whether the update was made: false where gradients were not finite, or no group had signal. */
  readonly applied: boolean
  readonly clipFraction: number | null
  /** Mean −log-probability of the sampled tokens, in nats. */
  readonly surprisal: number | null
  /** Mean estimate of the divergence from the policy after warm-up, in nats; 0 where the loss has none. */
  readonly kl: number | null
  /** Mean entropy of the tokens' distributions, in nats; 0 where the loss has none. */
  readonly entropy: number | null
  /** Share of accepted rollouts; null in the warm-up. */
  readonly accuracy: number | null
  /** Mean difficulty of the environments in use, in levels; null in the warm-up. */
  readonly meanLevel: number | null
  readonly groups: number
  /** Groups whose rewards are not all equal. */
  readonly groupsWithSignal: number
  /** Response tokens sampled. */
  readonly tokens: number
  readonly defects: number
  readonly tooLong: number
  readonly environments: ReadonlyArray<{
    readonly environment: string
    readonly difficulty: number
    readonly accuracy: number
  }>
}

/** Where the time of a step went, in milliseconds. */
export interface StepClock {
  readonly total: number
  readonly sampling: number
  readonly update: number
  /** What the learner waited for beside sampling: judging, recording, and drawing beyond the update. */
  readonly waiting: number
}

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly _tag: "Started"; readonly recipe: Recipe; readonly facts: Facts; readonly position: Position }
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
  | { readonly _tag: "Saved"; readonly checkpoint: string }
  | { readonly _tag: "Note"; readonly message: string }
  | { readonly _tag: "Finished"; readonly outcome: Outcome }

/** How a run ended. */
export interface Outcome {
  readonly status: "finished" | "stopped"
  readonly position: Position
  /** The checkpoint with the highest validation accuracy. */
  readonly best: string | null
  /** Macro accuracy on the test grid: after warm-up, and of the best checkpoint. Null where not reached yet. */
  readonly test: { readonly afterWarmup: number; readonly final: number; readonly instances: number } | null
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
