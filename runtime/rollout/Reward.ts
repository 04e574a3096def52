/** What a rollout earns. Environments say what is right; how that becomes a number is the recipe's. */
import type { Verdict } from "@scaler/judge/Verdict"
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"

/** DAPO's soft punishment of responses that come near the greatest length (Yu et al. 2025). */
export const Overlong = Schema.Struct({
  buffer: setting(
    Schema.Int.pipe(Schema.nonNegative()),
    0,
    "Tokens before the greatest length over which the penalty grows linearly from 0; default 0, off"
  ),
  penalty: setting(
    Schema.Number.pipe(Schema.nonNegative(), Schema.finite()),
    1,
    "What a response of the greatest length loses; default 1"
  )
})

export const Reward = Schema.Struct({
  refused: setting(
    Schema.Literal(0, -1),
    0,
    "What a response that is not accepted earns, where an accepted one earns 1; default 0, the reference −1"
  ),
  overlong: Schema.optionalWith(Overlong, { default: () => Schema.decodeSync(Overlong)({}) })
})
export type Reward = typeof Reward.Type

/** The defaults: 1 for accepted, 0 for anything else. */
export const defaults: Reward = Schema.decodeSync(Reward)({})

/**
 * The reward of a response of `length` tokens out of at most `maxTokens`. The overlong penalty is DAPO's soft
 * punishment: 0 up to maxTokens − buffer, then linear.
 */
export const rewardOf = (
  { overlong: { buffer, penalty }, refused }: Reward,
  verdict: Verdict,
  length: number,
  maxTokens: number
): number => {
  const earned = verdict._tag === "Accepted" ? 1 : refused
  const beyond = length - (maxTokens - buffer)
  return buffer === 0 || beyond <= 0 ? earned : earned - (penalty * beyond) / buffer
}
