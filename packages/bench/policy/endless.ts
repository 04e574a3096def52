/** Weights under which no response ends early, so that a known number of tokens is sampled. */
import * as SafetensorsFile from "@scaler/policy/safetensors/SafetensorsFile"
import { names } from "@scaler/policy/tfjs/ModelConfig"
import { endToken } from "@scaler/policy/tokenizer/CharacterTokenizer"
import { Effect } from "effect"

/** Large beside the first values of a model's embedding. */
const shift = 0.1

/**
 * Rewrites a model with tied embeddings: every token's vector is moved the same way and that of the end the other way,
 * so that the end, whose logit is a product with the stream of the other tokens, is never drawn.
 */
export const makeEndless = (file: string): Effect.Effect<void, string> =>
  Effect.scoped(Effect.gen(function*() {
    const { metadata, tensors } = yield* SafetensorsFile.open(file)
    const changed = yield* Effect.forEach(
      tensors,
      ([name, { format, read, shape }]) =>
        Effect.map(read, (values): SafetensorsFile.NewTensor => {
          if (name === names.embedding) {
            const width = shape[1]!
            for (let index = 0; index < values.length; index++) {
              values[index]! += Math.floor(index / width) === endToken ? -shift : shift
            }
          }
          return { name, format, shape, read: Effect.succeed(values) }
        })
    )
    yield* SafetensorsFile.write(file, changed, metadata)
  }))
