import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import * as Maze from "./maze/Maze.ts"

const steps: ReadonlyArray<readonly [letter: string, dy: number, dx: number]> = [
  ["U", -1, 0],
  ["D", 1, 0],
  ["L", 0, -1],
  ["R", 0, 1]
]

/** The shortest route between two places that steps on none of the closed marks. */
const route = (rows: Maze.Rows, start: Maze.Place, goal: Maze.Place, closed: string): string => {
  const seen = new Set([start.join()])
  const reached = [{ letters: "", place: start }]
  for (const { letters, place: [y, x] } of reached) {
    if (y === goal[0] && x === goal[1]) return letters
    for (const [letter, dy, dx] of steps) {
      const place = [y + dy, x + dx] as const
      if (closed.includes(rows[place[0]]![place[1]]!) || seen.has(place.join())) continue
      seen.add(place.join())
      reached.push({ letters: letters + letter, place })
    }
  }
  throw new Error("no route")
}

/** The places on the shortest route between two places, both included. */
const between = (maze: Maze.Rows, start: Maze.Place, goal: Maze.Place): ReadonlyArray<Maze.Place> => {
  const places = [start]
  for (const letter of route(maze, start, goal, "#")) {
    const [, dy, dx] = steps.find(([name]) => name === letter)!
    const [y, x] = places.at(-1)!
    places.push([y + dy, x + dx])
  }
  return places
}

export default Environment.make({
  name: "maze-route",
  tags: ["game", "maze", "search"],
  skill: "planning a way with an errand before the goal",
  source: "Classic; mazes with keys and doors",
  scale: { cells: Scale.linear({ min: 3, max: 21 }) },
  instance: Schema.Struct({ rows: Schema.Array(Schema.String.pipe(Schema.pattern(/^[#.SKDE]+$/))) }),
  answer: Answer.string,
  // In a maze without loops, a door on the way to the end that the way to the key does not pass.
  generate: ({ cells }) =>
    Gen.gen(function*() {
      const maze = yield* Gen.maze(2 * cells + 1, 2 * cells + 1)
      const drawn = yield* Gen.distinct(0, cells * cells - 1, 3)
      const [start, one, other] = drawn.map((cell) => Maze.cellAt(maze, cell))
      const isOnTheWay = between(maze, start!, other!).some((place) => place.join() === one!.join())
      const [key, end] = isOnTheWay ? [one!, other!] : [other!, one!]
      const toKey = new Set(between(maze, start!, key).map((place) => place.join()))
      const toEnd = between(maze, start!, end).slice(0, -1)
      const door = yield* Gen.pick(toEnd.filter((place) => !toKey.has(place.join())))
      const marks = [[start!, "S"], [key, "K"], [door, "D"], [end, "E"]] as const
      return { rows: marks.reduce<Maze.Rows>((rows, [place, mark]) => Maze.put(rows, place, mark), maze) }
    }),
  statement: ({ rows }) =>
    `In this maze # is a wall; a step leads up, down, left or right to a character that is none. The door D may only be `
    + `stepped on after the key K has been. Give a route from S to E as a string of letters U (up), D (down), L (left) and R `
    + `(right), one for each step, with nothing between them.\n${rows.join("\n")}`,
  solve: ({ rows }) => {
    const key = Maze.find(rows, "K")
    const toKey = route(rows, Maze.find(rows, "S"), key, "#D")
    return toKey + route(rows, key, Maze.find(rows, "E"), "#")
  },
  check: ({ rows }, answer) => {
    let [y, x] = Maze.find(rows, "S")
    let hasKey = false
    for (const [index, letter] of [...answer].entries()) {
      const step = steps.find(([name]) => name === letter)
      if (step === undefined) return `${letter} is none of U, D, L and R`
      y += step[1]
      x += step[2]
      const mark = rows[y]![x]!
      if (mark === "#") return `step ${index + 1} leads into a wall`
      if (mark === "D" && !hasKey) return `step ${index + 1} leads to the door without the key`
      if (mark === "K") hasKey = true
    }
    return rows[y]![x] === "E" ? true : "it does not end at E"
  },
  brute: {
    upTo: { cells: 12 },
    // Depth first, over places with and without the key.
    solve: ({ rows }) => {
      const width = rows[0]!.length
      const maze = rows.join("")
      const seen = new Set<string>()
      const search = (at: number, key: boolean): string | undefined => {
        const mark = maze[at]!
        const hasKey = key || mark === "K"
        if (mark === "#" || (mark === "D" && !hasKey) || seen.has(`${at}${hasKey}`)) return undefined
        if (mark === "E") return ""
        seen.add(`${at}${hasKey}`)
        for (
          const [letter, next] of [["U", at - width], ["D", at + width], ["L", at - 1], [
            "R",
            at + 1
          ]] as const
        ) {
          const rest = search(next, hasKey)
          if (rest !== undefined) return letter + rest
        }
        return undefined
      }
      return search(maze.indexOf("S"), false) ?? ""
    }
  },
  properties: {
    "of the size asked for": ({ rows }, _, { cells }) =>
      rows.length === 2 * cells + 1 && rows.every((row) => row.length === rows.length),
    "one start, key, door and end": ({ rows }) =>
      [...rows.join("").replace(/[#.]/g, "")].toSorted().join("") === "DEKS",
    "no way around the door": ({ rows }) => {
      const width = rows[0]!.length
      const maze = rows.join("")
      const reached = new Set([maze.indexOf("S")])
      for (const at of reached) {
        for (const next of [at - 1, at + 1, at - width, at + width]) {
          if (!"#D".includes(maze[next]!)) reached.add(next)
        }
      }
      return reached.has(maze.indexOf("K")) && !reached.has(maze.indexOf("E"))
    },
    "reaches the end over open places, the door after the key": ({ rows }, gold) => {
      const width = rows[0]!.length
      const maze = rows.join("")
      let at = maze.indexOf("S")
      const passed = Array.from(gold, (letter) => {
        at += letter === "U" ? -width : letter === "D" ? width : letter === "L" ? -1 : 1
        return maze[at]!
      }).join("")
      const door = passed.indexOf("D")
      return /^[UDLR]+$/.test(gold) && !passed.includes("#") && passed.endsWith("E") &&
        (door === -1 || passed.slice(0, door).includes("K"))
    }
  }
})
