/** Weights under which no response ends early, so that a known number of tokens is sampled. */
import * as Safetensors from "@scaler/policy/tfjs/Safetensors"
import { endToken } from "@scaler/policy/tokenizer/CharacterTokenizer"
import { Either } from "effect"
import { readFileSync, writeFileSync } from "node:fs"

const embedding = "model.embed_tokens.weight"
/** Large beside the first values of a model's embedding. */
const shift = 0.1

/**
 * Rewrites a model with tied embeddings: every token's vector is moved the same way and that of the end the other way,
 * so that the end, whose logit is a product with the stream of the other tokens, is never drawn.
 */
export const makeEndless = (file: string): void => {
  const contents = Either.getOrThrowWith(Safetensors.decode(readFileSync(file)), (why) => new Error(why))
  const { shape, values } = contents.tensors.get(embedding)!
  const width = shape[1]!
  for (let index = 0; index < values.length; index++) {
    values[index]! += Math.floor(index / width) === endToken ? -shift : shift
  }
  writeFileSync(file, Safetensors.encode(contents))
}
