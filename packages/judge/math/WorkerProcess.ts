/** A process that judges pairs and can be killed at any time: nothing in it outlives its scope. */
import { Deferred, Effect, Exit, type Scope } from "effect"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { JudgeError } from "../JudgeError.ts"
import type * as Verdict from "../Verdict.ts"

export interface Asked {
  readonly id: number
  readonly gold: string
  readonly answer: string
}

export type Said = "ready" | { readonly id: number; readonly verdict: Verdict.Verdict }

/** How a process ended that should have answered. */
export interface Ended {
  readonly _tag: "Ended"
  readonly how: string
}

export interface WorkerProcess {
  /** One call at a time. */
  readonly judge: (gold: string, answer: string) => Effect.Effect<Verdict.Verdict, Ended>
  /** CPU time that it has used, in milliseconds; undefined where the system does not tell. */
  readonly used: () => number | undefined
}

/** Linux counts in hundredths of a second; the fields of the file follow the name, which is in parentheses. */
const cpuTime = (pid: number): number | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)!.split(" ")
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return undefined
  }
}

interface Pending {
  readonly id: number
  readonly resume: (verdict: Effect.Effect<Verdict.Verdict, Ended>) => void
}

const entry = fileURLToPath(new URL("./main.ts", import.meta.url))

/** Ready when it is there; killed with its scope. */
export const start: Effect.Effect<WorkerProcess, JudgeError, Scope.Scope> = Effect.gen(function*() {
  const ready = yield* Deferred.make<void, JudgeError>()
  let pending: Pending | undefined
  let ended: Ended | undefined
  const child = yield* Effect.acquireRelease(
    Effect.try({
      try: () =>
        Bun.spawn([process.execPath, entry], {
          env: {},
          cwd: "/",
          stdio: ["ignore", "ignore", "ignore"],
          ipc: (said: Said) => {
            if (said === "ready") Deferred.unsafeDone(ready, Exit.void)
            else if (said.id === pending?.id) pending.resume(Effect.succeed(said.verdict))
          },
          onExit: (_child, code, signal) => {
            ended = { _tag: "Ended", how: signal === null ? `exit code ${code}` : `signal ${signal}` }
            const message = `The judge's process did not start: ${ended.how}`
            Deferred.unsafeDone(ready, Exit.fail(new JudgeError({ reason: "Worker", message })))
            pending?.resume(Effect.fail(ended))
          }
        }),
      catch: (cause) =>
        new JudgeError({
          reason: "Worker",
          message: `The judge's process could not be started: ${String(cause)}`
        })
    }),
    (child) =>
      Effect.promise(() => {
        child.kill("SIGKILL")
        return child.exited
      })
  )
  yield* Deferred.await(ready)
  let calls = 0
  return {
    used: () => cpuTime(child.pid),
    judge: (gold, text) =>
      Effect.async<Verdict.Verdict, Ended>((resume) => {
        if (ended !== undefined) return resume(Effect.fail(ended))
        pending = { id: calls++, resume }
        child.send({ id: pending.id, gold, answer: text } satisfies Asked)
      })
  }
})
