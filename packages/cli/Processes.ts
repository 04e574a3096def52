/** Processes and their memory, as the kernel tells; where there is no /proc, nothing is told. */
import { Effect, type Scope } from "effect"
import { readFileSync } from "node:fs"

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return ""
  }
}

/** Processes below one, all generations, whose command line holds a text. */
export const below = (pid: number, command = ""): ReadonlyArray<number> =>
  read(`/proc/${pid}/task/${pid}/children`).split(" ").filter((text) => text !== "").map(Number)
    .flatMap((child) => [
      ...(read(`/proc/${child}/cmdline`).includes(command) ? [child] : []),
      ...below(child, command)
    ])

/** Resident memory of a process and all below it, in MiB; 0 where it is not told. */
export const residentMiB = (pid: number): number =>
  [pid, ...below(pid)]
    .map((each) => Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${each}/status`))?.[1] ?? 0) / 1024)
    .reduce((sum, part) => sum + part, 0)

/** Watches the memory of this process and all below it for the length of a scope; gives the most seen so far, in MiB. */
export const peakMiB: Effect.Effect<() => number, never, Scope.Scope> = Effect.gen(function*() {
  let peak = 0
  const look = Effect.sync(() => {
    peak = Math.max(peak, residentMiB(process.pid))
  })
  yield* Effect.forkScoped(Effect.forever(Effect.zipRight(look, Effect.sleep("250 millis"))))
  return () => peak
})
