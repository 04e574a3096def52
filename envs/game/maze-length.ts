import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import * as Maze from "./maze/Maze.ts"

export default Environment.make({
  name: "maze-length",
  tags: ["game", "maze", "search"],
  skill: "finding how long a shortest way is",
  source: "Classic; breadth-first search, Moore 1959",
  scale: { cells: Scale.linear({ min: 3, max: 21 }), loops: Scale.linear({ min: 0, max: 60 }) },
  instance: Schema.Struct({ rows: Schema.Array(Schema.String.pipe(Schema.pattern(/^[#.SE]+$/))) }),
  answer: Answer.integer,
  generate: ({ cells, loops }) =>
    Gen.gen(function*() {
      const size = 2 * cells + 1
      const maze = yield* Gen.maze(size, size, loops)
      const [start, end] = yield* Gen.distinct(0, cells * cells - 1, 2)
      const started = Maze.put(maze, Maze.cellAt(maze, start!), "S")
      return { rows: Maze.put(started, Maze.cellAt(maze, end!), "E") }
    }),
  statement: ({ rows }) =>
    `In this maze # is a wall. A step leads up, down, left or right to a character that is no wall. How many steps has a `
    + `shortest way from S to E?\n${rows.join("\n")}`,
  solve: ({ rows }) => {
    const [startY, startX] = Maze.find(rows, "S")
    const seen = new Set([`${startY} ${startX}`])
    let front = [[startY, startX] as const]
    for (let steps = 0; front.length > 0; steps++) {
      if (front.some(([y, x]) => rows[y]![x] === "E")) return steps
      front = front.flatMap(([y, x]) => [[y - 1, x], [y + 1, x], [y, x - 1], [y, x + 1]] as const)
        .filter(([y, x]) => {
          const place = `${y} ${x}`
          const isNew = rows[y]![x] !== "#" && !seen.has(place)
          seen.add(place)
          return isNew
        })
    }
    return -1
  },
  brute: {
    upTo: { cells: 9 },
    // Bellman and Ford: every place takes the best of its neighbours, until nothing changes.
    solve: ({ rows }) => {
      const width = rows[0]!.length
      const maze = rows.join("")
      const steps = [...maze].map((mark) => mark === "S" ? 0 : Infinity)
      for (let changed = true; changed;) {
        changed = false
        for (const [place, mark] of [...maze].entries()) {
          if (mark === "#") continue
          const best = 1 +
            Math.min(steps[place - 1]!, steps[place + 1]!, steps[place - width]!, steps[place + width]!)
          if (best >= steps[place]!) continue
          steps[place] = best
          changed = true
        }
      }
      return steps[maze.indexOf("E")]!
    }
  },
  properties: {
    "of the size asked for": ({ rows }, _, { cells }) =>
      rows.length === 2 * cells + 1 && rows.every((row) => row.length === rows.length),
    "as many loops as asked for": ({ rows }, _, { cells, loops }) => {
      const open = rows.join("").replaceAll("#", "").length
      return open === 2 * cells * cells - 1 + loops
    },
    "one start and one end": ({ rows }) => rows.join("").replace(/[#.]/g, "").length === 2,
    "not shorter than without walls, and as even or odd": ({ rows }, gold) => {
      const [startY, startX] = Maze.find(rows, "S")
      const [endY, endX] = Maze.find(rows, "E")
      const direct = Math.abs(startY - endY) + Math.abs(startX - endX)
      return gold >= direct && (gold - direct) % 2 === 0
    }
  }
})
