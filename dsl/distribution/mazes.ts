import type { Random } from "../Random.ts"
import { spanningTree } from "./spanningTrees.ts"
import { subset } from "./subsets.ts"
import { whole } from "./whole.ts"

/**
 * A maze as rows of `#` (wall) and `.` (open): cells at odd rows and columns, passages between them by a uniform
 * spanning tree, so that there is one way between any two cells; then `loops` of the other walls between neighbouring
 * cells, chosen uniformly, are opened too. At most (cells per column − 1) · (cells per row − 1) loops.
 */
export const maze = (random: Random, rows: number, columns: number, loops: number): Array<string> => {
  for (const [name, size] of Object.entries({ rows, columns })) {
    if (!(Number.isSafeInteger(size) && size >= 3 && size % 2 === 1)) {
      throw new RangeError(`maze: ${name} must be an odd number from 3 up, not ${size}`)
    }
  }
  const height = (rows - 1) / 2
  const width = (columns - 1) / 2
  whole("maze", "loops", loops, 0, (height - 1) * (width - 1))

  const cells = Array.from({ length: height * width }, (_, cell) => cell)
  const neighbours = cells.map((cell) => [
    ...(cell >= width ? [cell - width] : []),
    ...(cell % width > 0 ? [cell - 1] : []),
    ...(cell % width < width - 1 ? [cell + 1] : []),
    ...(cell + width < cells.length ? [cell + width] : [])
  ])
  const map = Array.from({ length: rows }, () => Array.from({ length: columns }, () => "#"))
  const row = (cell: number) => Math.floor(cell / width)
  // The place between two neighbours; the cell's own where they are the same.
  const place = (cell: number, other: number) =>
    [row(cell) + row(other) + 1, (cell % width) + (other % width) + 1] as const
  const open = (cell: number, other: number) => {
    const [y, x] = place(cell, other)
    map[y]![x] = "."
  }
  const isWall = (cell: number, other: number) => {
    const [y, x] = place(cell, other)
    return map[y]![x] === "#"
  }

  for (const cell of cells) open(cell, cell)
  for (const [cell, other] of spanningTree(random, neighbours)) open(cell, other)
  const walls = cells.flatMap((cell) =>
    neighbours[cell]!.filter((other) => cell < other && isWall(cell, other)).map((other) =>
      [cell, other] as const
    )
  )
  for (const wall of subset(random, walls.length, loops)) open(...walls[wall]!)
  return map.map((characters) => characters.join(""))
}
