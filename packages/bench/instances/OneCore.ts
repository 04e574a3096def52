/** Measuring on one core, so that work that is spread over processes costs what it costs in all. */
import { Effect, type Scope } from "effect"
import { BenchError } from "../Benchmark.ts"

/** Runs util-linux's `taskset` on this process with all of its threads. */
const taskset = (...operands: ReadonlyArray<string>) =>
  Effect.try({
    try: () =>
      Bun.spawnSync(["taskset", "--all-tasks", "--cpu-list", "--pid", ...operands, String(process.pid)]),
    catch: () => new BenchError({ message: "taskset is missing: it belongs to util-linux" })
  }).pipe(
    Effect.filterOrFail(
      ({ success }) => success,
      ({ stderr }) => new BenchError({ message: `taskset failed: ${stderr.toString().trim()}` })
    ),
    Effect.map(({ stdout }) => stdout.toString())
  )

/** Keeps this process, and those that it starts from here on, on one core until the scope closes. */
export const onOneCore: Effect.Effect<void, BenchError, Scope.Scope> = Effect.acquireRelease(
  Effect.gen(function*() {
    const allowed = /: (\S+)\n/.exec(yield* taskset())![1]!
    yield* taskset(/\d+$/.exec(allowed)![0])
    return allowed
  }),
  (allowed) => Effect.orDie(taskset(allowed))
)
