/** From groups to the update's batch. */
import { shuffled } from "@scaler/dsl/distribution/integers"
import { fromCoordinates } from "@scaler/dsl/Random"
import type { TrainingRollout } from "@scaler/policy/Policy"
import type { Group } from "../rollout/Rollout.ts"
import { type Advantage, groupAdvantages } from "./Advantage.ts"

/**
 * The rollouts to train on, in the order of the groups. A group in which all rewards are equal has no signal, and is
 * left out. With `permute`, rewards are dealt out at random within each group.
 */
export const trainingRollouts = (
  groups: ReadonlyArray<Group>,
  advantage: Advantage,
  permute: { readonly seed: number; readonly step: number } | undefined
): ReadonlyArray<TrainingRollout> =>
  groups.flatMap(({ prompt, question, rollouts }) => {
    const earned = rollouts.map(({ reward }) => reward)
    const rewards = permute === undefined
      ? earned
      : shuffled(
        fromCoordinates("permute", permute.seed, permute.step, question.environment, question.index),
        earned
      )
    const advantages = groupAdvantages(rewards, advantage)
    if (advantages.every((advantage) => advantage === 0)) return []
    return rollouts.map(({ response }, i) => ({
      prompt,
      response: response.tokens,
      logProbs: response.logProbs,
      advantage: advantages[i]!
    }))
  })
