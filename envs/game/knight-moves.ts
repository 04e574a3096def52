import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Square = Schema.Tuple(Schema.Int.pipe(Schema.between(1, 40)), Schema.Int.pipe(Schema.between(1, 40)))
type Square = typeof Square.Type

const jumps = [[1, 2], [2, 1], [2, -1], [1, -2], [-1, -2], [-2, -1], [-2, 1], [-1, 2]] as const

/** The squares that a knight reaches in 0, 1, 2, … moves and no fewer. */
const rings = (
  size: number,
  start: Square,
  holes: ReadonlyArray<Square>
): ReadonlyArray<ReadonlyArray<Square>> => {
  const isFree = ([x, y]: Square) => 1 <= x && x <= size && 1 <= y && y <= size
  const seen = new Set([start, ...holes].map((square) => square.join()))
  const found: Array<ReadonlyArray<Square>> = []
  let ring: ReadonlyArray<Square> = [start]
  while (ring.length > 0) {
    found.push(ring)
    const next: Array<Square> = []
    for (const [x, y] of ring) {
      for (const [dx, dy] of jumps) {
        const square = [x + dx, y + dy] as const
        if (!isFree(square) || seen.has(square.join())) continue
        seen.add(square.join())
        next.push(square)
      }
    }
    ring = next
  }
  return found
}

const spell = ([x, y]: Square): string => `(${x},${y})`

export default Environment.make({
  name: "knight-moves",
  tags: ["game", "chess", "search"],
  skill: "searching by leaps around obstacles",
  source: "Classic; knight's distance",
  scale: { size: Scale.linear({ min: 8, max: 36 }), holes: Scale.linear({ min: 4, max: 240 }) },
  instance: Schema.Struct({
    size: Schema.Int.pipe(Schema.between(3, 40)),
    start: Square,
    target: Square,
    holes: Schema.Array(Square)
  }),
  answer: Answer.integer,
  // The number of moves is drawn first, then one of the squares so far away: most squares would be as far as others.
  generate: ({ holes, size }) =>
    Gen.gen(function*() {
      const [start, ...broken] = yield* Gen.points(holes + 1, 1, size)
      const [, ...reached] = rings(size, start!, broken)
      if (reached.length === 0) return yield* Gen.reject("the knight cannot move")
      const target = yield* Gen.pick(yield* Gen.pick(reached))
      return { size, start: start!, target, holes: broken }
    }),
  statement: ({ holes, size, start, target }) =>
    `A chess knight stands on a board of ${size} columns and ${size} rows, on square ${
      spell(start)
    }: column ${start[0]}, row ${
      start[1]
    }, both counted from 1. It may jump over anything but never land on these squares: ${
      holes.map(spell).join(" ")
    }. What is the smallest number of moves that takes it to ${spell(target)}?`,
  solve: ({ holes, size, start, target }) =>
    rings(size, start, holes).findIndex((ring) => ring.some(([x, y]) => x === target[0] && y === target[1])),
  brute: {
    upTo: { size: 12 },
    // Every square takes one more than the best of those a knight's move away, until nothing changes.
    solve: ({ holes, size, start, target }) => {
      const moves = new Map<string, number>()
      for (let x = 1; x <= size; x++) for (let y = 1; y <= size; y++) moves.set(spell([x, y]), Infinity)
      for (const hole of holes) moves.delete(spell(hole))
      moves.set(spell(start), 0)
      const near = [1, -1].flatMap((x) => [2, -2].flatMap((y) => [[x, y], [y, x]] as const))
      for (let changed = true; changed;) {
        changed = false
        for (const [square, known] of moves) {
          const [x = 0, y = 0] = square.slice(1, -1).split(",").map(Number)
          const best = 1 +
            Math.min(...near.map(([dx, dy]) => moves.get(spell([x + dx, y + dy])) ?? Infinity))
          if (best >= known) continue
          moves.set(square, best)
          changed = true
        }
      }
      return moves.get(spell(target))!
    }
  },
  properties: {
    "of the size and with the holes asked for": ({ holes, size, start, target }, _, scale) =>
      size === scale.size && holes.length === scale.holes &&
      new Set([...holes, start, target].map(spell)).size === holes.length + 2,
    "on the board": ({ holes, size, start, target }) =>
      [...holes, start, target].flat().every((at) => 1 <= at && at <= size),
    "colours alternate, and a move goes no further than three steps": ({ start, target }, gold) => {
      const apart = Math.abs(start[0] - target[0]) + Math.abs(start[1] - target[1])
      return (apart - gold) % 2 === 0 && 3 * gold >= apart
    }
  }
})
