import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const neighbourhoods = ["111", "110", "101", "100", "011", "010", "001", "000"] as const

export default Environment.make({
  name: "cellular-automaton",
  tags: ["simulation", "cells"],
  skill: "applying a local rule to all cells at once, step after step",
  source: "Classic; elementary cellular automata, Wolfram 1983",
  scale: { width: Scale.linear({ min: 6, max: 64 }), steps: Scale.geometric({ min: 1, max: 160 }) },
  instance: Schema.Struct({
    rule: Schema.Int.pipe(Schema.between(0, 255)),
    row: Schema.String.pipe(Schema.pattern(/^[01]{3,64}$/), Schema.maxLength(64)),
    steps: Schema.Int.pipe(Schema.between(1, 160))
  }),
  answer: Answer.string,
  // Rules of four ones: with few ones or few zeros most rows soon look alike.
  generate: ({ steps, width }) =>
    Gen.struct({
      rule: Gen.map(
        Gen.subset([1, 2, 4, 8, 16, 32, 64, 128], 4),
        (bits) => bits.reduce((sum, bit) => sum + bit, 0)
      ),
      row: Gen.string("01", width),
      steps: Gen.succeed(steps)
    }),
  statement: ({ row, rule, steps }) =>
    `The cells of a row form a ring: the first and the last are neighbours. In a step all cells change at once; `
    + `what a cell becomes depends on its left neighbour, itself and its right neighbour: ${
      neighbourhoods.map((three, index) => `${three} gives ${(rule >> (7 - index)) & 1}`).join(", ")
    }. What does ${row} become in ${steps} ${steps === 1 ? "step" : "steps"}?`,
  solve: ({ row, rule, steps }) => {
    let cells = [...row].map(Number)
    for (let step = 0; step < steps; step++) {
      const before = cells
      cells = before.map((cell, at) => {
        const left = before.at(at - 1)!
        const right = before[(at + 1) % before.length]!
        return (rule >> (4 * left + 2 * cell + right)) & 1
      })
    }
    return cells.join("")
  },
  brute: {
    upTo: {},
    // Each cell of the last row from the three it depends on, back to the first row.
    solve: ({ row, rule, steps }) => {
      const becomes = rule.toString(2).padStart(8, "0")
      const known = new Map<number, string>()
      const cellAt = (at: number, step: number): string => {
        const place = (at + row.length) % row.length
        if (step === 0) return row[place]!
        const key = step * row.length + place
        let cell = known.get(key)
        if (cell === undefined) {
          const three = [place - 1, place, place + 1].map((near) => cellAt(near, step - 1)).join("")
          cell = becomes[(neighbourhoods as ReadonlyArray<string>).indexOf(three)]!
          known.set(key, cell)
        }
        return cell
      }
      return Array.from(row, (_, at) => cellAt(at, steps)).join("")
    }
  },
  properties: {
    "as wide and as many steps as asked for": ({ row, steps }, gold, scale) =>
      row.length === scale.width && gold.length === scale.width && steps === scale.steps,
    "half of the neighbourhoods give 1": ({ rule }) => rule.toString(2).replaceAll("0", "").length === 4
  }
})
