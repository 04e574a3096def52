import type { Random } from "../Random.ts"
import type { Edge } from "./graphs.ts"
import { shuffled } from "./integers.ts"
import { whole } from "./whole.ts"

/** How a tree grows: on which of the vertices 0 … `vertex` − 1 each `vertex` from 1 on is hung, in that order. */
type Growth = (random: Random, vertices: number) => (vertex: number) => number

const growths = {
  /** Uniform among labelled trees, once the labels are shuffled (Aldous, 1990, "The random walk construction…"). */
  uniform: (random, vertices) => (vertex) => Math.min(vertex - 1, random.below(vertices)),
  /** One line. */
  path: () => (vertex) => vertex - 1,
  /** One centre. */
  star: () => () => 0,
  /** Half of the vertices, rounded up, are a path; each other one hangs on a uniform one of these. */
  caterpillar: (random, vertices) => {
    const spine = Math.ceil(vertices / 2)
    return (vertex) => (vertex < spine ? vertex - 1 : random.below(spine))
  },
  /** Each has two places for children; the next vertex takes a uniform one of those that are free. */
  binary: (random) => {
    const free = [0, 0]
    return (vertex) => {
      const place = random.below(free.length)
      const parent = free[place]!
      free[place] = vertex
      free.push(vertex)
      return parent
    }
  },
  /** Each hangs on a uniform one of the three before it, so that the depth is about half of the vertices. */
  deep: (random) => (vertex) => vertex - 1 - random.below(Math.min(vertex, 3))
} satisfies Record<string, Growth>

export type TreeShape = keyof typeof growths

/** A tree of a shape: edges [smaller, larger] in random order, vertices labelled at random. */
export const tree = (random: Random, vertices: number, shape: TreeShape): Array<Edge> => {
  whole("tree", "vertices", vertices, 1)
  const labels = shuffled(random, Array.from({ length: vertices }, (_, vertex) => vertex))
  const parent = growths[shape](random, vertices)
  const edges = labels.slice(1).map((label, index): Edge => {
    const other = labels[parent(index + 1)]!
    return label < other ? [label, other] : [other, label]
  })
  return shuffled(random, edges)
}
