/** Weights with their optimiser, and the update that changes both. */
import * as tf from "@tensorflow/tfjs-core"
import type { SupervisedExample, TrainingRollout, UpdateOptions, UpdateReport } from "../Policy.ts"
import * as AdamW from "./AdamW.ts"
import { type MicroBatch, pack, type Sequence } from "./Batch.ts"
import { branchedTokens } from "./BranchedTokens.ts"
import { clippedPolicyGradient, crossEntropy, type LossTerms } from "./losses.ts"
import * as Model from "./Model.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import type { RotaryAngles } from "./Rotary.ts"
import { tokenLogProbs } from "./TokenLogProbs.ts"
import { network, type Weights } from "./Weights.ts"

/** What training changes. */
export interface LearnerState {
  readonly weights: Weights
  readonly moments: AdamW.Moments
}

/** What training does not change. */
export interface LearnerConfig {
  readonly model: ModelConfig
  readonly optimizer: AdamW.OptimizerConfig
  readonly angles: RotaryAngles
  /** Most places of a micro-batch; bounds memory and, beyond float rounding, changes nothing else. */
  readonly microBatchTokens: number
}

/** The loss of a micro-batch from the log-probabilities of its targets. */
type Objective = (logProbsN: tf.Tensor1D, batch: MicroBatch) => LossTerms

/** Spreads a value per place of each sequence over the places of a micro-batch; 0 at padding. */
const spread = (batch: MicroBatch, value: (sequence: number, place: number) => number): tf.Tensor1D => {
  const values = new Float32Array(batch.targets.length)
  batch.members.forEach((member, slot) => {
    for (let place = 0; place < batch.lengths[slot]!; place++) {
      values[slot * batch.length + place] = value(member, place)
    }
  })
  return tf.tensor1d(values)
}

/** Loss, reported sums and gradients of one micro-batch. */
export const differentiate = (
  { angles, model }: LearnerConfig,
  weights: Weights,
  batch: MicroBatch,
  objective: Objective
): { readonly sums: Float32Array; readonly gradients: ReadonlyArray<tf.Tensor> } => {
  let sums = new Float32Array(3)
  const gradients = tf.tidy(() => {
    const tokens = branchedTokens(batch, angles)
    const targets = tf.tensor1d(batch.targets, "int32")
    return tf.grads((...weights) => {
      const logitsNV = Model.forward(model, network(model, weights), tokens)
      const { clipped, loss, surprisal } = objective(tokenLogProbs(logitsNV, targets), batch)
      sums = Float32Array.from([loss, surprisal, clipped], (scalar) => scalar.dataSync()[0]!)
      return loss
    })([...weights])
  })
  return { sums, gradients }
}

/** One optimiser step; the old state's tensors are freed where the step is applied. */
const step = (
  config: LearnerConfig,
  state: LearnerState,
  sequences: ReadonlyArray<Sequence>,
  learningRate: number,
  objective: Objective
): { readonly state: LearnerState; readonly report: UpdateReport } => {
  const totals = [0, 0, 0]
  let gradients: ReadonlyArray<tf.Tensor> = []
  try {
    for (const batch of pack(sequences, config.microBatchTokens)) {
      const part = differentiate(config, state.weights, batch, objective)
      part.sums.forEach((sum, index) => totals[index]! += sum)
      const before = gradients
      gradients = before.length === 0
        ? part.gradients
        : part.gradients.map((gradient, index) => tf.add(before[index]!, gradient))
      if (before.length > 0) tf.dispose([...before, ...part.gradients])
    }
    const gradientNorm = AdamW.globalNorm(gradients)
    const applied = Number.isFinite(gradientNorm) && Number.isFinite(totals[0])
    const report = {
      loss: totals[0]!,
      surprisal: totals[1]!,
      clipFraction: totals[2]!,
      gradientNorm,
      applied,
      tokens: countTokens(sequences)
    }
    if (!applied) return { state, report }
    const next = AdamW.step(
      config.optimizer,
      learningRate,
      state.weights,
      state.moments,
      gradients,
      gradientNorm
    )
    dispose(state)
    return { state: next, report }
  } finally {
    tf.dispose([...gradients])
  }
}

/** Frees the tensors of a state. */
export const dispose = ({ moments, weights }: LearnerState): void =>
  tf.dispose([...weights, ...moments.first, ...moments.second])

const countTokens = (sequences: ReadonlyArray<Sequence>): number =>
  sequences.reduce((sum, { response }) => sum + response.length, 0)

/** The objectives of the two kinds of update, averages over all response tokens of the batch. */
export const objectives = {
  policy: (rollouts: ReadonlyArray<TrainingRollout>, clip: UpdateOptions["clip"]): Objective => {
    const tokens = countTokens(rollouts)
    return (logProbsN, batch) =>
      clippedPolicyGradient(logProbsN, {
        sampledN: spread(batch, (rollout, place) => rollouts[rollout]!.logProbs[place]!),
        advantagesN: spread(batch, (rollout) => rollouts[rollout]!.advantage),
        weightsN: spread(batch, () => 1 / tokens),
        clip
      })
  },
  supervised: (examples: ReadonlyArray<SupervisedExample>): Objective => {
    const tokens = countTokens(examples)
    return (logProbsN, batch) => crossEntropy(logProbsN, spread(batch, () => 1 / tokens))
  }
}

/** A step on the clipped policy-gradient loss. */
export const update = (
  config: LearnerConfig,
  state: LearnerState,
  rollouts: ReadonlyArray<TrainingRollout>,
  { clip, learningRate }: UpdateOptions
) => step(config, state, rollouts, learningRate, objectives.policy(rollouts, clip))

/** A step on the cross-entropy of the responses. */
export const supervise = (
  config: LearnerConfig,
  state: LearnerState,
  examples: ReadonlyArray<SupervisedExample>,
  learningRate: number
) => step(config, state, examples, learningRate, objectives.supervised(examples))
