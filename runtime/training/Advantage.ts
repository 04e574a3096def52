/** How much better a rollout was than its group. */
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"

export const Advantage = Schema.Struct({
  baseline: setting(
    Schema.Literal("group-mean", "leave-one-out"),
    "group-mean",
    "What a reward is compared with: the mean of its group (GRPO; default), or of the others in it (RLOO)"
  ),
  scale: setting(
    Schema.Literal("deviation", "none"),
    "deviation",
    "Whether the difference is divided by the group's standard deviation (GRPO; default) or not (Dr. GRPO, RLOO)"
  )
})
export type Advantage = typeof Advantage.Type

/** The defaults: those of GRPO. */
export const defaults: Advantage = Schema.decodeSync(Advantage)({})

const epsilon = 1e-6

/**
 * Group-relative advantages: (r − baseline) / (deviation + 1e-6), or r − baseline. The deviation is that of the sample,
 * with n − 1 (GRPO, Shao et al. 2024); leave-one-out is that of RLOO (Ahmadian et al. 2024). All zero where all
 * rewards are equal: such a group carries no signal.
 *
 * @param rewards `[G]`, G ≥ 2
 */
export const groupAdvantages = (
  rewards: ReadonlyArray<number>,
  { baseline, scale }: Advantage
): ReadonlyArray<number> => {
  if (rewards.every((reward) => reward === rewards[0])) return rewards.map(() => 0)
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length
  // r − (mean of the others) = (r − mean) · n / (n − 1)
  const factor = baseline === "leave-one-out" ? rewards.length / (rewards.length - 1) : 1
  const differences = rewards.map((reward) => (reward - mean) * factor)
  if (scale === "none") return differences
  const variance = rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0) / (rewards.length - 1)
  const deviation = Math.sqrt(variance) + epsilon
  return differences.map((difference) => difference / deviation)
}
