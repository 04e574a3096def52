import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** Rows of cells: the number of mines around an open one, and a letter for each that is not open. */
type Grid = ReadonlyArray<string>

const alphabet = "abcdefghijklmnopqrstuvwxyz"

/** The cells around a cell, as indices of a square of that size. */
const around = (size: number, at: number): ReadonlyArray<number> => {
  const [row, column] = [Math.floor(at / size), at % size]
  return [-1, 0, 1].flatMap((down) =>
    [-1, 0, 1].flatMap((right) => {
      const [y, x] = [row + down, column + right]
      return (down !== 0 || right !== 0) && y >= 0 && y < size && x >= 0 && x < size ? [y * size + x] : []
    })
  )
}

/** Letters of so many mines that fit the numbers, other than the given ones: letter by letter, in order. */
const solution = (grid: Grid, mines: number, other?: string): string | undefined => {
  const cells = [...grid.join("")]
  const letters = cells.filter((cell) => alphabet.includes(cell))
  const numbers = cells.flatMap((cell, at) => {
    const hidden = around(grid.length, at).map((next) => cells[next]!).filter((next) =>
      alphabet.includes(next)
    )
    return alphabet.includes(cell) ? [] : [{ mines: Number(cell), hidden }]
  })
  const beside = letters.map((letter) => numbers.filter(({ hidden }) => hidden.includes(letter)))
  /** Goes on after the letters before `at`, of which `found` are mines. */
  const extend = (at: number, found: string): string | undefined => {
    const left = letters.length - at
    if (found.length > mines || found.length + left < mines) return undefined
    const fitting = at === 0 || beside[at - 1]!.every(({ mines, hidden }) => {
      const known = hidden.filter((letter) => found.includes(letter)).length
      return known <= mines &&
        mines <= known + hidden.filter((letter) => letters.indexOf(letter) >= at).length
    })
    if (!fitting) return undefined
    if (left === 0) return found === other ? undefined : found
    return extend(at + 1, found + letters[at]!) ?? extend(at + 1, found)
  }
  return extend(0, "")
}

export default Environment.make({
  name: "minesweeper",
  tags: ["logic", "deduction", "grid"],
  skill: "finding mines from the numbers around them",
  source: "Classic; Kaye 2000 on its consistency problem",
  scale: { size: Scale.linear({ min: 4, max: 9 }), hidden: Scale.linear({ min: 6, max: 26 }) },
  instance: Schema.Struct({ grid: Schema.Array(Schema.String), mines: Schema.Int }),
  answer: Answer.string,
  // So many cells are hidden, a third to a half of them mines; where other mines fit too, a cell without one is opened.
  generate: ({ size, hidden: count }) =>
    Gen.gen(function*() {
      const cells = yield* Gen.distinct(0, size * size - 1, count)
      const mines = cells.slice(0, yield* Gen.int(Math.ceil(count / 3), Math.floor(count / 2)))
      const hidden = new Set(cells)
      for (;;) {
        const order = [...hidden].sort((a, b) => a - b)
        const shown = Array.from({ length: size * size }, (_, at) =>
          hidden.has(at)
            ? alphabet[order.indexOf(at)]!
            : String(around(size, at).filter((next) => mines.includes(next)).length))
        const grid = Array.from({ length: size }, (_, row) =>
          shown.slice(row * size, (row + 1) * size).join(""))
        const truth = mines.map((at) =>
          shown[at]!
        ).sort().join("")
        const other = solution(grid, mines.length, truth)
        if (other === undefined) return { grid, mines: mines.length }
        const wrong = order.filter((at) => other.includes(shown[at]!) && !truth.includes(shown[at]!))
        hidden.delete(yield* Gen.pick(wrong))
      }
    }),
  statement: ({ grid, mines }) =>
    `In this square each letter is a cell that may hide a mine; ${mines} of them do. A digit is a cell without a mine and tells `
    + `how many of the up to eight cells around it, also diagonally, hide one:\n${
      grid.join("\n")
    }\nWrite the letters of the cells with a mine in alphabetical order, as one word.`,
  solve: ({ grid, mines }) => solution(grid, mines)!,
  brute: {
    upTo: { hidden: 10 },
    // All ways to choose among the letters.
    solve: ({ grid, mines }) => {
      const letters = grid.join("").replace(/\d/g, "")
      const count = (y: number, x: number, chosen: string) =>
        [y - 1, y, y + 1].flatMap((row) => [...(grid[row] ?? "")].slice(Math.max(0, x - 1), x + 2))
          .filter((cell) => chosen.includes(cell)).length
      const fitting: Array<string> = []
      for (let bits = 0; bits < 1 << letters.length; bits++) {
        const chosen = [...letters].filter((_, at) => (bits >> at) & 1).join("")
        const right = chosen.length === mines &&
          grid.every((row, y) =>
            [...row].every((cell, x) => cell >= "a" || Number(cell) === count(y, x, chosen))
          )
        if (right) fitting.push(chosen)
      }
      return fitting.length === 1 ? fitting[0]! : ""
    }
  },
  properties: {
    "sizes as the scale asks": ({ grid, mines }, gold, { size, hidden }) => {
      const letters = grid.join("").replace(/\d/g, "")
      return grid.length === size && grid.every((row) => row.length === size) && letters.length <= hidden &&
        mines === gold.length && 3 * mines >= hidden && 2 * mines <= hidden && mines <= letters.length
    },
    "every number is right": ({ grid }, gold) =>
      grid.every((row, y) =>
        [...row].every((cell, x) => {
          const near = grid.slice(Math.max(0, y - 1), y + 2).map((line) =>
            line.slice(Math.max(0, x - 1), x + 2)
          )
          return /[a-z]/.test(cell) ||
            near.join("").replace(new RegExp(`[^${gold}]`, "g"), "").length === Number(cell)
        })
      )
  }
})
