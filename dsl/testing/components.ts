/** How many connected components an undirected graph has: every vertex takes the smallest number it can reach. */
export const components = (vertices: number, edges: ReadonlyArray<readonly [number, number]>): number => {
  const smallest = Array.from({ length: vertices }, (_, vertex) => vertex)
  for (let changed = true; changed;) {
    changed = false
    for (const [a, b] of edges) {
      const both = Math.min(smallest[a]!, smallest[b]!)
      if (smallest[a] !== smallest[b]) changed = true
      smallest[a] = both
      smallest[b] = both
    }
  }
  return new Set(smallest).size
}

/** How many edges each vertex has. */
export const degrees = (vertices: number, edges: ReadonlyArray<readonly [number, number]>): Array<number> => {
  const counts = Array.from({ length: vertices }, () => 0)
  for (const vertex of edges.flat()) counts[vertex]!++
  return counts
}
