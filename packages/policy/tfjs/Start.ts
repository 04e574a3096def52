/** What a policy starts from: a new model by its sizes, or one in a Hugging Face folder. */
import { Effect, ParseResult, Schema } from "effect"
import * as Checkpoint from "../huggingface/Checkpoint.ts"
import * as Fingerprint from "../huggingface/Fingerprint.ts"
import * as FolderTokenizer from "../huggingface/FolderTokenizer.ts"
import { PolicyError } from "../Policy.ts"
import * as CharacterTokenizer from "../tokenizer/CharacterTokenizer.ts"
import type { Tokenizer } from "../tokenizer/Tokenizer.ts"
import { ModelConfig, type ModelSettings } from "./ModelConfig.ts"
import { initialise, type Weights } from "./Weights.ts"

/** A model in a folder. */
export interface FolderModel {
  readonly directory: string
  /** Most tokens of prompt and response together, where that is fewer than the model can. */
  readonly context?: number
  /** Message of the system before each statement, where there is a chat template; none unless given. */
  readonly system?: string
}

/** A model before its weights are there. */
export interface Start {
  readonly model: ModelConfig
  readonly tokenizer: Tokenizer
  /** The caller disposes them. */
  readonly weights: Effect.Effect<Weights, PolicyError>
  /** What tells the weights and the tokenizer of a folder from those of others. */
  readonly facts: Effect.Effect<Readonly<Record<string, string>>, PolicyError>
}

const request = (message: string) => new PolicyError({ reason: "Request", message })

const decodeSettings = Schema.decode(ModelConfig)

const settings = (config: ModelSettings, seed: number): Effect.Effect<Start, PolicyError> =>
  decodeSettings(config).pipe(
    Effect.mapError((error) =>
      `The model's settings are wrong: ${ParseResult.TreeFormatter.formatErrorSync(error)}`
    ),
    Effect.filterOrFail(
      ({ vocabulary }) => vocabulary === CharacterTokenizer.vocabulary,
      ({ vocabulary }) =>
        `The model's vocabulary is ${vocabulary}; the character tokenizer's is ${CharacterTokenizer.vocabulary}`
    ),
    Effect.mapBoth({
      onFailure: request,
      onSuccess: (model) => ({
        model,
        tokenizer: CharacterTokenizer,
        weights: Effect.sync(() => initialise(model, seed)),
        facts: Effect.succeed({})
      })
    })
  )

const folder = ({ context, directory, system }: FolderModel): Effect.Effect<Start, PolicyError> =>
  Effect.gen(function*() {
    const checkpoint = yield* Checkpoint.open(directory)
    const { context: most, vocabulary } = checkpoint.model
    if (context !== undefined && !(Number.isSafeInteger(context) && context >= 1 && context <= most)) {
      return yield* request(`context is ${context}; the model in ${directory} has 1 to ${most}`)
    }
    return {
      model: { ...checkpoint.model, context: context ?? most },
      tokenizer: yield* FolderTokenizer.open(directory, vocabulary, checkpoint.endTokens, system),
      weights: Checkpoint.load(checkpoint),
      facts: Effect.map(Fingerprint.of(directory), ({ settings, weights }) => ({
        "pretrained weights": weights,
        "pretrained settings": settings
      }))
    }
  })

/** Opens what a policy starts from; `seed` names the first weights of a new model. */
export const open = (model: ModelSettings | FolderModel, seed: number): Effect.Effect<Start, PolicyError> =>
  "directory" in model ? folder(model) : settings(model, seed)
