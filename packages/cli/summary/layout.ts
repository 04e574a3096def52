/** Text for a terminal of 80 columns. */

const columns = 80

/** Rows as aligned columns: the first to the left, the others to the left or right as `alignment` says of each. */
export const table = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  alignment: ReadonlyArray<"left" | "right">
): ReadonlyArray<string> => {
  const widths = alignment.map((_, column) => Math.max(...rows.map((row) => Bun.stringWidth(row[column]!))))
  return rows.map((row) =>
    row.map((cell, column) => {
      const padding = " ".repeat(widths[column]! - Bun.stringWidth(cell))
      return alignment[column] === "left" ? cell + padding : padding + cell
    }).join("  ").trimEnd()
  )
}

/** Lines that fit, broken at spaces, not at no-break ones, and within a word that is too long for a line. */
const wrap = (text: string, indent: number) =>
  Bun.wrapAnsi(text, columns - indent, { hard: true }).replaceAll("\u00a0", " ").split("\n")

/** `name  text`, indented, the text wrapped behind its name. */
export const named = (
  entries: ReadonlyArray<readonly [name: string, text: string]>
): ReadonlyArray<string> => {
  const width = Math.max(...entries.map(([name]) => name.length)) + 4
  return entries.flatMap(([name, text]) =>
    wrap(text, width).map((line, i) => (i === 0 ? `  ${name}` : "").padEnd(width) + line)
  )
}
