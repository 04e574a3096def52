/**
 * The gradients of a model's weights, layer by layer: the pass forward keeps the input of each layer, and maybe the
 * largest products, and each layer is computed again when its gradients are due. Up to a third more time; in memory there
 * is one layer instead of all. The sums are in the order in which a tape over the whole model has them.
 */
import * as tf from "@tensorflow/tfjs-core"
import type { BranchedTokens } from "./BranchedTokens.ts"
import * as Differentiable from "./Differentiable.ts"
import * as Embedding from "./Embedding.ts"
import * as Model from "./Model.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import * as Products from "./Products.ts"
import type { Trained } from "./Trained.ts"
import type { Network, Weights } from "./Weights.ts"

/** The sums of two lists, both freed one after the other. */
export const plus = (
  before: ReadonlyArray<tf.Tensor>,
  gradients: ReadonlyArray<tf.Tensor>
): Array<tf.Tensor> =>
  gradients.map((gradient, index) => {
    const sum = tf.add(before[index]!, gradient)
    tf.dispose([before[index]!, gradient])
    return sum
  })

/** A scalar, of no use itself, of which `tf.grads` gives the gradients that follow from `dy`. */
const pulled = (y: tf.Tensor, dy: tf.Tensor): tf.Scalar =>
  Differentiable.apply<readonly [tf.Tensor], tf.Scalar>([y], () => ({
    value: tf.scalar(0),
    saved: [],
    gradient: () => [tf.clone(dy)]
  }))

/**
 * In the order of what is trained; `loss` reads the last layer's stream. They are added to those `before`, which are freed
 * one after the other. The caller disposes the result.
 */
export const gradients = (
  config: ModelConfig,
  { network }: Trained,
  weights: Weights,
  batch: BranchedTokens,
  loss: (network: Network, streamNW: tf.Tensor2D) => tf.Scalar,
  keepsProducts: boolean,
  before?: ReadonlyArray<tf.Tensor>
): Array<tf.Tensor> => {
  const added = (gradients: ReadonlyArray<tf.Tensor>, first: number): ReadonlyArray<tf.Tensor> =>
    before === undefined ? gradients : plus(before.slice(first, first + gradients.length), gradients)
  const places = network(weights)
  const hasEnds = places.hasTrainedEnds
  const { inputs, output, products } = Model.streams(config, places, batch, keepsProducts)
  const [fromHead, dNorm, dHead] = tf.grads((stream, finalNorm, head) =>
    loss(
      hasEnds ? { ...places, finalNorm: finalNorm as tf.Tensor1D, head: head as tf.Tensor2D } : places,
      stream as tf.Tensor2D
    )
  )(hasEnds ? [output, places.finalNorm, places.head] : [output]) as [tf.Tensor, tf.Tensor?, tf.Tensor?]
  tf.dispose(output)
  const hasOwnHead = hasEnds && !config.tieEmbeddings
  const ends = hasEnds ? hasOwnHead ? 3 : 2 : 0
  const each = (weights.length - ends) / config.layers
  const ofLayers: Array<ReadonlyArray<tf.Tensor>> = []
  let due: { readonly prefix: tf.Tensor | undefined; readonly segments: tf.Tensor } = {
    prefix: undefined,
    segments: fromHead
  }
  for (let index = config.layers - 1; index >= 0; index--) {
    const { prefix, segments } = inputs[index]!
    const first = (hasEnds ? 1 : 0) + index * each
    const after = due
    const [dPrefix, dSegments, ...own] = tf.grads((prefix, segments, ...own) => {
      const layer = network(weights.toSpliced(first, each, ...own)).layers[index]!
      const streams = { prefix: prefix as tf.Tensor2D, segments: segments as tf.Tensor2D }
      const how = keepsProducts ? Products.recalled(products[index]!) : Products.made
      const made = Model.throughLayer(config, layer, batch, streams, after.prefix === undefined, how)
      const ofSegments = pulled(made.segments, after.segments)
      return after.prefix === undefined
        ? ofSegments
        : tf.add(ofSegments, pulled(made.prefix!, after.prefix))
    })([prefix, segments, ...weights.slice(first, first + each)])
    tf.dispose([prefix, segments, after.segments, ...(after.prefix === undefined ? [] : [after.prefix])])
    tf.dispose([...products[index]!])
    due = { prefix: dPrefix, segments: dSegments! }
    ofLayers.unshift(added(own, first))
  }
  if (!hasEnds) {
    tf.dispose([due.prefix!, due.segments])
    return ofLayers.flat()
  }
  const ofTable = (tokens: tf.Tensor1D, dy: tf.Tensor): tf.Tensor =>
    tf.grad((table) => pulled(Embedding.embed(table as tf.Tensor2D, tokens), dy))(places.embedding)
  const lookups = [ofTable(batch.tokens, due.segments), ofTable(batch.prefix.tokens, due.prefix!)]
  const dEmbedding = tf.addN(config.tieEmbeddings ? [dHead!, ...lookups] : lookups)
  tf.dispose(lookups)
  if (config.tieEmbeddings) tf.dispose(dHead!)
  const last = [dNorm!, ...(hasOwnHead ? [dHead!] : [])]
  return [...added([dEmbedding], 0), ...ofLayers.flat(), ...added(last, weights.length - last.length)]
}
