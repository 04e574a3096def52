const epsilon = 1e-6

/**
 * Group-relative advantages (GRPO, Shao et al. 2024): (r − mean) / (std + 1e-6), with the sample standard deviation
 * (n − 1). All zero where all rewards are equal: such a group carries no signal.
 *
 * @param rewards `[G]`, G ≥ 2
 */
export const groupAdvantages = (rewards: ReadonlyArray<number>): ReadonlyArray<number> => {
  if (rewards.every((reward) => reward === rewards[0])) return rewards.map(() => 0)
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length
  const variance = rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0) / (rewards.length - 1)
  return rewards.map((reward) => (reward - mean) / (Math.sqrt(variance) + epsilon))
}
