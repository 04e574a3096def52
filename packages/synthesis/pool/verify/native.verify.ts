/**
 * What native programs cost, and what the same costs with nothing kept: a fresh Python and a fresh g++ for every instance.
 * Exits with 1 where compiled solutions run less than 300 times a second of one processor, sustained and end to end, or
 * where both ways answer differently.
 *
 *     bun run verify:native [pool.json]
 */
import { layer, Native, type Program } from "@scaler/sandbox/native/Native"
import { Effect, Either } from "effect"
import { add, type Cost, measured } from "./cost.ts"
import * as Entries from "./entries.ts"
import type { Entry } from "./entries.ts"
import * as Fresh from "./fresh.ts"

const bound = 300
const batchSize = 32

/** How long each figure is measured on each entry, in milliseconds. */
const span = 1_500

let failed = false
const check = (holds: boolean, what: string) => {
  failed ||= !holds
  console.log(`${holds ? "ok  " : "FAIL"} ${what}`)
}

/** All costs of a figure, over the entries. */
const figures = new Map<string, Cost>()
const record = (figure: string, cost: Cost) => {
  const before = figures.get(figure)
  figures.set(figure, before === undefined ? cost : add(before, cost))
}

const draws = (native: Native["Type"], { generator, scale }: Entry, round: number) =>
  native.draw(
    generator,
    Array.from({ length: batchSize }, (_, item) => ({ seed: round * batchSize + item, scale }))
  )

/** Runs of one solution on the inputs of one batch, over and over; and whole instances, drawn and solved. */
const measureSolution = (
  native: Native["Type"],
  entry: Entry,
  language: Program["language"],
  program: Program
) =>
  Effect.gen(function*() {
    const inputs = (yield* draws(native, entry, 0)).map(Either.getOrThrow).map(({ input }) => input)
    record(
      `${language}: runs`,
      yield* measured(span, (round) => Effect.as(native.run(program, inputs[round % batchSize]!), 1))
    )
    record(
      `${language}: instances`,
      yield* measured(span, (round) =>
        Effect.gen(function*() {
          const drawn = (yield* draws(native, entry, round)).map(Either.getOrThrow)
          yield* Effect.forEach(drawn, ({ input }) => native.run(program, input))
          return batchSize
        }))
    )
    const { answer, ...cost } = Fresh.instance(entry, language)
    record(`${language}: instances with nothing kept`, cost)
    const [first] = (yield* native.draw(entry.generator, [{ seed: 0, scale: entry.scale }])).map(
      Either.getOrThrow
    )
    const { stdout } = yield* native.run(program, first!.input)
    if (stdout !== answer) check(false, `${entry.name}, ${language}: both ways give the same answer`)
  })

const measureEntry = (native: Native["Type"], entry: Entry) =>
  Effect.gen(function*() {
    record("draws", yield* measured(span, (round) => Effect.as(draws(native, entry, round), batchSize)))
    for (const language of ["cpp", "python"] as const) {
      const programs = yield* Effect.forEach(entry[language], (source) =>
        Effect.either(native.compile(source, language)))
      const refused = programs.filter(Either.isLeft)
      for (const { left } of refused) {
        console.log(`     ${entry.name}, ${language}: ${left.message}`)
      }
      check(refused.length === 0, `${entry.name}: ${programs.length} solutions in ${language} compile`)
      if (programs[0] !== undefined) {
        yield* measureSolution(native, entry, language, yield* programs[0])
      }
    }
  })

const compilations = (native: Native["Type"], entry: Entry) =>
  Effect.gen(function*() {
    const source = entry.cpp[0]
    if (source === undefined) return
    const startedAt = performance.now()
    // Another source to the cache, the same to the compiler.
    yield* native.compile(`${source}\n// ${Math.random()}\n`, "cpp")
    record("compilations", {
      count: 1,
      wallSeconds: (performance.now() - startedAt) / 1000,
      cpuSeconds: Number.NaN
    })
  })

const row = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`
const rate = (count: number, seconds: number) => String(Number((count / seconds).toPrecision(3)))

const measure = Effect.gen(function*() {
  const native = yield* Native
  const entries = yield* Entries.read(
    process.argv[2] ?? `${import.meta.dir}/../../../../../shared/data/scaler-pool-8.json`
  )
  console.log(
    `mode ${native.mode}; ${entries.length} entries; draws in batches of ${batchSize}; one launcher of each kind`
  )
  yield* Effect.forEach(entries, (entry) => measureEntry(native, entry))
  yield* Effect.forEach(entries, (entry) => compilations(native, entry))
  console.log([
    row(["", "a second of real time", "a second of processor time, all processes"]),
    row(["---", "---", "---"]),
    ...[...figures].map(([figure, { count, cpuSeconds, wallSeconds }]) =>
      row([figure, rate(count, wallSeconds), Number.isNaN(cpuSeconds) ? "" : rate(count, cpuSeconds)])
    )
  ].join("\n"))
  const { count, cpuSeconds } = figures.get("cpp: runs")!
  check(
    count / cpuSeconds >= bound,
    `compiled solutions run ${rate(count, cpuSeconds)} times a second of one processor (bound ${bound})`
  )
})

await Effect.runPromise(Effect.provide(measure, layer({ maxProcesses: 1 })))
process.exit(failed ? 1 : 0)
