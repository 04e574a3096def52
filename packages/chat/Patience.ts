/** Asks again what failed in passing, some questions at a time, and leaves a server alone that asks for it. */
import { Clock, Duration, Effect, Schedule } from "effect"
import { TryFailed } from "./TryFailed.ts"

export interface Options {
  /** Most questions under way at a time. */
  readonly jobs: number
  /** Tries for one question. */
  readonly tries: number
}

/** Tries until there is a reply, or a failure that does not pass. */
export type Patience = <A, E>(attempt: Effect.Effect<A, E | TryFailed>) => Effect.Effect<A, E | TryFailed>

/** From 1 s on, twice as long each time and a minute at most, less up to half by chance. */
const backoff = Schedule.exponential("1 second").pipe(
  Schedule.union(Schedule.spaced("1 minute")),
  Schedule.jitteredWith({ min: 0.5, max: 1 })
)

/** The longest that a server may ask to be left alone: after that a person had better know. */
const longestPause = Duration.minutes(10)

export const isLong = (pause: number | undefined): pause is number =>
  pause !== undefined && pause > Duration.toMillis(longestPause)

const isTryFailed = (error: unknown): error is TryFailed => error instanceof TryFailed

export const make = ({ jobs, tries }: Options): Effect.Effect<Patience> =>
  Effect.map(Effect.makeSemaphore(jobs), (turns) => {
    // One question's pause is every question's: they are of one key.
    let pausedUntil = 0
    const pauseIsOver: Effect.Effect<void> = Effect.flatMap(
      Clock.currentTimeMillis,
      (now) => now < pausedUntil ? Effect.zipRight(Effect.sleep(pausedUntil - now), pauseIsOver) : Effect.void
    )
    const heed = (error: unknown) =>
      !isTryFailed(error) || error.pause === undefined || isLong(error.pause)
        ? Effect.void
        : Effect.map(Clock.currentTimeMillis, (now) => {
          pausedUntil = Math.max(pausedUntil, now + error.pause!)
        })
    return (attempt) =>
      pauseIsOver.pipe(
        Effect.zipRight(attempt),
        Effect.tapError(heed),
        turns.withPermits(1),
        Effect.retry({
          schedule: backoff,
          times: tries - 1,
          while: (error) => isTryFailed(error) && error.isPassing && !isLong(error.pause)
        })
      )
  })
