/** How high an environment's ladder may be climbed under a recipe's token budget. */
import { Policy, type PolicyError } from "@scaler/policy/Policy"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import type { Defect } from "./Defect.ts"

/** Prompts measured per level. */
export const probes = 16

/** Statements of a level: the same ones whenever lengths are measured. */
export const statements = (
  environment: SandboxedEnvironment,
  level: number
): Effect.Effect<ReadonlyArray<string>, Defect | SandboxError> => {
  const requests = Array.from({ length: probes }, (_, index) => ({ level, index, seed: "prompt-length" }))
  return Effect.flatMap(
    environment.draw(requests),
    (results) =>
      Effect.forEach(results, (result) =>
        Either.isRight(result)
          ? Effect.succeed(result.right.statement)
          : Effect.fail(result.left))
  )
}

export interface Reach {
  /** The highest level up to which every probed prompt fits; −1 where not even level 0 does. */
  readonly highest: number
  /** Tokens of the longest prompt that was probed one level higher; undefined at the top of the ladder. */
  readonly beyond: number | undefined
}

/** How far prompts are at most `maxPromptTokens` long. Prompts grow with the level: found by the top, else by bisection. */
export const reach = (
  environment: SandboxedEnvironment,
  maxPromptTokens: number
): Effect.Effect<Reach, Defect | SandboxError | PolicyError, Policy> =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const longestAt = (level: number) =>
      Effect.map(
        Effect.flatMap(
          statements(environment, level),
          Effect.forEach((statement) => policy.prompt(statement))
        ),
        (prompts) => Math.max(...prompts.map(({ length }) => length))
      )
    let low = -1
    let high = environment.manifest.ladder.length - 1
    let beyond = yield* longestAt(high)
    if (beyond <= maxPromptTokens) return { highest: high, beyond: undefined }
    while (high - low > 1) {
      const middle = (low + high) >> 1
      const longest = yield* longestAt(middle)
      if (longest <= maxPromptTokens) low = middle
      else [high, beyond] = [middle, longest]
    }
    return { highest: low, beyond }
  })
