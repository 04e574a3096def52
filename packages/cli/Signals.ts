/** Ctrl-C and termination: the first signal asks a training run to save and stop, the second ends it at once. */
import { Effect, type Scope } from "effect"

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const

let graceful: (() => void) | undefined
let received: keyof typeof exitCodes | undefined

/** The exit code of the signal that was received, if any. */
export const exitCode = (): number | undefined => received === undefined ? undefined : exitCodes[received]

/** Passes signals on: to the graceful handler first, where there is one, else to `end`. */
export const install = (end: () => void): void => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      const first = received === undefined
      received ??= signal
      if (first && graceful !== undefined) graceful()
      else end()
    })
  }
}

/** For the length of a scope, the first signal is answered by `onSignal` instead of the end of the program. */
export const handleFirst = (onSignal: () => void): Effect.Effect<void, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      graceful = onSignal
    }),
    () =>
      Effect.sync(() => {
        graceful = undefined
      })
  )
