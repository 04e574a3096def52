/** A new line in the source of a registry. */

const key = (name: string) => /^[a-z][a-z0-9]*$/.test(name) ? name : JSON.stringify(name)

const lineWidth = 110

const moduleLines = (family: string, name: string): ReadonlyArray<string> => {
  const line = `    ${key(name)}: () => import("./${family}/${name}.ts")`
  return line.length <= lineWidth ? [line] : line.replace("=> ", "=>\n      ").split("\n")
}

/** Puts an entry among others: before the first whose name is greater, commas between them. */
const insert = (
  lines: ReadonlyArray<string>,
  { entry, from, indent, name, to }: {
    /** The entries' lines, from the first to beyond the last. */
    readonly from: number
    readonly to: number
    readonly indent: string
    readonly name: string
    readonly entry: ReadonlyArray<string>
  }
): ReadonlyArray<string> => {
  const nameAt = (line: string) => new RegExp(`^${indent}"?([a-z0-9-]+)"?: `).exec(line)?.[1]
  const after = lines.findIndex((line, at) => at >= from && at < to && (nameAt(line) ?? "") > name)
  return after === -1
    ? [...lines.slice(0, to - 1), ...to > from ? [`${lines[to - 1]},`] : [], ...entry, ...lines.slice(to)]
    : [...lines.slice(0, after), ...entry.slice(0, -1), `${entry.at(-1)},`, ...lines.slice(after)]
}

/**
 * The text of `envs/registry.ts` with one more environment, in order of name, its family made where it is new;
 * undefined where the text is not as this repository's formatter leaves it.
 */
export const register = (text: string, family: string, name: string): string | undefined => {
  const lines = text.split("\n")
  const from = lines.findIndex((line) => line.includes("Registry.make(import.meta.dir, {")) + 1
  const to = lines.indexOf("})", from)
  if (from === 0 || to === -1) return undefined
  const begin = lines.indexOf(`  ${key(family)}: {`, from)
  if (begin === -1) {
    const entry = [`  ${key(family)}: {`, ...moduleLines(family, name), "  }"]
    return insert(lines, { entry, from, to, indent: "  ", name: family }).join("\n")
  }
  const end = lines.findIndex((line, at) => at > begin && /^ {2}\},?$/.test(line))
  if (end === -1) return undefined
  const entry = moduleLines(family, name)
  return insert(lines, { entry, from: begin + 1, to: end, indent: "    ", name }).join("\n")
}
