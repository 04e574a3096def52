/** Responses as they are sampled, token by token. */
import type { Response, SampleRequest, SamplingOptions } from "../Policy.ts"
import type { Tokenizer } from "../tokenizer/Tokenizer.ts"
import { type Choice, uniform } from "./Choice.ts"

/** Raised where the model's output is not a number, as after a diverged update. */
export class NotFinite extends Error {
  override readonly name = "NotFinite"
}

/** A response on its way. */
export interface Draft {
  readonly request: SampleRequest
  readonly sample: number
  /** Most tokens that options and context allow. */
  readonly limit: number
  readonly tokens: Array<number>
  readonly logProbs: Array<number>
  /** Its last tokens that have text, enough for any stop text; kept only where there are stop texts. */
  ending: ReadonlyArray<number>
  finish: Response["finish"] | undefined
}

/** The drafts of a request, for a model of so many places. */
export const begin = (
  request: SampleRequest,
  context: number,
  { maxTokens }: SamplingOptions
): ReadonlyArray<Draft> =>
  Array.from({ length: request.samples }, (_, sample): Draft => ({
    request,
    sample,
    limit: Math.min(maxTokens, context - request.prompt.length),
    tokens: [],
    logProbs: [],
    ending: [],
    finish: undefined
  }))

/** Whether one of a group goes on. */
export const isGoing = (group: ReadonlyArray<Draft>): boolean =>
  group.some(({ finish }) => finish === undefined)

/** What the model reads next of a draft, and at which position. */
export const reading = ({ request: { prompt }, tokens }: Draft) => ({
  token: tokens.at(-1) ?? prompt.at(-1)!,
  position: prompt.length - 1 + tokens.length
})

/** A draft that has ended. */
export const response = ({ finish, logProbs, tokens }: Draft): Response => ({
  tokens: Int32Array.from(tokens),
  logProbs: Float32Array.from(logProbs),
  finish: finish!
})

/**
 * Whether a stop text has just been completed. A token that has text holds at least a byte of it, so only so many
 * tokens are looked at; they are decoded together, since one may hold part of a character.
 */
const meetsStop = (
  draft: Draft,
  token: number,
  stop: ReadonlyArray<string>,
  decode: Tokenizer["decode"]
): boolean => {
  if (stop.length === 0 || decode(Int32Array.of(token)) === "") return false
  const longest = Math.max(...stop.map((text) => Buffer.byteLength(text)))
  draft.ending = [...draft.ending, token].slice(-longest)
  const text = decode(Int32Array.from(draft.ending))
  return stop.some((stop) => text.includes(stop))
}

/** The number on [0, 1) that draws the next token of a draft. */
export const nextUniform = ({ request, sample, tokens }: Draft): number =>
  uniform(request.seed, sample, tokens.length)

/** Adds the next token to a draft. */
export const extend = (
  draft: Draft,
  { logProb, token }: Choice,
  tokenizer: Tokenizer,
  options: SamplingOptions
): void => {
  if (!Number.isFinite(logProb)) throw new NotFinite("the model's logits are not finite")
  draft.tokens.push(token)
  draft.logProbs.push(logProb)
  if (tokenizer.endTokens.includes(token) || meetsStop(draft, token, options.stop, tokenizer.decode)) {
    draft.finish = "stop"
  } else if (draft.tokens.length >= draft.limit) draft.finish = "length"
}
