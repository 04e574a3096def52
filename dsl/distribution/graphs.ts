import type { Random } from "../Random.ts"
import { distinctIntegers, shuffled } from "./integers.ts"
import { subset } from "./subsets.ts"
import { tree } from "./trees.ts"
import { whole } from "./whole.ts"

/** An edge between two vertices, numbered from 0. */
export type Edge = readonly [number, number]

/** How many pairs of different vertices there are. */
const pairs = (vertices: number): number => (vertices * (vertices - 1)) / 2

/** Pair number → [earlier, later]: the pairs of vertices in order of the later one, then of the earlier one. */
const pairAt = (number: number): Edge => {
  // The largest v with v(v − 1)/2 ≤ number.
  let later = Math.floor((1 + Math.sqrt(1 + 8 * number)) / 2)
  while (pairs(later) > number) later--
  while (pairs(later + 1) <= number) later++
  return [number - pairs(later), later]
}

/**
 * A directed acyclic graph: `edges` different edges, chosen uniformly among the pairs that agree with a uniformly
 * random order of the vertices, in random order. At most `vertices · (vertices − 1) / 2` edges.
 */
export const dag = (random: Random, vertices: number, edges: number): Array<Edge> => {
  const order = shuffled(random, Array.from({ length: vertices }, (_, vertex) => vertex))
  return distinctIntegers(random, 0, pairs(vertices) - 1, edges).map((number) => {
    const [earlier, later] = pairAt(number)
    return [order[earlier]!, order[later]!] as const
  })
}

/** A simple undirected graph, uniform among those with so many edges: [smaller, larger], in random order. */
export const graph = (random: Random, vertices: number, edges: number): Array<Edge> => {
  whole("graph", "vertices", vertices, 0)
  whole("graph", "edges", edges, 0, pairs(vertices))
  return distinctIntegers(random, 0, pairs(vertices) - 1, edges).map(pairAt)
}

/**
 * A connected simple graph: a uniform tree, and edges chosen uniformly among the other pairs. A graph is drawn in
 * proportion to the number of its spanning trees, so this is not uniform among connected graphs.
 */
export const connected = (random: Random, vertices: number, edges: number): Array<Edge> => {
  whole("connected", "vertices", vertices, 1)
  whole("connected", "edges", edges, vertices - 1, pairs(vertices))
  const spanning = tree(random, vertices, "uniform")
  const taken = spanning.map(([earlier, later]) => pairs(later) + earlier).sort((a, b) => a - b)
  const others = subset(random, pairs(vertices) - taken.length, edges - taken.length)
  // Both ascend: the pair at a place among those left stands so many further as are taken before it.
  let before = 0
  const added = others.map((place) => {
    while (before < taken.length && taken[before]! <= place + before) before++
    return pairAt(place + before)
  })
  return shuffled(random, [...spanning, ...added])
}

/** A simple bipartite graph, uniform among those with so many edges: [left vertex, right vertex], in random order. */
export const bipartite = (random: Random, left: number, right: number, edges: number): Array<Edge> => {
  whole("bipartite", "left", left, 0)
  whole("bipartite", "right", right, 0)
  whole("bipartite", "edges", edges, 0, left * right)
  return distinctIntegers(random, 0, left * right - 1, edges)
    .map((number) => [Math.floor(number / right), number % right] as const)
}
