/** Sandboxed processes for many artifacts, of which a bounded number is alive at any time. */
import { Effect, ExecutionStrategy, Exit, Scope } from "effect"
import type { Operation, Outcome } from "./Calls.ts"
import type { Limits } from "./Limits.ts"
import type { Mode } from "./Mode.ts"
import type { SandboxError } from "./SandboxedEnvironment.ts"
import * as SandboxedProcess from "./SandboxedProcess.ts"

/** Calls one artifact; its process is started when it is needed and none is alive. Calls are answered one by one. */
export type Call = (
  operation: Operation,
  requests: ReadonlyArray<unknown>
) => Effect.Effect<ReadonlyArray<Outcome>, SandboxError>

export interface Pool {
  readonly open: (environment: string, artifact: string) => Call
  /** One call, after which the process is ended at once. */
  readonly once: (environment: string, artifact: string, ...call: Parameters<Call>) => ReturnType<Call>
  /** Names of the environments whose processes are alive, the least recently used first. */
  readonly alive: () => ReadonlyArray<string>
}

/** One artifact's place in the pool. */
interface Slot {
  readonly environment: string
  busy: boolean
  running:
    | { readonly process: SandboxedProcess.SandboxedProcess; readonly scope: Scope.CloseableScope }
    | undefined
}

export interface Options {
  readonly mode: Mode
  readonly limits: Limits
  /** Most processes alive at once. */
  readonly maxChildren: number
}

/** Most calls in flight: more would only wait for the processor, and their limits on time count. */
const maxInFlight = 8

/**
 * A pool. Where a process is needed and `maxChildren` are alive, the least recently used idle one is ended first. One
 * that failed, or in which something was thrown (other than that a generator found no instance), is never used again.
 * All end with the scope.
 */
export const make = ({ limits, maxChildren, mode }: Options): Effect.Effect<Pool, never, Scope.Scope> =>
  Effect.gen(function*() {
    const scope = yield* Effect.scope
    const inFlight = yield* Effect.makeSemaphore(Math.min(maxChildren, maxInFlight))
    /** Slots that hold a process or are about to, the least recently used first. */
    const live = new Set<Slot>()

    const end = (slot: Slot) =>
      Effect.suspend(() => {
        const { running } = slot
        slot.running = undefined
        return running === undefined ? Effect.void : Scope.close(running.scope, Exit.void)
      })

    /** Takes a place for the slot at once, so that concurrent calls count it, then ends whoever had it. */
    const takePlace = (slot: Slot) =>
      Effect.suspend(() => {
        live.delete(slot)
        const evicted = live.size < maxChildren ? undefined : [...live].find((other) => !other.busy)
        if (evicted !== undefined) live.delete(evicted)
        live.add(slot)
        return evicted === undefined ? Effect.void : end(evicted)
      })

    const acquire = (slot: Slot, artifact: string) =>
      Effect.gen(function*() {
        slot.busy = true
        yield* takePlace(slot)
        if (slot.running !== undefined && slot.running.process.isAlive() && !slot.running.process.isSpent()) {
          return slot.running.process
        }
        yield* end(slot)
        const own = yield* Scope.fork(scope, ExecutionStrategy.sequential)
        const process = yield* Scope.extend(
          SandboxedProcess.start({ mode, limits, environment: slot.environment, artifact }),
          own
        )
        slot.running = { process, scope: own }
        return process
      }).pipe(Effect.onError(() => release(slot, false)))

    const release = (slot: Slot, reusable: boolean) =>
      Effect.gen(function*() {
        if (!reusable) {
          yield* end(slot)
          live.delete(slot)
        }
        slot.busy = false
      })

    const isReusable = (exit: Exit.Exit<ReadonlyArray<Outcome>, SandboxError>) =>
      Exit.isSuccess(exit) &&
      exit.value.every((outcome) => "ok" in outcome || outcome.threw[0] === "Exhausted")

    /** A slot's calls, one by one; `again` tells whether its process may stay for the next. */
    const caller = (environment: string, artifact: string, again: typeof isReusable): Call => {
      const slot: Slot = { environment, busy: false, running: undefined }
      const turn = Effect.unsafeMakeSemaphore(1)
      return (operation, requests) =>
        Effect.acquireUseRelease(
          acquire(slot, artifact),
          (process) => process.call(operation, requests),
          (_, exit) => release(slot, again(exit))
        ).pipe(inFlight.withPermits(1), turn.withPermits(1))
    }

    return {
      alive: () => [...live].map((slot) => slot.environment),
      open: (environment, artifact) => caller(environment, artifact, isReusable),
      once: (environment, artifact, ...call) => caller(environment, artifact, () => false)(...call)
    }
  })
