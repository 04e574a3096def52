import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "game-of-life",
  tags: ["simulation", "cells", "grid"],
  skill: "counting neighbours in a grid, generation after generation",
  source: "Classic; Conway's Game of Life, Gardner 1970",
  scale: { size: Scale.linear({ min: 4, max: 30 }), generations: Scale.geometric({ min: 1, max: 20 }) },
  instance: Schema.Struct({
    rows: Schema.Array(Schema.String.pipe(Schema.pattern(/^[.#]+$/))),
    generations: Schema.Int.pipe(Schema.between(1, 20))
  }),
  answer: Answer.integer,
  generate: ({ generations, size }) =>
    Gen.struct({
      rows: Gen.array(Gen.string("..#", size), size),
      generations: Gen.succeed(generations)
    }),
  statement: ({ generations, rows }) =>
    `In the grid below # is a living cell and . a dead one; all cells outside of it are dead and stay so. A cell `
    + `has eight neighbours. In each generation, all at once, a living cell with two or three living neighbours `
    + `stays alive and any other dies; a dead cell with exactly three comes to life. How many cells are alive `
    + `after ${generations} ${generations === 1 ? "generation" : "generations"}?\n${rows.join("\n")}`,
  solve: ({ generations, rows }) => {
    let grid = rows.map((row) => [...row].map((cell) => cell === "#" ? 1 : 0 as number))
    for (let generation = 0; generation < generations; generation++) {
      const before = grid
      grid = before.map((row, y) =>
        row.map((cell, x) => {
          let around = -cell
          for (let dy = -1; dy <= 1; dy++) {
            for (let dx = -1; dx <= 1; dx++) around += before[y + dy]?.[x + dx] ?? 0
          }
          return around === 3 || (around === 2 && cell === 1) ? 1 : 0
        })
      )
    }
    return grid.flat().reduce((sum, cell) => sum + cell, 0)
  },
  brute: {
    upTo: {},
    // A set of living cells, each of which adds to the count of those around it.
    solve: ({ generations, rows }) => {
      const width = rows[0]!.length
      let alive = new Set(
        rows.flatMap((row, y) => [...row].flatMap((cell, x) => cell === "#" ? [`${x} ${y}`] : []))
      )
      for (let generation = 0; generation < generations; generation++) {
        const counts = new Map<string, number>()
        for (const cell of alive) {
          const [x = 0, y = 0] = cell.split(" ").map(Number)
          for (const [nearX, nearY] of around(x, y)) {
            if (nearX < 0 || nearX >= width || nearY < 0 || nearY >= rows.length) continue
            const near = `${nearX} ${nearY}`
            counts.set(near, (counts.get(near) ?? 0) + 1)
          }
        }
        const living = [...counts].filter(([cell, count]) => count === 3 || (count === 2 && alive.has(cell)))
        alive = new Set(living.map(([cell]) => cell))
      }
      return alive.size
    }
  },
  properties: {
    "as large and as many generations as asked for": ({ generations, rows }, _, scale) =>
      generations === scale.generations && rows.length === scale.size &&
      rows.every((row) => row.length === scale.size)
  }
})

const around = (x: number, y: number): ReadonlyArray<readonly [number, number]> => [
  [x - 1, y - 1],
  [x, y - 1],
  [x + 1, y - 1],
  [x - 1, y],
  [x + 1, y],
  [x - 1, y + 1],
  [x, y + 1],
  [x + 1, y + 1]
]
