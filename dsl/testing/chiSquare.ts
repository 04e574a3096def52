/** Pearson's statistic of counts against equal chances, or against the given ones. */
export const chiSquare = (counts: ReadonlyArray<number>, chances?: ReadonlyArray<number>): number => {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.reduce((sum, count, index) => {
    const expected = total * (chances?.[index] ?? 1 / counts.length)
    return sum + (count - expected) ** 2 / expected
  }, 0)
}

/** What the statistic exceeds with a chance of about 10⁻⁶ (Wilson and Hilferty's approximation). */
export const limit = (degrees: number): number => {
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread + 4.753 * Math.sqrt(spread)) ** 3
}
