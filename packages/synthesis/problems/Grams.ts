/** Texts as sets of word n-grams. */

/** The words of a text in lower case: runs of letters and digits. */
export const words = (text: string): ReadonlyArray<string> =>
  text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** The words of a text in lower case with all their signs: what stands between white space. */
export const tokens = (text: string): ReadonlyArray<string> => text.toLowerCase().trim().split(/\s+/)

/** All runs of `size` words; the whole text where it is shorter. */
export const grams = (words: ReadonlyArray<string>, size: number): ReadonlySet<string> => {
  if (words.length <= size) return new Set(words.length === 0 ? [] : [words.join(" ")])
  return new Set(words.slice(size - 1).map((_, start) => words.slice(start, start + size).join(" ")))
}

/** Share of the grams of either set that are in both. */
export const similarity = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let common = 0
  for (const gram of a) if (b.has(gram)) common++
  return a.size + b.size === 0 ? 1 : common / (a.size + b.size - common)
}
