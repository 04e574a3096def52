/** How high an environment's ladder may be climbed under a recipe's token budget. */
import { Policy, type PolicyError } from "@scaler/policy/Policy"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import type { Defect } from "./Defect.ts"
import { ofStatement } from "./Prompt.ts"

/** Prompts measured per level. */
const probes = 16

/**
 * The highest level up to which every probed prompt is at most `maxPromptTokens` long; −1 where not even level 0 fits.
 * Found by bisection: prompts grow with the level.
 */
export const highestLevel = (
  environment: SandboxedEnvironment,
  maxPromptTokens: number
): Effect.Effect<number, Defect | SandboxError | PolicyError, Policy> =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const fits = (level: number) =>
      Effect.gen(function*() {
        const requests = Array.from(
          { length: probes },
          (_, index) => ({ level, index, seed: "prompt-length" })
        )
        for (const result of yield* environment.draw(requests)) {
          const { statement } = yield* Either.isRight(result)
            ? Effect.succeed(result.right)
            : Effect.fail(result.left)
          if ((yield* policy.encode(ofStatement(statement))).length > maxPromptTokens) return false
        }
        return true
      })
    let low = -1
    let high = environment.manifest.ladder.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (yield* fits(middle)) low = middle
      else high = middle
    }
    return low
  })
