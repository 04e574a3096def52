/** From responses to micro-batches: responses of one prompt share a row, rows of like length share a micro-batch. */

/** A response to train on. */
export interface Sequence {
  /** `[≥ 1]` */
  readonly prompt: Int32Array
  /** `[≥ 1]` */
  readonly response: Int32Array
}

/** A prompt and the sequences (by index) that continue it. */
interface Row {
  readonly prompt: Int32Array
  readonly members: ReadonlyArray<number>
  /** Longest response. */
  readonly length: number
}

/**
 * Rectangular arrays of rows; `Attention` names the axes. The last prompt token opens every segment, so that each
 * place of a segment predicts one response token and no other place predicts any.
 */
export interface MicroBatch {
  readonly rows: number
  readonly prefix: number
  readonly segments: number
  readonly length: number
  /** `[B · P]`, tokens of the prompts but their last. */
  readonly prefixTokens: Int32Array
  /** `[B]`, how many of a row's prefix places are used. */
  readonly prefixLengths: Int32Array
  /** `[B · S]` */
  readonly segmentTokens: Int32Array
  /** `[B · S]`, position of each place in its own sequence. */
  readonly segmentPositions: Int32Array
  /** `[B · S]`, the token that each place predicts. */
  readonly targets: Int32Array
  /** `[B · K]`, index of the sequence in a segment, −1 where the segment is padding. */
  readonly members: Int32Array
  /** `[B · K]`, places used in each segment. */
  readonly lengths: Int32Array
}

const same = (a: Int32Array, b: Int32Array): boolean =>
  a.length === b.length && a.every((token, index) => token === b[index])

/** Neighbours with equal prompts share a row, as long as the row stays within the bound. */
const toRows = (sequences: ReadonlyArray<Sequence>, maxTokens: number): ReadonlyArray<Row> => {
  const rows: Array<Row> = []
  let members: Array<number> = []
  let length = 0
  const close = () => {
    if (members.length > 0) rows.push({ prompt: sequences[members[0]!]!.prompt, members, length })
    members = []
    length = 0
  }
  sequences.forEach(({ prompt, response }, index) => {
    const longest = Math.max(length, response.length)
    const first = members[0]
    const fits = prompt.length + longest * (members.length + 1) <= maxTokens
    if (first !== undefined && !(fits && same(sequences[first]!.prompt, prompt))) close()
    members.push(index)
    length = Math.max(length, response.length)
  })
  close()
  return rows
}

const fill = (sequences: ReadonlyArray<Sequence>, rows: ReadonlyArray<Row>): MicroBatch => {
  const count = rows.length
  const prefix = Math.max(1, ...rows.map(({ prompt }) => prompt.length - 1))
  const segments = Math.max(...rows.map(({ members }) => members.length))
  const length = Math.max(...rows.map((row) => row.length))
  const places = count * segments * length
  const batch: MicroBatch = {
    rows: count,
    prefix,
    segments,
    length,
    prefixTokens: new Int32Array(count * prefix),
    prefixLengths: new Int32Array(count),
    segmentTokens: new Int32Array(places),
    segmentPositions: new Int32Array(places),
    targets: new Int32Array(places),
    members: new Int32Array(count * segments).fill(-1),
    lengths: new Int32Array(count * segments)
  }
  rows.forEach(({ members, prompt }, row) => {
    const shared = prompt.length - 1
    batch.prefixLengths[row] = shared
    batch.prefixTokens.set(prompt.subarray(0, shared), row * prefix)
    members.forEach((member, segment) => {
      const { response } = sequences[member]!
      const slot = row * segments + segment
      const at = slot * length
      batch.members[slot] = member
      batch.lengths[slot] = response.length
      batch.segmentTokens[at] = prompt[shared]!
      batch.segmentTokens.set(response.subarray(0, response.length - 1), at + 1)
      batch.targets.set(response, at)
      for (let place = 0; place < response.length; place++) {
        batch.segmentPositions[at + place] = shared + place
      }
    })
  })
  return batch
}

/**
 * Packs sequences into micro-batches of at most `maxTokens` places each (a single longer sequence has one of its
 * own). Rows are sorted by segments, response length and prompt length, so that padding is small.
 */
export const pack = (sequences: ReadonlyArray<Sequence>, maxTokens: number): ReadonlyArray<MicroBatch> => {
  const rows = toRows(sequences, maxTokens).toSorted((a, b) =>
    a.members.length - b.members.length || a.length - b.length || a.prompt.length - b.prompt.length
  )
  const batches: Array<MicroBatch> = []
  let open: Array<Row> = []
  let prefix = 0
  let length = 0
  for (const row of rows) {
    const nextPrefix = Math.max(prefix, row.prompt.length)
    const nextLength = Math.max(length, row.length)
    const places = (open.length + 1) * (nextPrefix + row.members.length * nextLength)
    const segments = open[0]?.members.length
    if (segments !== undefined && (segments !== row.members.length || places > maxTokens)) {
      batches.push(fill(sequences, open))
      open = []
    }
    prefix = open.length === 0 ? row.prompt.length : nextPrefix
    length = open.length === 0 ? row.length : nextLength
    open.push(row)
  }
  if (open.length > 0) batches.push(fill(sequences, open))
  return batches
}
