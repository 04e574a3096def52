/** Models and sequences that are measured. Sequences of a size have equal lengths, so that no peer pays for padding. */
import { fromCoordinates, seed } from "@scaler/dsl/Random"
import type { SampleRequest, TrainingRollout } from "@scaler/policy/Policy"
import type { ModelSettings } from "@scaler/policy/tfjs/ModelConfig"
import { endToken, vocabulary } from "@scaler/policy/tokenizer/CharacterTokenizer"
import { model } from "@scaler/recipes/quickstart"

/** A model and the lengths of its sequences. */
export interface Size {
  readonly name: string
  readonly model: ModelSettings
  /** Tokens of every prompt, and of every response. */
  readonly prompt: number
  readonly response: number
  /** Sequences of a training step. */
  readonly sequences: number
}

export const sizes: ReadonlyArray<Size> = [
  { name: "quickstart", model, prompt: 40, response: 24, sequences: 512 },
  {
    name: "4×256",
    model: { layers: 4, width: 256, heads: 8, kvHeads: 4, headWidth: 32, hiddenWidth: 768, context: 128 },
    prompt: 64,
    response: 64,
    sequences: 96
  }
]

/** Any tokens but the one that ends a response. */
const tokens = (length: number, ...coordinates: ReadonlyArray<number>): Int32Array => {
  const { unit } = fromCoordinates("benchmark", ...coordinates)
  return Int32Array.from(
    { length },
    () => endToken + 1 + Math.floor(unit() * (vocabulary - endToken - 1))
  )
}

/** Rollouts of a round, `group` to a prompt; some of their probability ratios are clipped. */
export const rollouts = (size: Size, group: number, round: number): ReadonlyArray<TrainingRollout> =>
  Array.from({ length: size.sequences }, (_, sequence) => {
    const { unit } = fromCoordinates("benchmark rollout", round, sequence)
    return {
      prompt: tokens(size.prompt, round, 0, Math.floor(sequence / group)),
      response: tokens(size.response, round, 1, sequence),
      logProbs: Float32Array.from({ length: size.response }, () => -Math.log(vocabulary) + unit() - 0.5),
      advantage: 2 * unit() - 1
    }
  })

/** Requests of a round for so many sequences in all, `group` to a prompt. */
export const requests = (
  size: Size,
  sequences: number,
  group: number,
  round: number
): ReadonlyArray<SampleRequest> =>
  Array.from({ length: sequences / group }, (_, index) => ({
    prompt: tokens(size.prompt, round, 0, index),
    samples: group,
    seed: seed("benchmark", round, index)
  }))
