/** The tokenizer and chat template of a Hugging Face folder. */
import { Template } from "@huggingface/jinja"
import { Tokenizer as Engine } from "@huggingface/tokenizers"
import { type Message, question } from "@scaler/chat/Message"
import { Effect, Either, Schema } from "effect"
import { messageOf } from "../messageOf.ts"
import { PolicyError } from "../Policy.ts"
import { plainPrompt, type Tokenizer } from "../tokenizer/Tokenizer.ts"
import * as Folder from "./Folder.ts"
import * as GenerationFile from "./GenerationFile.ts"
import * as ModelFile from "./ModelFile.ts"
import * as TokenizerFile from "./TokenizerFile.ts"

export interface FolderTokenizer extends Tokenizer {
  readonly hasTemplate: boolean
  /**
   * The text of a conversation as the model was trained to read it; special tokens are written out, and `encode` reads
   * them. `variables` are the template's own, such as Qwen3's `enable_thinking`. Fails with reason `Request` where the
   * folder has no template or the template refuses.
   */
  readonly chat: (
    messages: ReadonlyArray<Message>,
    variables?: Readonly<Record<string, unknown>>
  ) => Effect.Effect<string, PolicyError>
}

/** Special tokens are texts, or texts with settings. */
const SpecialToken = Schema.optionalWith(
  Schema.Union(Schema.String, Schema.Struct({ content: Schema.String })),
  { nullable: true, exact: true }
)
const Settings = Schema.Struct({
  bos_token: SpecialToken,
  eos_token: SpecialToken,
  chat_template: Schema.optionalWith(
    Schema.Union(
      Schema.String,
      Schema.Array(Schema.Struct({ name: Schema.String, template: Schema.String }))
    ),
    { nullable: true, exact: true }
  )
}, { key: Schema.String, value: Schema.Unknown })
type Settings = typeof Settings.Type

const tokenizerFile = "tokenizer.json"
const settingsFile = "tokenizer_config.json"
const templateFile = "chat_template.jinja"

/** The files that are read here. */
export const files = [tokenizerFile, settingsFile, templateFile] as const

const textOf = (token: Settings["eos_token"]): string | undefined =>
  typeof token === "object" ? token.content : token

/** The template in a file of its own, or the settings' only or default one. */
const templateOf = (directory: string, { chat_template }: Settings) => {
  if (Folder.has(directory, templateFile)) return Folder.text(directory, templateFile)
  return Effect.succeed(
    typeof chat_template === "object"
      ? chat_template.find(({ name }) => name === "default")?.template
      : chat_template
  )
}

const request = (message: string) => new PolicyError({ reason: "Request", message })

/** Runs code of a library that throws; its message follows `what`. */
const attempt = <A>(what: string, body: () => A): Either.Either<A, string> =>
  Either.try({
    try: body,
    catch: (cause) => `${what}: ${messageOf(cause)}`
  })

/**
 * Opens a folder's tokenizer for a model of so many tokens, the tokenizer's own where it is not said, that ends its
 * texts with any of `endTokens`; without these, with the tokenizer's own end. Texts are encoded as they are: nothing is
 * put before or after them. Statements are put into the chat template, usually after the message `system`, unless that is empty;
 * where there is no template, they are `plainPrompt`s.
 */
export const open = (
  directory: string,
  size: number | undefined,
  endTokens: ReadonlyArray<number>,
  system = ""
): Effect.Effect<FolderTokenizer, PolicyError> =>
  Effect.gen(function*() {
    const settings = Folder.has(directory, settingsFile)
      ? yield* Folder.decodeJson(Settings, directory, settingsFile)
      : {}
    const file = yield* Folder.json(directory, tokenizerFile)
    const template = yield* templateOf(directory, settings)
    const { ends, engine, parsed, vocabulary } = yield* Either.gen(function*() {
      const supported = yield* Either.mapLeft(TokenizerFile.read(file), (why) => `${tokenizerFile}: ${why}`)
      const engine = yield* attempt(tokenizerFile, () => new Engine(supported, settings))
      const highest = [...engine.get_vocab().values()].reduce((most, token) => Math.max(most, token), 0)
      const vocabulary = size ?? highest + 1
      if (highest >= vocabulary) {
        return yield* Either.left(
          `${tokenizerFile} has token ${highest}, but the model's vocabulary ends at ${vocabulary - 1}`
        )
      }
      const own = engine.token_to_id(textOf(settings.eos_token) ?? "")
      const [first, ...others] = endTokens.length > 0 || own === undefined ? endTokens : [own]
      if (first === undefined) {
        return yield* Either.left("neither eos_token_id nor eos_token says which token ends a text")
      }
      const parsed = template === undefined
        ? undefined
        : yield* attempt("its chat template", () => new Template(template))
      return { engine, parsed, vocabulary, ends: [first, ...others] as const }
    }).pipe(Effect.mapError((why) => Folder.failure(directory, why)))
    const encode: FolderTokenizer["encode"] = (text) =>
      Effect.sync(() =>
        text === ""
          ? new Int32Array()
          : Int32Array.from(engine.encode(text, { add_special_tokens: false }).ids)
      )
    const chat: FolderTokenizer["chat"] = (messages, variables) =>
      parsed === undefined
        ? Effect.fail(request(`${directory} has no chat template: write its model's prompts out`))
        : Effect.mapError(
          attempt(`The chat template of ${directory} refuses the conversation`, () =>
            parsed.render({
              add_generation_prompt: true,
              ...variables,
              bos_token: textOf(settings.bos_token),
              eos_token: textOf(settings.eos_token),
              messages
            })),
          request
        )
    return {
      vocabulary,
      hasTemplate: parsed !== undefined,
      endTokens: ends,
      encode,
      prompt: (statement, own = system) =>
        parsed === undefined
          ? encode(plainPrompt(statement))
          : Effect.flatMap(chat(question(own, statement)), encode),
      decode: (tokens) =>
        tokens.length === 0
          ? ""
          : engine.decode(Array.from(tokens), {
            skip_special_tokens: true,
            clean_up_tokenization_spaces: false
          }),
      chat
    }
  })

const ModelSettings = Schema.Struct({
  vocab_size: Schema.optionalWith(Schema.Int, { nullable: true, exact: true })
})

/** The tokenizer of a folder whose model is elsewhere; the other files of the model are read where they are there. */
export const openAlone = (directory: string, system = ""): Effect.Effect<FolderTokenizer, PolicyError> =>
  Effect.gen(function*() {
    const { vocab_size } = Folder.has(directory, ModelFile.name)
      ? yield* Folder.decodeJson(ModelSettings, directory, ModelFile.name)
      : {}
    return yield* open(directory, vocab_size, (yield* GenerationFile.endTokens(directory)) ?? [], system)
  })
