/** Weights with their optimiser, and the update that changes both. */
import * as tf from "@tensorflow/tfjs-core"
import { take } from "../backend/Take.ts"
import type { SupervisedExample, TrainingRollout, UpdateOptions, UpdateReport } from "../Policy.ts"
import * as AdamW from "./AdamW.ts"
import { type MicroBatch, pack, type Sequence } from "./Batch.ts"
import { branchedTokens } from "./BranchedTokens.ts"
import * as LayerGradients from "./LayerGradients.ts"
import { crossEntropy, type LossTerms, policyLoss, reported } from "./loss/Objective.ts"
import { tokenWeights } from "./loss/Weights.ts"
import type { Keeps } from "./Memory.ts"
import * as Model from "./Model.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import { type NextTokens, nextTokens } from "./NextTokens.ts"
import type { RotaryAngles } from "./Rotary.ts"
import type { Trained } from "./Trained.ts"
import type { Network, Weights } from "./Weights.ts"

/** What training changes. */
export interface LearnerState {
  /** Values of what is trained. */
  readonly weights: Weights
  readonly moments: AdamW.Moments
}

/** What training does not change. */
export interface LearnerConfig {
  readonly model: ModelConfig
  readonly trained: Trained
  readonly optimizer: AdamW.OptimizerConfig
  readonly angles: RotaryAngles
  /** Most places of a micro-batch; bounds memory and, beyond float rounding, changes nothing else. */
  readonly microBatchTokens: number
  /** What stays in memory until gradients are due; changes nothing but time and memory. */
  readonly keeps: Keeps
}

/** What a policy says of the places of a micro-batch. */
interface Read extends Pick<NextTokens, "entropies"> {
  /** Log-probabilities of the targets. */
  readonly logProbsN: tf.Tensor1D
}

/** The loss of a micro-batch, and what of the sampling it needs to know. */
export interface Objective {
  readonly terms: (read: Read, batch: MicroBatch, referenceN: tf.Tensor1D | undefined) => LossTerms
  readonly temperature: number
  /** What is trained, of the policy from which the divergence is measured; undefined where it is not. */
  readonly reference: Weights | undefined
}

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

/** Reads the last layer's stream. Logits are divided by the temperature. */
const read = (
  model: ModelConfig,
  places: Network,
  streamNW: tf.Tensor2D,
  targets: tf.Tensor1D,
  temperature: number
): Read => {
  const { entropies, logProbs } = nextTokens(model, places, streamNW, temperature)
  return { entropies, logProbsN: logProbs(targets) }
}

/**
 * Loss with what is reported beside it (in the order of `reported`), and gradients of one micro-batch, added to those
 * `before`, which are freed.
 */
export const differentiate = async (
  { angles, keeps, model, trained }: LearnerConfig,
  weights: Weights,
  batch: MicroBatch,
  { reference, temperature, terms }: Objective,
  before?: ReadonlyArray<tf.Tensor>
): Promise<{ readonly sums: Float32Array; readonly gradients: ReadonlyArray<tf.Tensor> }> => {
  let sums!: tf.Tensor
  const gradients = tf.tidy(() => {
    const tokens = branchedTokens(batch, angles)
    const targets = tf.tensor1d(batch.targets, "int32")
    const forward = (places: Network) => Model.forward(model, places, tokens)
    const referenceN = reference === undefined ? undefined : tf.tidy(() => {
      const places = trained.network(reference)
      return read(model, places, forward(places), targets, temperature).logProbsN
    })
    const loss = (places: Network, streamNW: tf.Tensor2D): tf.Scalar => {
      const found = terms(read(model, places, streamNW, targets, temperature), batch, referenceN)
      // Kept to be read at the end: within the tape nothing may wait.
      sums = tf.keep(tf.stack([found.loss, ...reported.map((name) => found[name])]))
      return found.loss
    }
    if (keeps !== "layers") {
      const keepsProducts = keeps === "products"
      return LayerGradients.gradients(model, trained, weights, tokens, loss, keepsProducts, before)
    }
    const gradients = tf.grads((...weights) => {
      const places = trained.network(weights)
      return loss(places, forward(places))
    })([...weights])
    return before === undefined ? gradients : LayerGradients.plus(before, gradients)
  })
  return { sums: await take(sums), gradients }
}

/** One optimiser step; the old state's tensors are freed where the step is applied. */
const step = async (
  config: LearnerConfig,
  state: LearnerState,
  sequences: ReadonlyArray<Sequence>,
  learningRate: number,
  objective: Objective
): Promise<{ readonly state: LearnerState; readonly report: UpdateReport }> => {
  const totals = [0, ...reported.map(() => 0)]
  let gradients: ReadonlyArray<tf.Tensor> = []
  try {
    for (const batch of pack(sequences, config.microBatchTokens)) {
      const before = gradients.length === 0 ? undefined : gradients
      const part = await differentiate(config, state.weights, batch, objective, before)
      part.sums.forEach((sum, index) => totals[index]! += sum)
      gradients = part.gradients
    }
    const gradientNorm = await AdamW.globalNorm(gradients)
    const [loss, surprisal, clipFraction, kl, entropy] = totals as [number, number, number, number, number]
    const applied = Number.isFinite(gradientNorm) && Number.isFinite(loss)
    const report = {
      loss,
      surprisal,
      clipFraction,
      kl,
      entropy,
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

/** The objectives of the two kinds of update. */
export const objectives = {
  policy: (
    rollouts: ReadonlyArray<TrainingRollout>,
    { loss, maxTokens, temperature }: Omit<UpdateOptions, "learningRate">,
    reference: Weights | undefined
  ): Objective => {
    const tokens = countTokens(rollouts)
    const weights = tokenWeights(loss.aggregation, rollouts.map(({ response }) => response.length), maxTokens)
    const terms: Objective["terms"] = (read, batch, referenceN) =>
      policyLoss(read, {
        sampledN: spread(batch, (rollout, place) => rollouts[rollout]!.logProbs[place]!),
        advantagesN: spread(batch, (rollout) => rollouts[rollout]!.advantage),
        inverseLengthsN: spread(batch, (rollout) => 1 / rollouts[rollout]!.response.length),
        length: batch.length,
        weightsN: spread(batch, (rollout) => weights[rollout]!),
        meanN: spread(batch, () => 1 / tokens),
        referenceN
      }, loss)
    return { terms, temperature, reference: loss.klCoefficient > 0 ? reference : undefined }
  },
  supervised: (examples: ReadonlyArray<SupervisedExample>): Objective => {
    const tokens = countTokens(examples)
    return {
      terms: ({ logProbsN }, batch) => crossEntropy(logProbsN, spread(batch, () => 1 / tokens)),
      temperature: 1,
      reference: undefined
    }
  }
}

/** A step on a policy-gradient loss; `reference` holds the weights from which its divergence is measured. */
export const update = (
  config: LearnerConfig,
  state: LearnerState,
  rollouts: ReadonlyArray<TrainingRollout>,
  { learningRate, ...options }: UpdateOptions,
  reference: Weights | undefined
) => step(config, state, rollouts, learningRate, objectives.policy(rollouts, options, reference))

/** A step on the cross-entropy of the responses. */
export const supervise = (
  config: LearnerConfig,
  state: LearnerState,
  examples: ReadonlyArray<SupervisedExample>,
  learningRate: number
) => step(config, state, examples, learningRate, objectives.supervised(examples))
