const memorySection = 5

/** An unsigned integer in LEB128, as WebAssembly writes all of its numbers. */
const encode = (value: number): ReadonlyArray<number> =>
  value < 128 ? [value] : [(value % 128) + 128, ...encode(Math.floor(value / 128))]

/**
 * A WebAssembly module whose own memory may grow to so many bytes and no further, made from one without such a bound.
 * Source: WebAssembly Core Specification 2.0, 5.5.2 (sections), 5.5.8 (memory section), 5.3.7 (limits).
 */
export const bounded = (module: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> => {
  let at = 8
  const number = (): number => {
    const byte = module[at++]!
    return byte < 128 ? byte : byte - 128 + 128 * number()
  }
  while (at < module.length) {
    const start = at
    const section = module[at++]!
    const end = number() + at
    if (section === memorySection) {
      const [count, bound, least] = [number(), number(), number()]
      if (count !== 1 || bound !== 0) break
      const most = Math.max(least, Math.floor(bytes / 65_536))
      const content = [1, 1, ...encode(least), ...encode(most)]
      const replacement = Uint8Array.of(memorySection, ...encode(content.length), ...content)
      return Buffer.concat([module.subarray(0, start), replacement, module.subarray(end)])
    }
    at = end
  }
  throw new Error("The module has no memory of its own without a bound")
}
