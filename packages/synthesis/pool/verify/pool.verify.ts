/**
 * Imports a pool and holds its answers against those of `gold.py`, which runs the solutions by itself: 200 instances at
 * each of five levels of every environment, equal byte for byte. Then how many instances are answered in a second, here
 * and as the reference does it. Exits with 1 where an answer differs or nothing was imported.
 *
 *     bun run verify:pool [POOL.json]
 */
import { type Drawn } from "@scaler/dsl/Runnable"
import { layer } from "@scaler/sandbox/native/Native"
import { Effect, Either } from "effect"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { join } from "node:path"
import * as Import from "../Import.ts"
import * as PoolEnvironment from "../PoolEnvironment.ts"
import * as PoolFile from "../PoolFile.ts"
import type { AdmittedEntry } from "../PoolFolder.ts"

const file = process.argv[2] ?? `${import.meta.dir}/../../../../../shared/data/scaler-pool-8.json`
const instances = 200

/** Instances that are answered once more as the reference does, at one level of each environment. */
const fresh = 3

const jobs = availableParallelism()

/** The lowest level, the highest, and three between them. */
const fiveLevels = (
  count: number
) => [...new Set([0, 1, 2, 3, 4].map((part) => Math.round(part * (count - 1) / 4)))]

interface Reply {
  readonly answers: ReadonlyArray<unknown>
  readonly seconds: number
  readonly fresh: number
}

/** What the script answers to each request, in order. */
const script = (requests: ReadonlyArray<object>): Effect.Effect<ReadonlyArray<Reply>> =>
  Effect.promise(async () => {
    const child = Bun.spawn(["python3", `${import.meta.dir}/gold.py`, file], {
      stdin: Buffer.from(requests.map((request) => `${JSON.stringify(request)}\n`).join("")),
      stdout: "pipe",
      stderr: "inherit"
    })
    const output = await child.stdout.text()
    if (await child.exited !== 0) throw new Error("gold.py failed")
    return output.trim().split("\n").map((line) => JSON.parse(line) as Reply)
  })

/** Draws, then solves again what was drawn, for the time of solving alone. */
const answer = (admitted: AdmittedEntry, level: number) =>
  Effect.gen(function*() {
    const environment = yield* PoolEnvironment.make({ ...admitted, crossChecked: 0 })
    const requests = Array.from({ length: instances }, (_, index) => ({ level, seed: 1, index }))
    const drawing = performance.now()
    const drawn = (yield* environment.draw(requests)).map(Either.getOrThrow)
    const solving = performance.now()
    yield* environment.solve(drawn.map(({ instance }) => instance))
    const end = performance.now()
    return { level, drawn, drawSeconds: (solving - drawing) / 1000, solveSeconds: (end - solving) / 1000 }
  })

const inputOf = ({ instance }: Drawn) => (instance as { readonly input: string }).input

/** One environment's line: how many answers differ, and rates per second. */
const compare = (admitted: AdmittedEntry) =>
  Effect.gen(function*() {
    const { entry, ladder, verified: { answer: spec, oracle: [solution] } } = admitted
    const levels = yield* Effect.forEach(fiveLevels(ladder.length), (level) => answer(admitted, level))
    const whole = (spec.kind === "array" ? spec.element : spec).kind === "bigint"
    const replies = yield* script(levels.map(({ drawn, level }, at) => ({
      name: entry.name,
      solution,
      whole,
      inputs: drawn.map(inputOf),
      scale: ladder[level],
      fresh: at === 2 ? fresh : 0
    })))
    const differing = levels.flatMap(({ drawn }, at) =>
      drawn.filter(({ gold }, i) => JSON.stringify(gold) !== JSON.stringify(replies[at]!.answers[i]))
    )
    const total = (pick: (at: number) => number) => levels.reduce((sum, _, at) => sum + pick(at), 0)
    const rate = (count: number, seconds: number) => (count / seconds).toFixed(1)
    console.log([
      admitted.name.padEnd(40),
      entry.solutions[solution]!.language.padEnd(6),
      `${differing.length} of ${levels.length * instances} differ`,
      `solved ${rate(levels.length * instances, total((at) => levels[at]!.solveSeconds) * jobs)}/s and core`,
      `drawn ${rate(levels.length * instances, total((at) => levels[at]!.drawSeconds) * jobs)}/s and core`,
      `by plain processes ${rate(levels.length * instances, total((at) => replies[at]!.seconds))}/s`,
      `as the reference ${rate(fresh, total((at) => replies[at]!.fresh))}/s`
    ].join("  "))
    for (const { gold, instance } of differing.slice(0, 3)) {
      console.log("  ", JSON.stringify({ gold, instance }))
    }
    return differing.length
  })

const folder = mkdtempSync(join(tmpdir(), "scaler-verify-pool-"))

const program = Effect.gen(function*() {
  const pool = yield* PoolFile.decode(readFileSync(file, "utf8"))
  const imported = yield* Import.run(pool, {
    folder,
    ladder: "derived",
    jobs,
    onDone: (one) => Effect.sync(() => console.error(`${one.title} is ${one.status}`))
  })
  for (const one of imported) {
    if (one.status === "rejected") console.log(`${one.title} is rejected (${one.stage}): ${one.message}`)
    else {
      for (const { message, solution } of one.admitted.verified.refuted) {
        console.log(`${one.title}, solution ${solution + 1} is wrong: ${message}`)
      }
    }
  }
  const admitted = imported.flatMap((one) => one.status === "admitted" ? [one.admitted] : [])
  const differing = yield* Effect.forEach(admitted, compare)
  return admitted.length > 0 && differing.every((count) => count === 0)
}).pipe(
  Effect.provide(layer()),
  Effect.ensuring(Effect.sync(() => rmSync(folder, { recursive: true })))
)

process.exitCode = await Effect.runPromise(program) ? 0 : 1
