/** How long a sandboxed process takes to start, and how much memory it holds. */
import { Effect } from "effect"
import { readFileSync } from "node:fs"
import type { Operation } from "../Calls.ts"
import * as Limits from "../Limits.ts"
import type { Mode } from "../Mode.ts"
import * as SandboxedProcess from "../SandboxedProcess.ts"
import { median } from "./workloads.ts"

/** From nothing to the first answer, in milliseconds: median of 20. */
export const coldStart = (mode: Mode, artifact: string, operation: Operation, request: unknown) =>
  Effect.gen(function*() {
    const times: Array<number> = []
    for (let start = 0; start < 20; start++) {
      const startedAt = performance.now()
      const process = yield* SandboxedProcess.start({
        mode,
        limits: Limits.defaults,
        environment: "cold",
        artifact
      })
      yield* process.call(operation, [request])
      times.push(performance.now() - startedAt)
      yield* process.kill
    }
    return median(times)
  }).pipe(Effect.scoped)

/**
 * Resident memory of all processes below this one, in MiB: pages that processes share are counted once over all of them
 * (`Pss`), or for each (`Rss`).
 */
export const memoryBelow = (pid: number, count: "Pss" | "Rss"): number => {
  let sum = 0
  for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean)) {
    const rollup = readFileSync(`/proc/${child}/smaps_rollup`, "utf8")
    sum += Number(new RegExp(`^${count}:\\s+(\\d+)`, "m").exec(rollup)![1]) / 1024
    sum += memoryBelow(Number(child), count)
  }
  return sum
}
