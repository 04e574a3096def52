/**
 * Judges the hostile responses named by its arguments, in a process of its own. Prints a line of JSON for each: the most
 * milliseconds that one judgement took under any answer type, and how much the process has grown at most, in MiB.
 */
import type { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { readFileSync } from "node:fs"
import { dense, long } from "./bounds.responses.ts"
import * as Judge from "./Judge.ts"

const text: AnswerSpec = { kind: "string", caseSensitive: true }
const specs: ReadonlyArray<AnswerSpec> = [
  { kind: "integer" },
  text,
  { kind: "rational" },
  { kind: "choice", options: ["A", "B"] },
  { kind: "array", element: text },
  { kind: "array", element: { kind: "rational" } },
  { kind: "array", element: { kind: "array", element: { kind: "decimal", tolerance: 0.1 } } }
]

/** Best of three. On a busy machine the clock counts other processes; CPU time counts the compiler's threads. */
const measure = (spec: AnswerSpec, response: string): number => {
  let best = Infinity
  for (let attempt = 0; attempt < 3; attempt++) {
    Bun.gc(true)
    const start = performance.now()
    const cpu = process.cpuUsage()
    Judge.parseFinalAnswer(spec, response)
    const { system, user } = process.cpuUsage(cpu)
    best = Math.min(best, performance.now() - start, (system + user) / 1000)
  }
  return best
}

/** Largest resident size so far, in bytes. Linux hands `maxRSS` down from the parent process; VmHWM is our own. */
const peak = (): number => {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS * 1024
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) * 1024
}

for (const name of process.argv.slice(2)) {
  const response = (long[name] ?? dense[name])!()
  // How a box reads depends on the answer type; how it is found does not.
  const relevant = name in long ? specs.slice(0, 2) : specs
  Bun.gc(true)
  const before = process.memoryUsage().rss
  const milliseconds = Math.max(...relevant.map((spec) => measure(spec, response)))
  const mebibytes = (peak() - before) / 2 ** 20
  console.log(JSON.stringify({ name, milliseconds, mebibytes, length: response.length }))
}
