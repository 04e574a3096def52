/** The updates of a policy, as steps of the model on the server. */
import { Effect } from "effect"
import {
  PolicyError,
  type SupervisedExample,
  type TrainingRollout,
  type UpdateOptions,
  type UpdateReport
} from "../Policy.ts"
import { tokenWeights } from "../tfjs/loss/Weights.ts"
import { checkSequences, checkUpdate, type Limits } from "../tfjs/requests.ts"
import * as Batch from "./Batch.ts"
import type { Dialect } from "./Dialect.ts"
import * as Losses from "./Losses.ts"
import type { PresentModel } from "./PresentModel.ts"
import * as Refusals from "./Refusals.ts"
import type { AdamParams } from "./wire/OptimStep.ts"

export interface Optimizer {
  readonly beta1: number
  readonly beta2: number
  /** 1e-8 unless given. */
  readonly epsilon?: number
  readonly weightDecay: number
  /** Most that the global L2 norm of the gradients may be; null is no bound. */
  readonly maxGradientNorm: number | null
}

const adamParams = (optimizer: Optimizer, learningRate: number): AdamParams => ({
  learning_rate: learningRate,
  beta1: optimizer.beta1,
  beta2: optimizer.beta2,
  eps: optimizer.epsilon ?? 1e-8,
  weight_decay: optimizer.weightDecay,
  ...(optimizer.maxGradientNorm === null ? {} : { grad_clip_norm: optimizer.maxGradientNorm })
})

export const make = (
  dialect: Dialect,
  limits: Limits,
  model: PresentModel,
  optimizer: Optimizer
) => {
  /** A step, with the log-probabilities of the responses alone. */
  const step = (
    sequences: ReadonlyArray<SupervisedExample>,
    data: Parameters<PresentModel["step"]>[0],
    loss: Losses.ServerLoss,
    learningRate: number
  ) =>
    Effect.map(model.step(data, loss, adamParams(optimizer, learningRate)), ({ logProbs, ...rest }) => ({
      ...rest,
      logProbs: sequences.map((sequence, i) => Batch.ofResponse(sequence, logProbs[i]!))
    }))

  const update = (
    rollouts: ReadonlyArray<TrainingRollout>,
    options: UpdateOptions
  ): Effect.Effect<UpdateReport, PolicyError> =>
    Effect.gen(function*() {
      yield* Refusals.check("A Tinker server", Refusals.ofUpdate(options))
      yield* checkUpdate(limits, rollouts, options, false)
      const { learningRate, loss, maxTokens } = options
      const weights = tokenWeights(
        loss.aggregation,
        rollouts.map(({ response }) => response.length),
        maxTokens
      )
      // JSON knows no such number, and no step is to be made with it.
      const isFinite = rollouts.every(({ advantage }) => Number.isFinite(advantage))
      const { applied, gradientNorm, logProbs } = isFinite
        ? yield* step(
          rollouts,
          Batch.ofRollouts(dialect, rollouts, weights),
          Losses.toServer(loss),
          learningRate
        )
        : {
          applied: false,
          gradientNorm: NaN,
          logProbs: rollouts.map((rollout) => [...rollout.logProbs])
        }
      const outcome = Losses.evaluate(loss, rollouts, logProbs, weights)
      return { ...outcome, applied, gradientNorm, kl: 0, entropy: 0 }
    })

  const supervise = (
    examples: ReadonlyArray<SupervisedExample>,
    learningRate: number
  ): Effect.Effect<UpdateReport, PolicyError> =>
    Effect.gen(function*() {
      yield* checkSequences(limits, examples)
      const tokens = examples.reduce((sum, { response }) => sum + response.length, 0)
      const weights = examples.map(() => 1 / tokens)
      const asRollouts = examples.map((example) => ({
        ...example,
        advantage: 1,
        logProbs: new Float32Array(example.response.length)
      }))
      const { applied, gradientNorm, logProbs } = yield* dialect.reduction === "sum"
        ? step(examples, Batch.ofExamples(examples, weights), { loss_fn: "cross_entropy" }, learningRate)
        // Its own cross-entropy counts every example alike, however long it is.
        : step(
          examples,
          Batch.ofRollouts(dialect, asRollouts, weights),
          Losses.weightedCrossEntropy,
          learningRate
        )
      const surprisal = -logProbs.flat().reduce((sum, logProb) => sum + logProb, 0) / tokens
      return {
        loss: surprisal,
        gradientNorm,
        applied,
        clipFraction: 0,
        kl: 0,
        entropy: 0,
        surprisal,
        tokens
      }
    })

  return { update, supervise }
}
