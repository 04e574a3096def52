/** What a policy starts from: a new model by its sizes, or one in a Hugging Face folder. */
import { Effect, ParseResult, Schema } from "effect"
import * as Checkpoint from "../huggingface/Checkpoint.ts"
import * as Fingerprint from "../huggingface/Fingerprint.ts"
import * as FolderTokenizer from "../huggingface/FolderTokenizer.ts"
import { Lora, type LoraSettings } from "../Lora.ts"
import { PolicyError } from "../Policy.ts"
import * as CharacterTokenizer from "../tokenizer/CharacterTokenizer.ts"
import type { Tokenizer } from "../tokenizer/Tokenizer.ts"
import * as Adapters from "./Adapters.ts"
import { ModelConfig, type ModelSettings } from "./ModelConfig.ts"
import * as Trained from "./Trained.ts"
import { fromValues, initialise, type Weights } from "./Weights.ts"

/** A model in a folder. */
export interface FolderModel {
  readonly directory: string
  /** Most tokens of prompt and response together, where that is fewer than the model can. */
  readonly context?: number
  /** Message of the system before each statement, where there is a chat template; none unless given. */
  readonly system?: string
  /** Adapters are trained, and the weights stay as they are; all weights are trained unless given. */
  readonly lora?: LoraSettings
}

/** Weights of a model, as training sees them. The caller disposes them. */
export interface StartWeights {
  readonly trained: Trained.Trained
  /** Values of what is trained. */
  readonly values: Weights
  /** Weights that stay as they are. */
  readonly frozen: Weights
}

/** A model before its weights are there. */
export interface Start {
  readonly model: ModelConfig
  readonly tokenizer: Tokenizer
  /** Absent where all weights are trained. */
  readonly lora: Lora | undefined
  readonly weights: Effect.Effect<StartWeights, PolicyError>
  /** What tells the weights and the tokenizer of a folder from those of others. */
  readonly facts: Effect.Effect<Readonly<Record<string, string>>, PolicyError>
}

const request = (message: string) => new PolicyError({ reason: "Request", message })

const decodeSettings = Schema.decode(ModelConfig)

const wrong = (what: string, error: ParseResult.ParseError) =>
  request(`${what} are wrong: ${ParseResult.TreeFormatter.formatErrorSync(error)}`)

const settings = (config: ModelSettings, seed: number): Effect.Effect<Start, PolicyError> =>
  decodeSettings(config).pipe(
    Effect.mapError((error) => wrong("The model's settings", error)),
    Effect.filterOrFail(
      ({ vocabulary }) => vocabulary === CharacterTokenizer.vocabulary,
      ({ vocabulary }) =>
        request(
          `The model's vocabulary is ${vocabulary}; the character tokenizer's is ${CharacterTokenizer.vocabulary}`
        )
    ),
    Effect.map((model) => ({
      model,
      tokenizer: CharacterTokenizer,
      lora: undefined,
      weights: Effect.sync(() => ({
        trained: Trained.all(model),
        values: initialise(model, seed),
        frozen: []
      })),
      facts: Effect.succeed({})
    }))
  )

/** Adapters with their first values, beside weights. */
const adapted = (model: ModelConfig, lora: Lora, seed: number) => (weights: Weights): StartWeights => {
  const trained = Trained.adapters(model, lora, weights)
  const values = trained.parameters.map((parameter) => Adapters.initial(parameter, seed))
  return { trained, values: fromValues(trained.parameters, values), frozen: weights }
}

const folder = (
  { context, directory, lora: given, system }: FolderModel,
  seed: number
): Effect.Effect<Start, PolicyError> =>
  Effect.gen(function*() {
    const lora = given && (yield* Effect.mapError(
      Schema.decode(Lora)(given),
      (error) => wrong("The adapters' settings", error)
    ))
    const checkpoint = yield* Checkpoint.open(directory)
    const { context: most, vocabulary } = checkpoint.model
    if (context !== undefined && !(Number.isSafeInteger(context) && context >= 1 && context <= most)) {
      return yield* request(`context is ${context}; the model in ${directory} has 1 to ${most}`)
    }
    const model = { ...checkpoint.model, context: context ?? most }
    return {
      model,
      lora,
      tokenizer: yield* FolderTokenizer.open(directory, vocabulary, checkpoint.endTokens, system),
      weights: Effect.map(
        Checkpoint.load(checkpoint),
        lora === undefined
          ? (values) => ({ trained: Trained.all(model), values, frozen: [] })
          : adapted(model, lora, seed)
      ),
      facts: Effect.map(Fingerprint.of(directory), ({ settings, weights }) => ({
        "pretrained weights": weights,
        "pretrained settings": settings
      }))
    }
  })

/** Opens what a policy starts from; `seed` names the first weights of a new model, and of adapters. */
export const open = (model: ModelSettings | FolderModel, seed: number): Effect.Effect<Start, PolicyError> =>
  "directory" in model ? folder(model, seed) : settings(model, seed)
