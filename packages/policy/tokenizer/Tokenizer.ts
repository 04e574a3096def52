import type { Effect } from "effect"
import type { PolicyError } from "../Policy.ts"

/** A statement as models are asked it that know no conversations. */
export const plainPrompt = (statement: string): string => `${statement}\n`

/** From text to the tokens of a model and back. */
export interface Tokenizer {
  /** Fails with reason `Request` where the text cannot be written in its tokens. */
  readonly encode: (text: string) => Effect.Effect<Int32Array, PolicyError>
  /**
   * A statement as the model is asked it, after a message of the system where it knows conversations: the usual one unless
   * given. Fails as `encode` does.
   */
  readonly prompt: (statement: string, system?: string) => Effect.Effect<Int32Array, PolicyError>
  /** The text of tokens; those that end or pad have none. */
  readonly decode: (tokens: Int32Array) => string
  /** Number of tokens of the model. */
  readonly vocabulary: number
  /** Each of them ends a response; with the first a supervised example ends. */
  readonly endTokens: readonly [number, ...ReadonlyArray<number>]
}
