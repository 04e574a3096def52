/** What the tests of pools share: a small entry, and its sources. */
import type { PoolEntry } from "./PoolFile.ts"

export const generator = (lines: string) => `import random\ndef generate_testcase(scale):\n${lines}\n`

const numbers = generator(`    a = [random.randint(0, 9999) for _ in range(scale["n"])]
    return f"{len(a)}\\n{' '.join(map(str, a))}\\n", {"n": len(a), "a": a}`)

export const largest = "input()\nprint(max(map(int, input().split())))"
export const sorted = "n = int(input())\na = sorted(map(int, input().split()))\nprint(a[n - 1])"
export const loop = `n = int(input())
best = 0
for x in input().split():
    if int(x) > best: best = int(x)
print(best)`
/** Wrong where the largest number comes first. */
export const afterFirst = "input()\na = list(map(int, input().split()))\nprint(max(a[1:] or a))"

export const entry = (
  change: Partial<PoolEntry> & { readonly sources?: ReadonlyArray<string> }
): PoolEntry => ({
  name: "Largest",
  logic: "You are given n numbers.",
  instruction: "Print the largest.",
  solutions: (change.sources ?? [largest, sorted, loop]).map((source) => ({ language: "python", source })),
  generator: numbers,
  parameters: { n: { min: 1, max: 12, base: 1 } },
  range: 11,
  upstreamLevels: [0, 1],
  output: "number",
  ...change
})

/** An entry as a pool's file has it. */
export const raw = (change: Parameters<typeof entry>[0]): Record<string, unknown> => {
  const { generator, instruction, logic, name, output, parameters, range, solutions, upstreamLevels } = entry(
    change
  )
  return {
    name,
    logic_description: logic,
    raw_description: logic,
    instruction,
    solutions: {
      solution: solutions.map(({ source }) => source),
      language: solutions.map(({ language }) => language === "cpp" ? 2 : 3)
    },
    generate_testcase: generator,
    scale_range: range,
    output_type: output,
    is_output_unique: true,
    difficulty_dict: Object.fromEntries(upstreamLevels.entries()),
    params: { ...parameters, difficulty: { version: 2, params: { dmax: 1 } } }
  }
}

/** The text of a pool's file. */
export const poolText = (...entries: ReadonlyArray<Record<string, unknown>>): string =>
  JSON.stringify(Object.fromEntries(entries.map((one) => [one["name"], one])))
