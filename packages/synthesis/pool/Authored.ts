/** An entry of a pool made here: a generator in Python for a problem, with the range in which its instances fit a prompt. */
import { type DrawRequest } from "@scaler/sandbox/native/Generator"
import { Native } from "@scaler/sandbox/native/Native"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { Defect } from "../oracle/Defect.ts"
import type { Task } from "../Task.ts"
import * as Cases from "./Cases.ts"
import * as Levels from "./Levels.ts"
import type { Parameter, PoolEntry } from "./PoolFile.ts"
import * as PoolFolder from "./PoolFolder.ts"
import { withoutMonotony } from "./Variety.ts"
import { verify } from "./Verification.ts"

/** Longest input of the top level, in characters, and largest range, as in the reference. */
const longest = 2_048
const widest = 10_000

/** Inputs that are drawn of a setting; the longest counts. */
const probes = 3

/** Parameters that grow together: the one with the fewest values by one at each step, as in the reference. */
const parametersOf = (
  { meta }: Task
): { readonly range: number; readonly all: Record<string, Parameter> } => {
  const sizes = Object.entries(meta.parameters)
  const range = Math.min(widest, ...sizes.map(([, { max, min }]) => max - min))
  return {
    range,
    all: Object.fromEntries(
      sizes.map(([name, { max, min }]) => [name, { min, max, base: Math.min(max - min, widest) / range }])
    )
  }
}

/** The largest whole `r` whose inputs fit, found by halving. */
const fitting = (entry: PoolEntry): Effect.Effect<number, Defect | SandboxError, Native> =>
  Effect.gen(function*() {
    const native = yield* Native
    const lengthAt = (r: number) =>
      Effect.gen(function*() {
        const scale = Levels.scaleAt(entry, r)
        const requests = Array.from({ length: probes }, (_, probe): DrawRequest => ({
          seed: Cases.seedOf(entry.name, "range", r, probe),
          scale
        }))
        const drawn = Either.all(yield* native.draw(entry.generator, requests))
        return Either.isRight(drawn)
          ? Math.max(...drawn.right.map(({ input }) => input.length))
          : yield* new Defect({
            stage: "generator",
            message: `${drawn.left.message} (at ${JSON.stringify(scale)})`
          })
      })
    let [low, high] = [0, Math.floor(entry.range) + 1]
    if ((yield* lengthAt(0)) > longest) {
      return yield* new Defect({
        stage: "calibration",
        message: `its smallest input has more than ${longest} characters`
      })
    }
    while (low + 1 < high) {
      const middle = (low + high) >> 1
      if ((yield* lengthAt(middle)) <= longest) low = middle
      else high = middle
    }
    return low > 0 ? low : yield* new Defect({
      stage: "calibration",
      message: `only its smallest setting has inputs of at most ${longest} characters`
    })
  })

/** Verifies a generator for a problem, and finds its levels. */
export const admit = (
  generator: string,
  task: Task
): Effect.Effect<PoolFolder.AdmittedEntry, Defect | SandboxError, Native> =>
  Effect.gen(function*() {
    const { meta, name, problem } = task
    const { all, range } = parametersOf(task)
    const whole: PoolEntry = {
      name: problem.title,
      logic: problem.logic,
      instruction: problem.output,
      solutions: problem.solutions,
      generator,
      parameters: all,
      range,
      upstreamLevels: [0, range],
      output: meta.output
    }
    const top = yield* fitting(whole)
    const entry: PoolEntry = { ...whole, range: top, upstreamLevels: [0, top] }
    const verified = yield* verify(entry)
    return PoolFolder.admit({
      name,
      fingerprint: PoolFolder.fingerprintOf(entry),
      entry,
      verified,
      ladderKind: "derived",
      ladder: yield* withoutMonotony(entry, Levels.derived(entry))
    })
  })
