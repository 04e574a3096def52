/** What a recipe can ask for and a server of this protocol does not do, by the name of the recipe's field. */
import { Effect } from "effect"
import { PolicyError, type SamplingOptions, type UpdateOptions } from "../Policy.ts"
import type { Dialect } from "./Dialect.ts"

/** What there is to say, of fields that ask for too much. */
type Problems = ReadonlyArray<string>

const found = (...problems: ReadonlyArray<readonly [isAsked: boolean, problem: string]>): Problems =>
  problems.flatMap(([isAsked, problem]) => isAsked ? [problem] : [])

export const ofSampling = ({ minP, stop }: Pick<SamplingOptions, "minP" | "stop">): Problems =>
  found(
    [minP > 0, "rollout.sampling.minP must be 0: there is no min-p"],
    [
      stop.length > 0,
      "rollout.sampling.stop must be empty: responses end at texts or at the end token, not at both"
    ]
  )

export const ofUpdate = ({ loss, temperature }: Pick<UpdateOptions, "loss" | "temperature">): Problems =>
  found(
    [loss.surrogate === "gspo", "loss.surrogate must be ppo or cispo: there is no gspo"],
    [loss.clip.dual !== null, "loss.clip.dual must be null: ratios are not clipped twice"],
    [loss.klCoefficient > 0, "loss.klCoefficient must be 0: no divergence is measured"],
    [loss.entropyCoefficient > 0, "loss.entropyCoefficient must be 0: no entropy is measured"],
    [
      temperature !== 1,
      "rollout.sampling.temperature must be 1: log-probabilities are those of temperature 1"
    ]
  )

/** Of what only some servers do. */
export const ofDialect = (
  { clipsGradients, keepsPublished }: Dialect,
  { maxGradientNorm, maxStaleness }: {
    readonly maxGradientNorm: number | null
    readonly maxStaleness: number
  }
): Problems =>
  found(
    [
      maxGradientNorm !== null && !clipsGradients,
      "optimizer.maxGradientNorm must be null: gradients are not clipped"
    ],
    [
      maxStaleness > 0 && !keepsPublished,
      "rollout.maxStaleness must be 0: weights are sampled where they are trained, so that sampling cannot run ahead"
    ]
  )

/** All problems in one message; undefined where there are none. */
export const message = (server: string, problems: Problems): string | undefined =>
  problems.length === 0 ? undefined : `${server} does not do this: ${problems.join("; ")}`

/** Fails with reason `Request` where there is a problem. */
export const check = (server: string, problems: Problems): Effect.Effect<void, PolicyError> => {
  const found = message(server, problems)
  return found === undefined ? Effect.void : new PolicyError({ reason: "Request", message: found })
}
