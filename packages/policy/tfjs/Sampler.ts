/** Batched sampling with cached keys and values: as requests end, those that wait take their room. */
import type { Response, SampleRequest, SamplingOptions } from "../Policy.ts"
import type { Tokenizer } from "../tokenizer/Tokenizer.ts"
import * as Cache from "./Cache.ts"
import * as Decoding from "./Decoding.ts"
import * as Draft from "./Draft.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import * as NextChoice from "./NextChoice.ts"
import type { RotaryAngles } from "./Rotary.ts"
import type { Network } from "./Weights.ts"

/** Most bytes that a batch holds. */
export interface Room {
  /** Keys and values. */
  readonly cache: number
  /** Logits of a step. */
  readonly logits: number
}

/** What a step reads and writes on a processor; on a card the start of its kernels takes longer than that. */
export const rooms = {
  processor: { cache: 2 ** 29, logits: 2 ** 27 },
  card: { cache: 2 ** 31, logits: 2 ** 29 }
} satisfies Record<string, Room>

/** Share of a batch's requests under which the finished ones are dropped from it, and others join. */
const compactBelow = 0.75

/**
 * The first of those waiting for whom there is room, each at its longest: of as many samples as those that run.
 *
 * @param sampled places that the batch has sampled
 */
const joining = (
  config: ModelConfig,
  running: ReadonlyArray<SampleRequest>,
  waiting: ReadonlyArray<SampleRequest>,
  sampled: number,
  maxTokens: number,
  room: Room
): ReadonlyArray<SampleRequest> => {
  const tokenBytes = config.layers * config.kvHeads * config.headWidth * 2 * 4
  const samples = (running[0] ?? waiting[0])?.samples ?? 0
  let longest = Math.max(0, ...running.map(({ prompt }) => prompt.length))
  let count = 0
  for (const request of waiting) {
    longest = Math.max(longest, request.prompt.length)
    const requests = running.length + count + 1
    const places = requests * (longest + samples * (sampled + maxTokens))
    const logits = requests * samples * config.vocabulary * 4
    const isFull = places * tokenBytes > room.cache || logits > room.logits
    if (request.samples !== samples || (isFull && requests > 1)) break
    count++
  }
  return waiting.slice(0, count)
}

/** Prompts but their last tokens, which the first step reads. */
const prefixesOf = (requests: ReadonlyArray<SampleRequest>) => {
  const width = Math.max(1, ...requests.map(({ prompt }) => prompt.length - 1))
  const tokens = new Int32Array(requests.length * width)
  requests.forEach(({ prompt }, row) => tokens.set(prompt.subarray(0, prompt.length - 1), row * width))
  return { tokens, lengths: Int32Array.from(requests, ({ prompt }) => prompt.length - 1) }
}

/**
 * Samples every request; the responses are in their order. Prompts hold at least one token and leave room for one in the
 * context. Rejects with `NotFinite` where the model's output is no number.
 */
export const sample = async (
  config: ModelConfig,
  network: Network,
  angles: RotaryAngles,
  tokenizer: Tokenizer,
  requests: ReadonlyArray<SampleRequest>,
  options: SamplingOptions,
  room: Room = rooms.processor
): Promise<ReadonlyArray<ReadonlyArray<Response>>> => {
  const groups = requests.map((request) => Draft.begin(request, config.context, options))
  let running: ReadonlyArray<number> = []
  let begun = 0
  let cache: Cache.Cache | undefined
  const replace = (next: Cache.Cache | undefined) => {
    if (cache !== undefined) Cache.dispose(cache, next)
    cache = next
  }
  const drop = (going: ReadonlyArray<number>) => {
    if (going.length === running.length) return
    replace(going.length === 0 ? undefined : Cache.select(cache!, going))
    running = going.map((place) => running[place]!)
  }
  const admit = () => {
    const open = running.map((index) => requests[index]!)
    const sampled = cache?.sampled ?? 0
    const joined = joining(config, open, requests.slice(begun), sampled, options.maxTokens, room)
    if (joined.length === 0) return
    const fresh = Cache.prefill(config, network, angles, prefixesOf(joined), joined[0]!.samples)
    if (cache === undefined) cache = fresh
    else {
      try {
        replace(Cache.join(cache, fresh))
      } finally {
        Cache.dispose(fresh, cache)
      }
    }
    running = [...running, ...joined.map((_, place) => begun + place)]
    begun += joined.length
  }
  try {
    for (;;) {
      const going = running.flatMap((index, place) => Draft.isGoing(groups[index]!) ? [place] : [])
      if (going.length <= running.length * compactBelow) {
        drop(going)
        admit()
      }
      if (cache === undefined) return groups.map((group) => group.map(Draft.response))
      const drafts = running.flatMap((index) => groups[index]!)
      const step = Decoding.advance(config, network, angles, cache, drafts.map(Draft.reading))
      replace(step.cache)
      try {
        const open = drafts.flatMap((draft, row) => draft.finish === undefined ? [{ draft, row }] : [])
        const draws = open.map(({ draft, row }) => ({ row, uniform: Draft.nextUniform(draft) }))
        const next = await NextChoice.choices(step.logits, draws, options)
        open.forEach(({ draft }, index) => Draft.extend(draft, next[index]!, tokenizer, options))
      } finally {
        step.logits.dispose()
      }
    }
  } finally {
    replace(undefined)
  }
}
