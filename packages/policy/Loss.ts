/** What a policy-gradient update minimises, as settings. */
import { Schema } from "effect"
import { setting } from "./Setting.ts"

const Coefficient = Schema.Number.pipe(Schema.nonNegative(), Schema.finite())

/** How far a probability ratio may move before it stops counting. */
export const Clip = Schema.Struct({
  low: setting(
    Schema.Number.pipe(Schema.between(0, 1)),
    0.2,
    "Ratios count down to 1 − this; default 0.2, as in the reference; GSPO uses 3e-4"
  ),
  high: setting(
    Schema.Number.pipe(Schema.positive()),
    0.2,
    "Ratios count up to 1 + this; default 0.2, as in the reference; DAPO's clip-higher 0.28, GSPO 4e-4"
  ),
  dual: setting(
    Schema.NullOr(Schema.Number.pipe(Schema.greaterThan(1))),
    null,
    "With a negative advantage a ratio counts at most this much (dual clip, Ye et al. 2020; the reference uses 10);"
      + " default null, off"
  )
})

/** The loss of an update: a surrogate per token, how tokens are averaged, and what is added. */
export const Loss = Schema.Struct({
  surrogate: setting(
    Schema.Literal("ppo", "gspo", "cispo"),
    "ppo",
    "ppo (default): the clipped ratio of each token (Schulman et al. 2017; GRPO). gspo: one ratio per response, the"
      + " geometric mean over its tokens (Zheng et al. 2025). cispo: the clipped ratio is a constant weight of each"
      + " token's log-probability (MiniMax-M1, 2025)"
  ),
  clip: Schema.optionalWith(Clip, { default: () => Schema.decodeSync(Clip)({}) }),
  aggregation: setting(
    Schema.Literal("token-mean", "sequence-mean", "fixed-length"),
    "token-mean",
    "token-mean (default): every token counts alike (DAPO, the reference). sequence-mean: every response does, its"
      + " tokens share (GRPO). fixed-length: tokens are summed and divided by responses × most tokens (Dr. GRPO, Liu"
      + " et al. 2025)"
  ),
  klCoefficient: setting(
    Coefficient,
    0,
    "Weight of the divergence from the policy after warm-up, by the k3 estimator (Schulman 2020); default 0, off"
  ),
  entropyCoefficient: setting(
    Coefficient,
    0,
    "Weight of the entropy of each token's distribution, which is rewarded; default 0, off"
  )
})
export type Loss = typeof Loss.Type

/** The defaults: GRPO as the reference trains with it, but for its dual clip. */
export const defaults: Loss = Schema.decodeSync(Loss)({})
