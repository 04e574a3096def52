/** How tokens are drawn from a policy's distributions, as settings. */
import { Schema } from "effect"
import { setting } from "./Setting.ts"

export const Sampling = Schema.Struct({
  temperature: setting(
    Schema.Number.pipe(Schema.nonNegative(), Schema.finite()),
    1,
    "Logits are divided by it; 0 is greedy; default 1. Kept log-probabilities are of the scaled, untruncated"
      + " distribution"
  ),
  topP: setting(
    Schema.Number.pipe(Schema.greaterThan(0), Schema.lessThanOrEqualTo(1)),
    1,
    "Only the most probable tokens whose probabilities, of those left by top-k and min-p, reach this; default 1, off"
  ),
  topK: setting(
    Schema.Int.pipe(Schema.nonNegative()),
    0,
    "Only so many of the most probable tokens, ties by number; default 0, off"
  ),
  minP: setting(
    Schema.Number.pipe(Schema.between(0, 1)),
    0,
    "Only tokens at least this share as probable as the most probable one; default 0, off"
  ),
  stop: setting(
    Schema.Array(Schema.NonEmptyString),
    [],
    "Texts that end a response where they first appear in it; they stay part of it; default none"
  )
})
export type Sampling = typeof Sampling.Type

/** The defaults: the policy's own distribution. */
export const defaults: Sampling = Schema.decodeSync(Sampling)({})

/** The most probable token at each place. */
export const greedy: Sampling = { ...defaults, temperature: 0 }
