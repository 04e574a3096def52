import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** Tiles row by row, 0 for the gap. */
type Tiles = ReadonlyArray<number>

/** The places beside the gap. */
const besideGap = (tiles: Tiles, columns: number): ReadonlyArray<number> => {
  const gap = tiles.indexOf(0)
  return [
    gap - columns,
    gap + columns,
    ...(gap % columns > 0 ? [gap - 1] : []),
    ...(gap % columns < columns - 1 ? [gap + 1] : [])
  ]
    .filter((place) => 0 <= place && place < tiles.length)
}

/** The tiles after one slid into the gap. */
const slid = (tiles: Tiles, place: number): Tiles =>
  tiles.with(tiles.indexOf(0), tiles[place]!).with(place, 0)

/** How far tiles are from where they must go, in steps up, down, left and right: at least so many moves it takes. */
const distance = (tiles: Tiles, target: Tiles, columns: number): number =>
  tiles.reduce((sum, tile, place) => {
    const goal = target.indexOf(tile)
    const apart = Math.abs(Math.floor(place / columns) - Math.floor(goal / columns)) +
      Math.abs(place % columns - goal % columns)
    return tile === 0 ? sum : sum + apart
  }, 0)

const spell = (tiles: Tiles, columns: number): string =>
  tiles.map((tile, place) => `${tile === 0 ? "." : tile}${place % columns === columns - 1 ? "\n" : " "}`)
    .join("")

export default Environment.make({
  name: "sliding-puzzle",
  tags: ["game", "search", "permutation"],
  skill: "planning moves that undo each other's order",
  source: "Game; the fifteen puzzle, Chapman 1880; iterative deepening: Korf 1985",
  scale: {
    moves: Scale.geometric({ min: 2, max: 26 }),
    rows: Scale.linear({ min: 2, max: 4 }),
    columns: Scale.linear({ min: 3, max: 5 })
  },
  instance: Schema.Struct({
    columns: Schema.Int.pipe(Schema.between(2, 5)),
    start: Schema.Array(Schema.NonNegativeInt),
    target: Schema.Array(Schema.NonNegativeInt)
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ columns, moves, rows }) =>
    Gen.gen(function*() {
      const start = yield* Gen.permutation(rows * columns)
      let target: Tiles = start
      let last = 0
      for (let move = 0; move < moves; move++) {
        const before = target
        const place = yield* Gen.pick(besideGap(before, columns).filter((place) => before[place] !== last))
        last = target[place]!
        target = slid(target, place)
      }
      return target.join() === start.join()
        ? yield* Gen.reject("the moves lead back to the start")
        : { columns, start, target }
    }),
  statement: ({ columns, start, target }) =>
    `A tile directly above, below, left or right of the gap (.) can be slid into it. List the numbers of the tiles in `
    + `the order in which to slide them to get from\n${spell(start, columns)}to\n${
      spell(target, columns).trim()
    }`,
  // Depth first, never deeper than a limit that rises until a way is found.
  solve: ({ columns, start, target }) => {
    const search = (tiles: Tiles, last: number, depth: number): ReadonlyArray<number> | undefined => {
      const least = distance(tiles, target, columns)
      if (least === 0) return []
      if (least > depth) return undefined
      for (const place of besideGap(tiles, columns)) {
        const tile = tiles[place]!
        const rest = tile === last ? undefined : search(slid(tiles, place), tile, depth - 1)
        if (rest !== undefined) return [tile, ...rest]
      }
      return undefined
    }
    for (let depth = 1;; depth++) {
      const found = search(start, 0, depth)
      if (found !== undefined) return found
    }
  },
  check: ({ columns, start, target }, answer) => {
    let tiles: Tiles = start
    for (const tile of answer) {
      const place = tiles.indexOf(tile)
      if (tile === 0 || !besideGap(tiles, columns).includes(place)) {
        return `tile ${tile} is not beside the gap then`
      }
      tiles = slid(tiles, place)
    }
    const wrong = tiles.find((tile, place) => tile !== target[place])
    return wrong === undefined
      ? true
      : `${wrong === 0 ? "the gap" : `tile ${wrong}`} is in a wrong place at the end`
  },
  brute: {
    upTo: { moves: 6 },
    // Breadth first over all arrangements.
    solve: ({ columns, start, target }) => {
      const reached = new Map<string, ReadonlyArray<number>>([[start.join(), []]])
      for (const [key, moves] of reached) {
        if (key === target.join()) return moves
        const tiles = key.split(",")
        const gap = tiles.indexOf("0")
        for (const [place, tile] of tiles.entries()) {
          const isBeside = Math.abs(place - gap) === columns ||
            (Math.abs(place - gap) === 1 && Math.floor(place / columns) === Math.floor(gap / columns))
          const next = tiles.with(gap, tile).with(place, "0").join()
          if (isBeside && !reached.has(next)) reached.set(next, [...moves, Number(tile)])
        }
      }
      return []
    }
  },
  properties: {
    "of the size asked for": ({ columns, start }, _, scale) =>
      columns === scale.columns && start.length === scale.rows * scale.columns,
    "every tile once": ({ start, target }) =>
      [start, target].every((tiles) =>
        tiles.toSorted((a, b) => a - b).every((tile, index) => tile === index)
      ),
    "each tile goes one step, where the gap was before": ({ columns, start, target }, gold) => {
      const places = start.map((_, tile) => start.indexOf(tile))
      const stepped = gold.every((tile) => {
        const [from = -1, gap = -1] = [places[tile], places[0]]
        places[tile] = gap
        places[0] = from
        const [low, high] = [Math.min(from, gap), Math.max(from, gap)]
        return low >= 0 && (high - low === columns || (high - low === 1 && high % columns !== 0))
      })
      return stepped && target.every((tile, place) => places[tile] === place)
    },
    "as far as tiles must go, and as even or odd as the moves made": (
      { columns, start, target },
      gold,
      { moves }
    ) => gold.length >= distance(start, target, columns) && (gold.length - moves) % 2 === 0,
    // It takes twelve moves to come back to the same tiles without taking any back.
    "no fewer moves than were made, up to six": (_, gold, { moves }) => moves > 6 || gold.length >= moves
  }
})
