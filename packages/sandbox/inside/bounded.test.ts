import { expect, test } from "bun:test"
import { bounded } from "./bounded.ts"

const page = 65_536

/** A module with sections 5 and 7: memories, the first of which is exported as `m`. */
const moduleWith = (...memory: ReadonlyArray<number>) =>
  Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, memory.length, ...memory, 7, 5, 1, 1, 109, 2, 0)

const memoryOf = async (module: Uint8Array<ArrayBuffer>) => {
  const { instance } = await WebAssembly.instantiate(module, {})
  return instance.exports["m"] as WebAssembly.Memory
}

test("memory without a bound grows up to the given one", async () => {
  const unbounded = await memoryOf(moduleWith(1, 0, 2))
  unbounded.grow(500)
  expect(unbounded.buffer.byteLength).toBe(502 * page)

  const memory = await memoryOf(bounded(moduleWith(1, 0, 2), 300 * page + 1))
  memory.grow(298)
  expect(memory.buffer.byteLength).toBe(300 * page)
  expect(() => memory.grow(1)).toThrow(RangeError)
})

test("a bound below what the module begins with leaves it that much", async () => {
  const memory = await memoryOf(bounded(moduleWith(1, 0, 2), 5))
  expect(memory.buffer.byteLength).toBe(2 * page)
  expect(() => memory.grow(1)).toThrow(RangeError)
})

test("a module without memory of its own, or with another bound, is refused", () => {
  expect(() => bounded(moduleWith(0), page)).toThrow("no memory of its own")
  expect(() => bounded(moduleWith(1, 1, 2, 3), page)).toThrow("no memory of its own")
})
