/** Rollouts and examples as a server reads them, with their share in the batch's loss. */
import type { SupervisedExample, TrainingRollout } from "../Policy.ts"
import type { Dialect } from "./Dialect.ts"
import { type Datum, floats, integers } from "./wire/Datum.ts"
import * as ModelInput from "./wire/ModelInput.ts"

/** Every place but the last reads a token; what it should say is the next one. */
const next = ({ prompt, response }: SupervisedExample) => {
  const tokens = Int32Array.of(...prompt, ...response)
  return { input: ModelInput.of(tokens.subarray(0, -1)), targets: integers([...tokens.subarray(1)]) }
}

/** A value for each target: 0 for those in the prompt. */
const ofTargets = ({ prompt, response }: SupervisedExample, value: (place: number) => number) =>
  floats([
    ...Array.from({ length: prompt.length - 1 }, () => 0),
    ...Array.from(response, (_, place) => value(place))
  ])

/** Of a value for each target, those of the response's. */
export const ofResponse = (
  { prompt }: SupervisedExample,
  values: ReadonlyArray<number>
): ReadonlyArray<number> => values.slice(prompt.length - 1)

/**
 * What a term of each response must be multiplied with to count as much as `weights` say, whatever the server makes of
 * a batch.
 *
 * @param weights of one token of each response, as of `tokenWeights`
 */
const scales = (
  { reduction }: Dialect,
  responses: ReadonlyArray<Int32Array>,
  weights: ReadonlyArray<number>
): ReadonlyArray<number> =>
  reduction === "sum"
    ? weights
    : weights.map((weight, i) => weight * responses[i]!.length * responses.length)

/**
 * Data for a loss in which advantages are factors. The tokens' weights are in the advantages, since the sum over all
 * tokens knows no others.
 */
export const ofRollouts = (
  dialect: Dialect,
  rollouts: ReadonlyArray<TrainingRollout>,
  weights: ReadonlyArray<number>
): ReadonlyArray<Datum> => {
  const factors = scales(dialect, rollouts.map(({ response }) => response), weights)
  return rollouts.map((rollout, i) => {
    const { input, targets } = next(rollout)
    return {
      model_input: input,
      loss_fn_inputs: {
        target_tokens: targets,
        advantages: ofTargets(rollout, () => rollout.advantage * factors[i]!),
        logprobs: ofTargets(rollout, (place) => rollout.logProbs[place]!),
        // A mean is over places of weight 1; a sum is over all, and those of the prompt have no advantage.
        ...(dialect.reduction === "mean" ? { weights: ofTargets(rollout, () => 1) } : {})
      }
    }
  })
}

/** Data for a cross-entropy that is summed over all tokens. */
export const ofExamples = (
  examples: ReadonlyArray<SupervisedExample>,
  weights: ReadonlyArray<number>
): ReadonlyArray<Datum> =>
  examples.map((example, i) => {
    const { input, targets } = next(example)
    return {
      model_input: input,
      loss_fn_inputs: { target_tokens: targets, weights: ofTargets(example, () => weights[i]!) }
    }
  })
