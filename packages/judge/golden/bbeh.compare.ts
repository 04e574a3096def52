/**
 * Prints how our verdicts and those of the script of BBEH's authors compare, by kind of response and by how the answer is
 * written: on the recorded pairs, or on a file that bbeh.py wrote. With `--list`, every pair on which they differ, too.
 *
 * Usage: bun packages/judge/golden/bbeh.compare.ts [FILE] [--list]
 */
import { parseArgs } from "node:util"
import { type Pair, read } from "./BbehComparison.ts"

const { positionals: [file = `${import.meta.dir}/bbeh.json`], values: { list } } = parseArgs({
  allowPositionals: true,
  options: { list: { type: "boolean", default: false } }
})

const pairs = read(await Bun.file(file).json())

const row = (of: string, some: ReadonlyArray<Pair>) => {
  const count = (which: (pair: Pair) => boolean) => some.filter(which).length
  return {
    of,
    pairs: some.length,
    agree: count(({ ours, theirs }) => ours === theirs),
    "same, ours alone": count(({ isSame, ours, theirs }) => isSame && ours && !theirs),
    "same, theirs alone": count(({ isSame, ours, theirs }) => isSame && !ours && theirs),
    "different, ours alone": count(({ isSame, ours, theirs }) => !isSame && ours && !theirs),
    "different, theirs alone": count(({ isSame, ours, theirs }) => !isSame && !ours && theirs),
    "different, both": count(({ isSame, ours, theirs }) => !isSame && ours && theirs)
  }
}

for (const by of ["form", "rule"] as const) {
  console.table([...Map.groupBy(pairs, (pair) => pair[by])].map(([of, some]) => row(of, some)))
}
console.table([row("all", pairs)])
if (list) {
  for (const pair of pairs.filter(({ ours, theirs }) => ours !== theirs)) console.log(JSON.stringify(pair))
}
