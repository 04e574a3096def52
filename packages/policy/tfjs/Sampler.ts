/** Batched sampling with cached keys and values. */
import type { Response, SampleRequest, SamplingOptions } from "../Policy.ts"
import type { Tokenizer } from "../tokenizer/Tokenizer.ts"
import * as Cache from "./Cache.ts"
import { choose, uniform } from "./Choice.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import type { RotaryAngles } from "./Rotary.ts"
import type { Network } from "./Weights.ts"

/** Most bytes of keys and values of one batch, and of the logits of one of its steps. */
const cacheBytes = 256 * 2 ** 20
const logitsBytes = 128 * 2 ** 20
/** Share of a batch's requests under which the finished ones are dropped from it. */
const compactBelow = 0.75

/** Raised where the model's output is not a number, as after a diverged update. */
export class NotFinite extends Error {
  override readonly name = "NotFinite"
}

/** Requests with equal numbers of samples, one after the other, as many as the bound allows. */
const batches = (
  config: ModelConfig,
  requests: ReadonlyArray<SampleRequest>,
  maxTokens: number
): ReadonlyArray<ReadonlyArray<SampleRequest>> => {
  const tokenBytes = config.layers * config.kvHeads * config.headWidth * 2 * 4
  const result: Array<Array<SampleRequest>> = []
  let open: Array<SampleRequest> = []
  let longest = 0
  for (const request of requests) {
    const next = Math.max(longest, request.prompt.length)
    const tokens = (open.length + 1) * (next + request.samples * maxTokens)
    const logits = (open.length + 1) * request.samples * config.vocabulary * 4
    const differs = open[0] !== undefined && open[0].samples !== request.samples
    if (open.length > 0 && (differs || tokens * tokenBytes > cacheBytes || logits > logitsBytes)) {
      result.push(open)
      open = []
    }
    longest = open.length === 0 ? request.prompt.length : next
    open.push(request)
  }
  if (open.length > 0) result.push(open)
  return result
}

/** A response on its way. */
interface Draft {
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

const extend = (
  tokenizer: Tokenizer,
  draft: Draft,
  logits: Float32Array,
  options: SamplingOptions,
  scratch: Float64Array
): void => {
  const at = draft.tokens.length
  const { logProb, token } = choose(
    logits,
    options,
    () => uniform(draft.request.seed, draft.sample, at),
    scratch
  )
  if (!Number.isFinite(logProb)) throw new NotFinite("the model's logits are not finite")
  draft.tokens.push(token)
  draft.logProbs.push(logProb)
  if (tokenizer.endTokens.includes(token) || meetsStop(draft, token, options.stop, tokenizer.decode)) {
    draft.finish = "stop"
  } else if (draft.tokens.length >= draft.limit) draft.finish = "length"
}

const prefixOf = (requests: ReadonlyArray<SampleRequest>) => {
  const width = Math.max(1, ...requests.map(({ prompt }) => prompt.length - 1))
  const tokens = new Int32Array(requests.length * width)
  requests.forEach(({ prompt }, row) => tokens.set(prompt.subarray(0, prompt.length - 1), row * width))
  return { tokens, lengths: Int32Array.from(requests, ({ prompt }) => prompt.length - 1) }
}

const sampleBatch = (
  config: ModelConfig,
  network: Network,
  angles: RotaryAngles,
  tokenizer: Tokenizer,
  requests: ReadonlyArray<SampleRequest>,
  options: SamplingOptions
): ReadonlyArray<ReadonlyArray<Draft>> => {
  const samples = requests[0]!.samples
  const groups = requests.map((request) =>
    Array.from({ length: samples }, (_, sample): Draft => ({
      request,
      sample,
      limit: Math.min(options.maxTokens, config.context - request.prompt.length),
      tokens: [],
      logProbs: [],
      ending: [],
      finish: undefined
    }))
  )
  const scratch = new Float64Array(config.vocabulary)
  let alive = groups
  let cache = Cache.prefill(config, network, angles, prefixOf(requests), samples)
  const replace = (next: Cache.Cache) => {
    Cache.dispose(cache, next)
    cache = next
  }
  try {
    for (;;) {
      const drafts = alive.flat()
      const tokens = Int32Array.from(drafts, ({ request, tokens }) => tokens.at(-1) ?? request.prompt.at(-1)!)
      const positions = Int32Array.from(
        drafts,
        ({ request, tokens }) => request.prompt.length - 1 + tokens.length
      )
      const step = Cache.advance(config, network, angles, cache, tokens, positions)
      replace(step.cache)
      drafts.forEach((draft, row) => {
        if (draft.finish !== undefined) return
        extend(
          tokenizer,
          draft,
          step.logits.subarray(row * config.vocabulary, (row + 1) * config.vocabulary),
          options,
          scratch
        )
      })
      const going = alive.flatMap((group, index) =>
        group.some(({ finish }) => finish === undefined) ? [index] : []
      )
      if (going.length === 0) return groups
      if (going.length <= alive.length * compactBelow) {
        replace(Cache.select(cache, going))
        alive = going.map((index) => alive[index]!)
      }
    }
  } finally {
    Cache.dispose(cache)
  }
}

/**
 * Samples every request in order. Prompts hold at least one token and leave room for one in the context. Throws
 * `NotFinite` where the model's output is no number.
 */
export const sample = (
  config: ModelConfig,
  network: Network,
  angles: RotaryAngles,
  tokenizer: Tokenizer,
  requests: ReadonlyArray<SampleRequest>,
  options: SamplingOptions
): ReadonlyArray<ReadonlyArray<Response>> =>
  batches(config, requests, options.maxTokens).flatMap((batch) =>
    sampleBatch(config, network, angles, tokenizer, batch, options).map((group) =>
      group.map(({ finish, logProbs, tokens }): Response => ({
        tokens: Int32Array.from(tokens),
        logProbs: Float32Array.from(logProbs),
        finish: finish!
      }))
    )
  )
