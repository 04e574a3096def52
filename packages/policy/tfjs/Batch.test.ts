import { expect, test } from "bun:test"
import { FastCheck } from "effect"
import { pack, type Sequence } from "./Batch.ts"

const tokens = (maxLength: number) =>
  FastCheck.array(FastCheck.integer({ min: 1, max: 9 }), { minLength: 1, maxLength }).map((list) =>
    Int32Array.from(list)
  )

const groups = FastCheck.array(
  FastCheck.record({
    prompt: tokens(6),
    responses: FastCheck.array(tokens(5), { minLength: 1, maxLength: 5 })
  }),
  { minLength: 1, maxLength: 8 }
)

test("every sequence is in one segment, with its own tokens, targets and positions", () => {
  FastCheck.assert(FastCheck.property(groups, FastCheck.integer({ min: 1, max: 60 }), (groups, maxTokens) => {
    const sequences: ReadonlyArray<Sequence> = groups.flatMap(({ prompt, responses }) =>
      responses.map((response) => ({ prompt, response }))
    )
    const seen: Array<number> = []
    for (const batch of pack(sequences, maxTokens)) {
      const { length, lengths, members, prefix, rows, segments } = batch
      const places = rows * (prefix + segments * length)
      expect(places <= maxTokens || (rows === 1 && segments === 1)).toBe(true)
      members.forEach((member, slot) => {
        const { prompt, response } = sequences[member]!
        const row = Math.floor(slot / segments)
        const at = slot * length
        const used = lengths[slot]!
        const shared = batch.prefixLengths[row]!
        const read = [
          ...batch.prefixTokens.subarray(row * prefix, row * prefix + shared),
          ...batch.segmentTokens.subarray(at, at + used)
        ]
        expect(read).toEqual([...prompt, ...response.subarray(0, -1)])
        expect([...batch.targets.subarray(at, at + used)]).toEqual([...response])
        expect([...batch.segmentPositions.subarray(at, at + used)]).toEqual(
          Array.from(response, (_, place) => prompt.length - 1 + place)
        )
        seen.push(member)
      })
    }
    expect(seen.sort((a, b) => a - b)).toEqual(sequences.map((_, index) => index))
  }))
})

test("the responses of a group share their prompt's row", () => {
  const prompt = new Int32Array(30).fill(5)
  const [batch, ...more] = pack(
    Array.from({ length: 8 }, () => ({ prompt, response: new Int32Array(4) })),
    2048
  )
  expect(more).toEqual([])
  expect(batch!.rows).toBe(1)
  expect(batch!.segments).toBe(8)
  expect(batch!.prefixTokens.length + batch!.segmentTokens.length).toBe(29 + 8 * 4)
})
