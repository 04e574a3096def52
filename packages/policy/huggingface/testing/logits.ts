/** Logits of a model, as Transformers gives them. */
import * as tf from "@tensorflow/tfjs-core"
import { pack } from "../../tfjs/Batch.ts"
import { branchedTokens } from "../../tfjs/BranchedTokens.ts"
import * as Model from "../../tfjs/Model.ts"
import type { ModelConfig } from "../../tfjs/ModelConfig.ts"
import { angles } from "../../tfjs/Rotary.ts"
import type { Network } from "../../tfjs/Weights.ts"

/** Logits at every place of a text, `[tokens, vocabulary]`; the text is a prompt of one token and a response. */
export const logits = (model: ModelConfig, network: Network, tokens: ReadonlyArray<number>): Float32Array => {
  const sequence = {
    prompt: Int32Array.of(tokens[0]!),
    response: Int32Array.from([...tokens.slice(1), 0])
  }
  const [batch] = pack([sequence], 1)
  return tf.tidy(() =>
    Model.logits(model, network, Model.forward(model, network, branchedTokens(batch!, angles(model))))
      .dataSync<"float32">()
  )
}
