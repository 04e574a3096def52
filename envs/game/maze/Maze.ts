/** Mazes as rows of characters, with marks on some places. */

export type Rows = ReadonlyArray<string>
export type Place = readonly [y: number, x: number]

/** Where the only such mark is. */
export const find = (rows: Rows, mark: string): Place => {
  const y = rows.findIndex((row) => row.includes(mark))
  return [y, rows[y]!.indexOf(mark)]
}

/** The maze with a mark on a place. */
export const put = (rows: Rows, [y, x]: Place, mark: string): Rows =>
  rows.with(y, rows[y]!.slice(0, x) + mark + rows[y]!.slice(x + 1))

/** The place of a cell of a drawn maze; the cells, at odd rows and columns, are numbered from 0 row by row. */
export const cellAt = (rows: Rows, cell: number): Place => {
  const across = (rows[0]!.length - 1) / 2
  return [2 * Math.floor(cell / across) + 1, 2 * (cell % across) + 1]
}
