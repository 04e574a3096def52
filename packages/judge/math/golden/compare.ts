/**
 * Prints how our verdicts and Math-Verify's compare on the recorded pairs, and how many pairs we judge in a second of
 * CPU time. With `--list`, also every pair on which they differ.
 */
import { accepts, type Pair, pairs } from "./Comparison.ts"

const count = (some: ReadonlyArray<Pair>, which: (pair: Pair) => boolean) => some.filter(which).length

const row = (name: string, some: ReadonlyArray<Pair>) => ({
  suite: name,
  pairs: some.length,
  agree: count(some, (pair) => ours.get(pair) === pair.theirs),
  "wrong accepts": count(some, (pair) => !pair.isSame && ours.get(pair)!),
  "wrong rejects": count(some, (pair) => pair.isSame && !ours.get(pair)!),
  "theirs: accepts": count(some, (pair) => !pair.isSame && pair.theirs),
  "theirs: rejects": count(some, (pair) => pair.isSame && !pair.theirs)
})

const started = process.cpuUsage()
const ours = new Map(pairs.map((pair) => [pair, accepts(pair)] as const))
const { user } = process.cpuUsage(started)

const suites = [...new Set(pairs.map(({ suite }) => suite))]
console.table([
  ...suites.map((suite) => row(suite, pairs.filter((pair) => pair.suite === suite))),
  row("all", pairs)
])
console.log(`${Math.round(pairs.length / (user / 1e6))} pairs in a second of CPU time`)
if (process.argv.includes("--list")) {
  for (const pair of pairs.filter((pair) => ours.get(pair) !== pair.theirs)) console.log(JSON.stringify(pair))
}
