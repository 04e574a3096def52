/** Our losses as a server computes them, and what they came to. */
import type { Loss } from "../Loss.ts"
import type { TrainingRollout } from "../Policy.ts"
import type { ClipRange, LossName } from "./wire/ForwardBackward.ts"

/** A loss as a server is asked for it. */
export interface ServerLoss {
  readonly loss_fn: LossName
  readonly loss_fn_config?: ClipRange
}

/** float32 knows nothing larger. */
const largest = 3.4e38

/** A loss that was not refused, as a server is asked for it. */
export const toServer = ({ clip: { high, low }, surrogate }: Loss): ServerLoss =>
  surrogate === "ppo" && low === 1 && high === Infinity
    ? { loss_fn: "importance_sampling" }
    : {
      loss_fn: surrogate === "cispo" ? "cispo" : "ppo",
      loss_fn_config: { clip_low_threshold: 1 - low, clip_high_threshold: Math.min(1 + high, largest) }
    }

/** A cross-entropy in which every token has its own weight, its advantage: ratios are held at 1. */
export const weightedCrossEntropy: ServerLoss = {
  loss_fn: "cispo",
  loss_fn_config: { clip_low_threshold: 1, clip_high_threshold: 1 }
}

/** The surrogate of one token, and whether it is the clipped ratio that counts: as in `tfjs/loss/Surrogate.ts`. */
const surrogate = (
  { clip: { high, low }, surrogate }: Loss,
  logProb: number,
  sampled: number,
  advantage: number
): { readonly value: number; readonly isClipped: boolean } => {
  const ratio = Math.exp(logProb - sampled)
  const bounded = Math.min(Math.max(ratio, 1 - low), 1 + high)
  if (surrogate === "cispo") return { value: bounded * logProb * advantage, isClipped: bounded !== ratio }
  const isClipped = bounded * advantage < ratio * advantage
  return { value: (isClipped ? bounded : ratio) * advantage, isClipped }
}

/** What is told of an update; sums over the batch of weighted terms. */
export interface Outcome {
  readonly loss: number
  readonly clipFraction: number
  readonly surprisal: number
  readonly tokens: number
}

/**
 * @param logProbs of each response's tokens, before the update
 * @param weights of one token of each response
 */
export const evaluate = (
  loss: Loss,
  rollouts: ReadonlyArray<TrainingRollout>,
  logProbs: ReadonlyArray<ReadonlyArray<number>>,
  weights: ReadonlyArray<number>
): Outcome => {
  let [total, clipped, surprisal, tokens] = [0, 0, 0, 0]
  for (const [i, rollout] of rollouts.entries()) {
    for (const [place, logProb] of logProbs[i]!.entries()) {
      const term = surrogate(loss, logProb, rollout.logProbs[place]!, rollout.advantage)
      total -= weights[i]! * term.value
      clipped += term.isClipped ? 1 : 0
      surprisal -= logProb
      tokens++
    }
  }
  return { loss: total, clipFraction: clipped / tokens, surprisal: surprisal / tokens, tokens }
}
