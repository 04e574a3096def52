/** What a model says of the token that follows each place. */
import * as tf from "@tensorflow/tfjs-core"
import * as LargeVocabulary from "./LargeVocabulary.ts"
import { entropy } from "./loss/Entropy.ts"
import * as Model from "./Model.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import { tokenLogProbs } from "./TokenLogProbs.ts"
import * as Vocabulary from "./Vocabulary.ts"
import type { Network } from "./Weights.ts"

/** Distributions at places N; each is computed when it is asked for. */
export interface NextTokens {
  /** Natural logarithms of the targets' probabilities, `[N]`. */
  readonly logProbs: (targetsN: tf.Tensor1D) => tf.Tensor1D
  /** In nats, `[N]`. */
  readonly entropies: () => tf.Tensor1D
}

/** Those of the last layer's stream `[N, width]`, with logits divided by the temperature. */
export const nextTokens = (
  config: ModelConfig,
  network: Network,
  streamNW: tf.Tensor2D,
  temperature: number
): NextTokens => {
  const scaled = (tensor: tf.Tensor2D): tf.Tensor2D =>
    temperature === 1 ? tensor : tf.div(tensor, temperature)
  if (Vocabulary.isSmall(config.vocabulary)) {
    const logitsNV = scaled(Model.logits(config, network, streamNW))
    return {
      logProbs: (targetsN) => tokenLogProbs(logitsNV, targetsN),
      entropies: () => entropy(logitsNV)
    }
  }
  const xNW = scaled(Model.headInput(config, network, streamNW))
  const { hasTrainedEnds: isHeadTrained, head } = network
  return {
    logProbs: (targetsN) => LargeVocabulary.tokenLogProbs(xNW, head, targetsN, { isHeadTrained }),
    entropies: () => LargeVocabulary.entropy(xNW, head, { isHeadTrained })
  }
}
