/** What native programs are measured on: the entries of a pool. */
import { Effect } from "effect"
import { existsSync, readFileSync } from "node:fs"
import * as Levels from "../Levels.ts"
import * as PoolFile from "../PoolFile.ts"

export interface Entry {
  readonly name: string
  readonly generator: string
  /** The setting in the middle of its ladder. */
  readonly scale: Readonly<Record<string, number>>
  readonly cpp: ReadonlyArray<string>
  readonly python: ReadonlyArray<string>
}

const toEntry = (entry: PoolFile.PoolEntry): Entry => {
  const { generator, name, solutions, upstreamLevels } = entry
  const inLanguage = (wanted: string) =>
    solutions.filter(({ language }) => language === wanted).map(({ source }) => source)
  return {
    name,
    generator,
    scale: Levels.scaleAt(entry, upstreamLevels[upstreamLevels.length >> 1]!),
    cpp: inLanguage("cpp"),
    python: inLanguage("python")
  }
}

/** The entries of a pool's file; one of our own where there is no such file. */
export const read = (file: string): Effect.Effect<ReadonlyArray<Entry>, PoolFile.PoolError> =>
  existsSync(file)
    ? Effect.map(PoolFile.decode(readFileSync(file, "utf8")), ({ entries }) => entries.map(toEntry))
    : Effect.succeed([sum])

const sum: Entry = {
  name: "sum",
  generator: `import random
def generate_testcase(scale):
    a = [random.randint(0, 9999) for _ in range(scale["n"])]
    return f"{len(a)}\\n{' '.join(map(str, a))}\\n", {"n": len(a), "a": a}`,
  scale: { n: 100 },
  cpp: [
    `#include <bits/stdc++.h>
int main() { long long n, a, sum = 0; std::cin >> n; while (std::cin >> a) sum += a; std::cout << sum << "\\n"; }`
  ],
  python: ["input()\nprint(sum(map(int, input().split())))"]
}
