/** What native programs are measured on: the entries of a pool. */
import { Schema } from "effect"
import { existsSync, readFileSync } from "node:fs"

export interface Entry {
  readonly name: string
  readonly generator: string
  /** The setting in the middle of its ladder. */
  readonly scale: Readonly<Record<string, number>>
  readonly cpp: ReadonlyArray<string>
  readonly python: ReadonlyArray<string>
}

const Parameter = Schema.Struct({ min: Schema.Number, base: Schema.Number })

const Pool = Schema.Record({
  key: Schema.String,
  value: Schema.Struct({
    generate_testcase: Schema.String,
    solutions: Schema.Struct({ solution: Schema.Array(Schema.String), language: Schema.Array(Schema.Int) }),
    difficulty_dict: Schema.Record({ key: Schema.String, value: Schema.Number }),
    params: Schema.Record({ key: Schema.String, value: Schema.Unknown })
  })
})

/** How a pool numbers its languages. */
const languages = { cpp: 2, python: 3 }

/** The entries of a pool's file; one of our own where there is no such file. */
export const readPool = (file: string): ReadonlyArray<Entry> => {
  if (!existsSync(file)) return [sum]
  const pool = Schema.decodeUnknownSync(Schema.parseJson(Pool))(readFileSync(file, "utf8"))
  return Object.entries(pool).map(([name, { difficulty_dict, generate_testcase, params, solutions }]) => {
    const rungs = Object.values(difficulty_dict).toSorted((a, b) => a - b)
    const rung = rungs[rungs.length >> 1]!
    const axes = Object.entries(params).filter(([name]) => name !== "difficulty")
    const inLanguage = (language: number) =>
      solutions.solution.filter((_, index) => solutions.language[index] === language)
    return {
      name,
      generator: generate_testcase,
      scale: Object.fromEntries(axes.map(([axis, value]) => {
        const { base, min } = Schema.decodeUnknownSync(Parameter)(value)
        return [axis, Math.trunc(rung * base + min)]
      })),
      cpp: inLanguage(languages.cpp),
      python: inLanguage(languages.python)
    }
  })
}

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
