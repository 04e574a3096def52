/** What every mode costs, side by side: no bound, a table for people. */
import { program } from "@scaler/compiler/Artifact"
import { compile } from "@scaler/compiler/Compile"
import { Effect } from "effect"
import * as Limits from "../Limits.ts"
import { type Mode, modes } from "../Mode.ts"
import { probeMode } from "../Probe.ts"
import * as Sandbox from "../Sandbox.ts"
import * as SandboxedProcess from "../SandboxedProcess.ts"
import { coldStart, memoryBelow } from "./process.ts"
import { cacheDirectory, median, requests, subsequence, sum } from "./workloads.ts"

const batches = [1, 32, 256]

/** How long each figure is warmed up and measured, in milliseconds. */
const spans = { warm: 1_000, measured: 2_000 }

/** Instances a second that are drawn in batches of a size: from the median of all batches. */
const perSecond = (mode: Mode, file: string, size: number) =>
  Effect.gen(function*() {
    const environment = yield* (yield* Sandbox.Sandbox).load(file)
    const startedAt = performance.now()
    const times: Array<number> = []
    for (
      let batch = 0;
      performance.now() - startedAt < spans.warm + spans.measured || times.length < 3;
      batch++
    ) {
      const before = performance.now()
      yield* environment.draw(requests(batch, size))
      const after = performance.now()
      if (before - startedAt > spans.warm) times.push(after - before)
    }
    return (1000 * size) / median(times)
  }).pipe(Effect.provide(Sandbox.layer({ mode, cacheDirectory })))

/** Resident memory of one process that has drawn a batch, in MiB. */
const memory = (mode: Mode, artifact: string) =>
  Effect.gen(function*() {
    const before = memoryBelow(process.pid, "Rss")
    const limits = Limits.defaults
    const child = yield* SandboxedProcess.start({ mode, limits, environment: "memory", artifact })
    yield* child.call("draw", requests(0, 32))
    return memoryBelow(process.pid, "Rss") - before
  }).pipe(Effect.scoped)

const row = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`

const head = [
  "mode",
  "cold start, ms",
  "resident memory, MiB",
  ...batches.map((size) => `sums/s by ${size}`),
  ...batches.map((size) => `subsequences/s by ${size}`)
]

/** Measures every mode that works, and `none`; returns the table's lines. */
export const table = Effect.gen(function*() {
  const artifact = yield* program(yield* compile(sum, { cacheDirectory }))
  const lines = [row(head), row(head.map(() => "---"))]
  for (const mode of [...modes, "none" as const]) {
    if (!(yield* probeMode(mode)).works) continue
    const cold = yield* coldStart(mode, artifact, "solve", { instance: { a: 1, b: 2 } })
    const held = yield* memory(mode, artifact)
    const rates = yield* Effect.forEach(
      [sum, subsequence].flatMap((file) => batches.map((size) => [file, size] as const)),
      ([file, size]) => perSecond(mode, file, size)
    )
    lines.push(
      row([
        mode,
        cold.toFixed(0),
        held.toFixed(0),
        ...rates.map((rate) => String(Number(rate.toPrecision(2))))
      ])
    )
  }
  return lines
})
