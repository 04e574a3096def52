/** `tokenizer.json`, as far as `@huggingface/tokenizers` reads it as the original does. */
import { Either, ParseResult, Schema } from "effect"

const Part = Schema.Struct({ type: Schema.String }, { key: Schema.String, value: Schema.Unknown })
type Part = typeof Part.Type
const Splitting = Schema.NullOr(Part)
const File = Schema.Struct(
  { model: Part, pre_tokenizer: Schema.optional(Splitting) },
  { key: Schema.String, value: Schema.Unknown }
)
const decode = Schema.decodeUnknownEither(File)
const decodeParts = Schema.decodeUnknownEither(Schema.Struct({ pretokenizers: Schema.Array(Part) }))

/** Ways of cutting that the library has; it takes every other for "Isolated". */
const behaviours: ReadonlyArray<unknown> = ["Isolated", "Removed"]

/** Digits are those of Unicode in the original, and of ASCII in the library: the same written as a pattern. */
const digits = (individually: unknown): Part => ({
  type: "Split",
  pattern: { Regex: individually === true ? "\\p{N}" : "\\p{N}+" },
  behavior: "Isolated",
  invert: false
})

/** How `ByteLevel` cuts, as in GPT-2; what is white space in it is not the same in the library, but in a pattern it is. */
const gpt2: Part = {
  type: "Split",
  pattern: {
    Regex: "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"
  },
  behavior: "Isolated",
  invert: false
}

const supported = (part: Part): Either.Either<Part, string> => {
  switch (part.type) {
    case "Sequence":
      return Either.gen(function*() {
        const { pretokenizers } = yield* Either.mapLeft(decodeParts(part), ({ message }) => message)
        return { ...part, pretokenizers: yield* Either.all(pretokenizers.map(supported)) }
      })
    case "ByteLevel":
      if (part["use_regex"] === false) return Either.right(part)
      return part["add_prefix_space"] === false
        ? Either.right({ type: "Sequence", pretokenizers: [gpt2, { ...part, use_regex: false }] })
        : Either.left("pre_tokenizer.add_prefix_space true is not supported")
    case "Digits":
      return Either.right(digits(part["individual_digits"]))
    case "Split":
      return behaviours.includes(part["behavior"])
        ? Either.right(part)
        : Either.left(`pre_tokenizer.behavior ${JSON.stringify(part["behavior"])} is not supported`)
    default:
      return Either.right(part)
  }
}

/** What the library is given for a parsed file, or what in it is not supported. */
export const read = (json: unknown): Either.Either<typeof File.Type, string> =>
  Either.gen(function*() {
    const file = yield* Either.mapLeft(decode(json), ParseResult.TreeFormatter.formatErrorSync)
    if (file.model.type !== "BPE") {
      return yield* Either.left(`model.type ${JSON.stringify(file.model.type)} is not supported, only "BPE"`)
    }
    return file.pre_tokenizer === undefined || file.pre_tokenizer === null
      ? file
      : { ...file, pre_tokenizer: yield* supported(file.pre_tokenizer) }
  })
