/**
 * What the sandbox costs, measured in every mode that works; exits with 1 where a bound on strong or standard is missed.
 * - cold start, from nothing to the first answer: median of 20, at most 40 ms;
 * - drawing (which solves too) in batches of 32, over the same functions called directly: at most 1.5 times where an
 *   instance is as much work as a longest increasing subsequence of 200 numbers;
 * - resident memory of all processes with 64 environments loaded and drawn from: at most 1 GiB.
 * Then all modes side by side, which has no bound.
 */
import { program } from "@scaler/compiler/Artifact"
import { compile } from "@scaler/compiler/Compile"
import type { Runnable } from "@scaler/dsl/Runnable"
import { Effect, Either } from "effect"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { modes } from "./Mode.ts"
import { probeMode } from "./Probe.ts"
import * as Sandbox from "./Sandbox.ts"
import type { SandboxedEnvironment } from "./SandboxedEnvironment.ts"
import { coldStart, memoryBelow } from "./verify/process.ts"
import { table } from "./verify/table.ts"
import { cacheDirectory, folder, median, requests, subsequence, sum } from "./verify/workloads.ts"

const bounds = { coldStartMillis: 40, costRatio: 1.5, memoryMiB: 1024 }
const batchSize = 32

let failed = false

const report = (what: string, value: number, bound: number, unit: string) => {
  const holds = value <= bound
  failed ||= !holds
  console.log(`${holds ? "ok  " : "FAIL"} ${what}: ${value.toFixed(2)} ${unit} (bound ${bound})`)
}

/** Rounds of warming up, in which the engines compile, and of measuring. */
const rounds = { warm: 300, measured: 1500 }

/**
 * Microseconds an instance takes to be drawn, which is to be generated, stated and solved, in the sandbox and
 * directly: batch by batch in turns, medians of all batches.
 */
const costs = (environment: SandboxedEnvironment, runnable: Runnable) =>
  Effect.gen(function*() {
    const sandboxed: Array<number> = []
    const direct: Array<number> = []
    for (let round = -rounds.warm; round < rounds.measured; round++) {
      const batch = requests(round + rounds.warm, batchSize)
      const first = performance.now()
      const drawn = yield* environment.draw(batch)
      const second = performance.now()
      batch.map(runnable.draw)
      const third = performance.now()
      if (round < 0) continue
      drawn.forEach(Either.getOrThrow)
      sandboxed.push(second - first)
      direct.push(third - second)
    }
    const each = (times: ReadonlyArray<number>) => (1000 * median(times)) / batchSize
    return { sandboxed: each(sandboxed), direct: each(direct) }
  })

const manyEnvironments = Effect.gen(function*() {
  const sandbox = yield* Sandbox.Sandbox
  const environments: Array<SandboxedEnvironment> = []
  for (let copy = 0; copy < 64; copy++) {
    const file = join(folder, `copy-${copy}.ts`)
    writeFileSync(
      file,
      readFileSync(subsequence, "utf8").replace(`name: "subsequence"`, `name: "copy-${copy}"`)
    )
    environments.push(yield* sandbox.load(file))
  }
  yield* Effect.forEach(environments, (environment) => environment.draw(requests(0, batchSize)), {
    concurrency: "unbounded"
  })
  return {
    alive: sandbox.alive().length,
    below: memoryBelow(process.pid, "Pss"),
    host: process.memoryUsage().rss / 2 ** 20
  }
})

const measure = Effect.gen(function*() {
  for (const mode of modes) {
    const { detail, works } = yield* probeMode(mode)
    if (!works) {
      failed ||= process.env["SCALER_REQUIRE_STRONG"] === "1"
      console.log(`skip mode ${mode}: ${detail}`)
      continue
    }
    if (mode === "portable") continue
    const layer = Sandbox.layer({ mode, cacheDirectory })
    for (const [name, file] of Object.entries({ subsequence, sum })) {
      const code = yield* program(yield* compile(file, { cacheDirectory }))
      const instance = name === "sum" ? { a: 1, b: 2 } : { values: [1, 2] }
      const cold = yield* coldStart(mode, code, "solve", { instance })
      report(`${mode}, ${name}: cold start to the first answer`, cold, bounds.coldStartMillis, "ms")
      const draw = yield* coldStart(mode, code, "draw", { level: 0, seed: 1, index: 0 })
      console.log(`     ${name}: ${draw.toFixed(1)} ms to the first draw, for which the ladder is derived`)
      const plain = join(folder, `${name}.mjs`)
      writeFileSync(plain, code)
      const { default: runnable } = (yield* Effect.promise(() => import(plain))) as {
        readonly default: Runnable
      }
      yield* Effect.gen(function*() {
        const environment = yield* (yield* Sandbox.Sandbox).load(file)
        const { direct, sandboxed } = yield* costs(environment, runnable)
        console.log(
          `     ${mode}, ${name}: ${sandboxed.toFixed(1)} µs an instance sandboxed, ${
            direct.toFixed(1)
          } µs direct:`
            + ` ${(sandboxed / direct).toFixed(2)} times`
        )
        if (name === "sum") return
        report(
          `${mode}, ${name}: draw, batches of ${batchSize}`,
          sandboxed / direct,
          bounds.costRatio,
          "times"
        )
      }).pipe(Effect.provide(layer))
    }
    const { alive, below, host } = yield* manyEnvironments.pipe(Effect.provide(layer))
    console.log(`     64 environments: ${alive} alive, this process ${host.toFixed(0)} MiB`)
    report(`${mode}: memory of all sandboxed processes`, below, bounds.memoryMiB, "MiB")
  }
  console.log((yield* table).join("\n"))
})

await Effect.runPromise(measure).finally(() => rmSync(folder, { recursive: true }))
process.exit(failed ? 1 : 0)
