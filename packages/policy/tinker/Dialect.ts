/** In what the servers that speak the protocol differ. */
export interface Dialect {
  readonly name: "tinker" | "skyrl"
  /**
   * What a batch's gradients are of. `sum`: the losses of all tokens added up. `mean`: the mean over the tokens of each
   * example by their weights, and of that the mean over the examples.
   */
  readonly reduction: "sum" | "mean"
  /** Whether a request that comes again with its `seq_id` is taken for the same one. */
  readonly keepsSeqIds: boolean
  /** Whether `grad_clip_norm` counts. */
  readonly clipsGradients: boolean
  /** Whether earlier weights can be sampled from while the model is trained on. */
  readonly keepsPublished: boolean
}

/** The protocol as its own client speaks it. */
export const tinker: Dialect = {
  name: "tinker",
  reduction: "sum",
  keepsSeqIds: true,
  clipsGradients: true,
  keepsPublished: true
}

/** SkyRL's server with its JAX backend: sampled weights lie in the place of those that are trained. */
export const skyrl: Dialect = {
  name: "skyrl",
  reduction: "mean",
  keepsSeqIds: false,
  clipsGradients: false,
  keepsPublished: false
}
