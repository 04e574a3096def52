import type { Random } from "../Random.ts"
import { distinctIntegers, shuffled } from "./integers.ts"

/** An edge between two vertices, numbered from 0. */
export type Edge = readonly [number, number]

/**
 * A directed acyclic graph: `edges` different edges, chosen uniformly among the pairs that agree with a uniformly
 * random order of the vertices, in random order. At most `vertices · (vertices − 1) / 2` edges.
 */
export const dag = (random: Random, vertices: number, edges: number): Array<Edge> => {
  const order = shuffled(random, Array.from({ length: vertices }, (_, vertex) => vertex))
  return distinctIntegers(random, 0, (vertices * (vertices - 1)) / 2 - 1, edges).map((pair) => {
    // Pair number → (earlier, later): later is the largest v with v(v − 1)/2 ≤ pair.
    let later = Math.floor((1 + Math.sqrt(1 + 8 * pair)) / 2)
    while ((later * (later - 1)) / 2 > pair) later--
    while ((later * (later + 1)) / 2 <= pair) later++
    return [order[pair - (later * (later - 1)) / 2]!, order[later]!] as const
  })
}
