import type { Random } from "../Random.ts"
import type { Edge } from "./graphs.ts"

/**
 * A uniform spanning tree of a connected graph, given the neighbours of each vertex (Wilson, 1996): random walks from
 * each vertex to the tree so far, their loops erased.
 *
 * A step takes the neighbour whose number is a random one plus the count of steps from this vertex before, around in a
 * circle: as uniform as the random number alone, but where that is always the same the walk is a rotor-router's, which
 * comes to every vertex. So the tree is found on any randomness that ends in zeros.
 */
export const spanningTree = (
  random: Random,
  neighbours: ReadonlyArray<ReadonlyArray<number>>
): Array<Edge> => {
  const steps = neighbours.map(() => 0)
  const next = neighbours.map(() => 0)
  const inTree = neighbours.map((_, vertex) => vertex === 0)
  const edges: Array<Edge> = []
  for (let start = 1; start < neighbours.length; start++) {
    for (let vertex = start; inTree[vertex] === false; vertex = next[vertex]!) {
      const around = neighbours[vertex]!
      next[vertex] = around[(random.below(around.length) + steps[vertex]!++) % around.length]!
    }
    for (let vertex = start; inTree[vertex] === false; vertex = next[vertex]!) {
      inTree[vertex] = true
      edges.push([vertex, next[vertex]!])
    }
  }
  return edges
}
