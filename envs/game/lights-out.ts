import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

type Lights = ReadonlyArray<ReadonlyArray<number>>

/** The lights after all presses, 1 for a lamp that is pressed or lit. */
const pressed = (lights: Lights, presses: Lights): Lights =>
  lights.map((row, y) =>
    row.map((light, x) =>
      light ^ presses[y]![x]! ^ (presses[y - 1]?.[x] ?? 0) ^ (presses[y + 1]?.[x] ?? 0) ^
      (presses[y]![x - 1] ?? 0) ^ (presses[y]![x + 1] ?? 0)
    )
  )

/** All presses that follow from those of the first row, where each row below puts out the row above it. */
const chase = (lights: Lights, first: ReadonlyArray<number>): Lights => {
  const presses = [first]
  for (let y = 1; y < lights.length; y++) {
    const above = presses[y - 1]!
    presses.push(
      lights[y - 1]!.map((light, x) =>
        light ^ above[x]! ^ (above[x - 1] ?? 0) ^ (above[x + 1] ?? 0) ^ (presses[y - 2]?.[x] ?? 0)
      )
    )
  }
  return presses
}

/** Numbers x of 0 and 1 with the sum of x times the columns equal to the target, modulo 2; at least one such exists. */
const combine = (columns: Lights, target: ReadonlyArray<number>): ReadonlyArray<number> => {
  const equations = target.map((bit, row) => [...columns.map((column) => column[row]!), bit])
  const x = columns.map(() => 0)
  const pivots = columns.map((_, column) => {
    const pivot = equations.findIndex((equation) =>
      equation[column] === 1 && equation.slice(0, column).every((bit) => bit === 0)
    )
    const chosen = equations[pivot]
    if (chosen === undefined) return undefined
    for (const [row, equation] of equations.entries()) {
      if (row === pivot || equation[column] === 0) continue
      equations[row] = equation.map((bit, index) => bit ^ chosen[index]!)
    }
    return pivot
  })
  return x.map((_, column) => pivots[column] === undefined ? 0 : equations[pivots[column]]!.at(-1)!)
}

const zeros = (length: number): ReadonlyArray<number> => Array.from({ length }, () => 0)

export default Environment.make({
  name: "lights-out",
  tags: ["game", "linear-algebra"],
  skill: "switching all lamps off where each press changes neighbours too",
  source: "Game; Lights Out, Tiger Electronics 1995; solvable by linear algebra: Anderson, Feil 1998",
  scale: { rows: Scale.linear({ min: 3, max: 14 }), columns: Scale.linear({ min: 4, max: 14 }) },
  instance: Schema.Struct({ lights: Schema.Array(Schema.Array(Schema.Literal(0, 1))) }),
  answer: Answer.array(Answer.integer),
  generate: ({ columns, rows }) =>
    Gen.map(Gen.grid(rows, columns, Gen.int(0, 1)), (presses) => ({
      lights: pressed(presses.map((row) => zeros(row.length)), presses) as ReadonlyArray<ReadonlyArray<0 | 1>>
    })),
  statement: ({ lights }) => {
    const [rows, columns] = [lights.length, lights[0]!.length]
    return `Lamps stand in ${rows} rows of ${columns}, numbered 1 to ${
      rows * columns
    } row by row from the top left; 1 `
      + `is lit and 0 is off. Pressing a lamp switches it and those directly above, below, left and right of it, from `
      + `lit to off or from off to lit. List the numbers of lamps to press, each once, so that all are off at last.\n${
        lights.map((row) => row.join("")).join("\n")
      }`
  },
  // Light chasing: what is left in the last row depends linearly on the presses of the first.
  solve: ({ lights }) => {
    const width = lights[0]!.length
    const left = (on: Lights, first: ReadonlyArray<number>) => pressed(on, chase(on, first)).at(-1)!
    const dark = lights.map((row) => zeros(row.length))
    const columns = zeros(width).map((_, column) => left(dark, zeros(width).with(column, 1)))
    const presses = chase(lights, combine(columns, left(lights, zeros(width))))
    return presses.flat().flatMap((press, index) => press === 1 ? [index + 1] : [])
  },
  check: ({ lights }, answer) => {
    const width = lights[0]!.length
    const presses = lights.map((row, y) => row.map((_, x) => answer.includes(y * width + x + 1) ? 1 : 0))
    if (presses.flat().filter((press) => press === 1).length < answer.length) {
      return "it lists a lamp twice, or one that is not there"
    }
    const lit = pressed(lights, presses).flat().indexOf(1)
    return lit === -1 ? true : `lamp ${lit + 1} is lit at the end`
  },
  brute: {
    upTo: { rows: 3, columns: 4 },
    // All sets of presses.
    solve: ({ lights }) => {
      const width = lights[0]!.length
      const lamps = lights.flat()
      const toggles = lamps.map((_, press) =>
        lamps.reduce<number>((mask, _, lamp) => {
          const apart = Math.abs(Math.floor(press / width) - Math.floor(lamp / width)) +
            Math.abs(press % width - lamp % width)
          return apart <= 1 ? mask + 2 ** lamp : mask
        }, 0)
      )
      const lit = lamps.reduce<number>((mask, light, lamp) => mask + light * 2 ** lamp, 0)
      for (let presses = 0; presses < 2 ** lamps.length; presses++) {
        const on = toggles.reduce((mask, toggle, press) => (presses >> press) & 1 ? mask ^ toggle : mask, lit)
        if (on === 0) return lamps.flatMap((_, press) => (presses >> press) & 1 ? [press + 1] : [])
      }
      return []
    }
  },
  properties: {
    "of the size asked for": ({ lights }, _, { columns, rows }) =>
      lights.length === rows && lights.every((row) => row.length === columns),
    "each lamp once": ({ lights }, gold) =>
      gold.every((lamp, index) => lamp >= 1 && lamp <= lights.flat().length && gold.indexOf(lamp) === index),
    "an odd number of presses touch each lit lamp, and an even number every other": ({ lights }, gold) => {
      const width = lights[0]!.length
      return lights.flat().every((light, index) => {
        const touching = gold.filter((lamp) => {
          const apart = Math.abs(lamp - 1 - index)
          return apart === 0 || apart === width ||
            (apart === 1 && Math.floor((lamp - 1) / width) === Math.floor(index / width))
        })
        return touching.length % 2 === light
      })
    }
  }
})
