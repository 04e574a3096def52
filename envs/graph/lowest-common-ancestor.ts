import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

export default Environment.make({
  name: "lowest-common-ancestor",
  tags: ["graph", "tree"],
  skill: "tracing two lines of descent to where they meet",
  source: "Classic; Aho, Hopcroft and Ullman 1973",
  scale: { people: Scale.geometric({ min: 6, max: 120 }) },
  instance: Schema.Struct({
    /** A child and its parent. */
    children: Schema.Array(Schema.Tuple(Vertex, Vertex)),
    first: Vertex,
    second: Vertex
  }),
  answer: Answer.integer,
  // Each is a child of one of the four before it, so that the tree is deep.
  generate: ({ people }) =>
    Gen.gen(function*() {
      const order = yield* Gen.permutation(people)
      const children: Array<readonly [number, number]> = []
      for (let index = 1; index < people; index++) {
        children.push([order[index]!, order[yield* Gen.int(Math.max(0, index - 4), index - 1)]!])
      }
      const [first, second] = yield* Gen.distinct(0, people - 1, 2)
      return { children: yield* Gen.shuffle(children), first: first!, second: second! }
    }),
  statement: ({ children, first, second }) =>
    `In a tree the parent of ${
      children.map(([child, parent]) => `${child} is ${parent}`).join(", of ")
    }. Which is the lowest common ancestor of ${first} and ${second}, where each counts as an ancestor of itself?`,
  solve: ({ children, first, second }) => {
    const parents = new Map(children)
    const line = new Set<number>()
    for (let one: number | undefined = first; one !== undefined; one = parents.get(one)) line.add(one)
    let meeting = second
    while (!line.has(meeting)) meeting = parents.get(meeting)!
    return meeting
  },
  brute: {
    upTo: {},
    // Of all that have both below them, the one that has the fewest below it.
    solve: ({ children, first, second }) => {
      const below = (one: number): ReadonlyArray<number> => [
        one,
        ...children.filter(([, parent]) => parent === one).flatMap(([child]) => below(child))
      ]
      return [...new Set(children.flat())].map(below)
        .filter((some) => some.includes(first) && some.includes(second))
        .reduce((a, b) => (b.length < a.length ? b : a))[0]!
    }
  },
  properties: {
    "as many people as the scale asks for, all with one parent but one": ({ children }, _, { people }) =>
      children.length === people - 1 && new Set(children.map(([child]) => child)).size === people - 1 &&
      children.flat().every((one) => one < people),
    "two different ones": ({ children, first, second }) =>
      first !== second && [first, second].every((one) => children.flat().includes(one)),
    "itself only where the other descends from it": ({ children, first, second }, gold) =>
      gold !== first || !children.some(([child, parent]) => child === first && parent === second)
  }
})
