/** Models and sequences that are measured. Sequences of a size have equal lengths, so that no peer pays for padding. */
import { fromCoordinates, seed } from "@scaler/dsl/Random"
import * as Checkpoint from "@scaler/policy/huggingface/Checkpoint"
import type { PolicyError, SampleRequest, TrainingRollout } from "@scaler/policy/Policy"
import type { ModelSettings } from "@scaler/policy/tfjs/ModelConfig"
import type { FolderModel } from "@scaler/policy/tfjs/Start"
import { endToken, vocabulary } from "@scaler/policy/tokenizer/CharacterTokenizer"
import { model } from "@scaler/recipes/quickstart"
import { Effect } from "effect"
import { basename } from "node:path"

/** A model and the lengths of its sequences. */
export interface Size {
  readonly name: string
  readonly model: ModelSettings | FolderModel
  /** Number of tokens of the model, and those that are drawn for prompts and responses: from this one on. */
  readonly vocabulary: number
  readonly firstToken: number
  /** Tokens of every prompt, and of every response. */
  readonly prompt: number
  readonly response: number
  /** Sequences of a training step, and how many have a prompt in common. */
  readonly sequences: number
  readonly groups: ReadonlyArray<number>
  /** Sequences that are sampled at once, with their groups. */
  readonly sampled: ReadonlyArray<readonly [sequences: number, group: number]>
}

/** What models of characters have in common. */
const characters = {
  vocabulary,
  firstToken: endToken + 1,
  groups: [1, 16],
  sampled: [[256, 1], [1024, 1], [1024, 16]]
} as const

export const sizes: ReadonlyArray<Size> = [
  { ...characters, name: "quickstart", model, prompt: 40, response: 24, sequences: 512 },
  {
    ...characters,
    name: "4×256",
    model: { layers: 4, width: 256, heads: 8, kvHeads: 4, headWidth: 32, hiddenWidth: 768, context: 128 },
    prompt: 64,
    response: 64,
    sequences: 96
  }
]

/** A pretrained model in a folder. */
export const pretrained = (directory: string): Effect.Effect<Size, PolicyError> =>
  Effect.map(Checkpoint.open(directory), ({ endTokens, model: { vocabulary } }) => ({
    name: basename(directory),
    model: { directory, context: 128 },
    vocabulary,
    firstToken: Math.max(...endTokens) + 1,
    prompt: 64,
    response: 48,
    sequences: 16,
    groups: [1, 8],
    sampled: [[16, 1], [64, 8]]
  }))

/** Any tokens but those that end a response. */
const tokens = (
  { firstToken, vocabulary }: Size,
  length: number,
  ...coordinates: ReadonlyArray<number>
): Int32Array => {
  const { unit } = fromCoordinates("benchmark", ...coordinates)
  return Int32Array.from({ length }, () => firstToken + Math.floor(unit() * (vocabulary - firstToken)))
}

/** Rollouts of a round, `group` to a prompt; some of their probability ratios are clipped. */
export const rollouts = (size: Size, group: number, round: number): ReadonlyArray<TrainingRollout> =>
  Array.from({ length: size.sequences }, (_, sequence) => {
    const { unit } = fromCoordinates("benchmark rollout", round, sequence)
    return {
      prompt: tokens(size, size.prompt, round, 0, Math.floor(sequence / group)),
      response: tokens(size, size.response, round, 1, sequence),
      logProbs: Float32Array.from({ length: size.response }, () => -Math.log(size.vocabulary) + unit() - 0.5),
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
    prompt: tokens(size, size.prompt, round, 0, index),
    samples: group,
    seed: seed("benchmark", round, index)
  }))
