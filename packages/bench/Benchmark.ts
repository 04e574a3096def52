/** What a benchmark is and what it finds. */
import type { BunContext } from "@effect/platform-bun"
import { Data, Effect, type Scope } from "effect"

/** A benchmark could not run. A peer that is not installed is no such error, and a bound that is missed neither. */
export class BenchError extends Data.TaggedError("BenchError")<{ readonly message: string }> {}

/** One piece of work, measured in rounds: ours and a peer's in turns. */
export interface Comparison {
  readonly name: string
  readonly unit: string
  /** Which values are good ones: times are better `less`, rates `more`. */
  readonly better: "less" | "more"
  /** One value per round. */
  readonly ours: ReadonlyArray<number>
  /** The same work by somebody else's code; null where there is no such code, or it is not installed. */
  readonly peer: {
    readonly name: string
    readonly version: string
    /** One value per round, of the same rounds. */
    readonly values: ReadonlyArray<number>
  } | null
  /** Bounds on ours / peer: at most these where less is better, at least where more is. */
  readonly must?: number
  readonly aim?: number
}

export interface Settings {
  /** Measured rounds, after one of warming up. */
  readonly rounds: number
  /** The Python that runs peers. */
  readonly python: string
}

export interface Findings {
  readonly comparisons: ReadonlyArray<Comparison>
  /** For people: what could not be compared, and the command that mends it. */
  readonly notes: ReadonlyArray<string>
}

export interface Benchmark {
  readonly name: string
  readonly description: string
  readonly run: (
    settings: Settings
  ) => Effect.Effect<Findings, BenchError, BunContext.BunContext | Scope.Scope>
}

/** Makes any error with a message one of the benchmark's. */
export const orBenchError = <A, R>(
  effect: Effect.Effect<A, { readonly message: string }, R>
): Effect.Effect<A, BenchError, R> => Effect.mapError(effect, ({ message }) => new BenchError({ message }))

/** One round of warming up that does not count, then `rounds` in which ours and the peer's work alternate. */
export const alternate = <E1, R1, E2 = never, R2 = never>(
  rounds: number,
  ours: (round: number) => Effect.Effect<number, E1, R1>,
  peer: ((round: number) => Effect.Effect<number, E2, R2>) | null
) =>
  Effect.gen(function*() {
    const values = { ours: new Array<number>(), peer: new Array<number>() }
    for (let round = 0; round <= rounds; round++) {
      const own = yield* ours(round)
      const other = peer === null ? undefined : yield* peer(round)
      if (round === 0) continue
      values.ours.push(own)
      if (other !== undefined) values.peer.push(other)
    }
    return values
  })

/** Seconds that an effect takes, and what it gives. */
export const timed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const began = performance.now()
    return Effect.map(effect, (value) => ({ value, seconds: (performance.now() - began) / 1000 }))
  })
