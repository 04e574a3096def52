/** The chance that one of k responses is right, without bias (Chen et al. 2021, arXiv 2107.03374, section 2.1). */

/**
 * 1 − C(n − c, k) / C(n, k), where c of n responses were right; null where there are fewer than k.
 *
 * @param k ≥ 1
 */
export const passAtK = (n: number, c: number, k: number): number | null => {
  if (k > n) return null
  let none = 1
  for (let i = 0; i < k; i++) none *= Math.max(0, n - c - i) / (n - i)
  return 1 - none
}
