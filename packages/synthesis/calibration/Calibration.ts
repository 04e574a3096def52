/** A ladder from measurements: how far the axes can go under a cap on statements and a bound on the oracle's time. */
import { margin } from "@scaler/dsl/Ladder"
import { axisAt, isHarder, type Scale } from "@scaler/dsl/Scale"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { type Measured, measuring } from "./Measure.ts"

export interface Options {
  /** Longest statement, in characters. */
  readonly maxPrompt: number
  /** Longest time of the oracle for one instance, in milliseconds. */
  readonly maxMillis: number
  /** Most levels. */
  readonly levels: number
  /** Given how much a round of measurements can take, says what to tell of each; silent unless given. */
  readonly meter?: (total: number) => Effect.Effect<(what: string) => Effect.Effect<void>>
}

const silent = () => Effect.succeed(() => Effect.void)

/** What an axis adds at the top: the difference to the same setting with this axis at its minimum. */
export interface Addition {
  readonly axis: string
  readonly from: number
  readonly to: number
  /** Null where the other axes leave no instance at the minimum. */
  readonly adds: Measured | null
}

export interface Calibration {
  readonly ladder: ReadonlyArray<Scale>
  /** Of each level. */
  readonly measured: ReadonlyArray<Measured>
  readonly additions: ReadonlyArray<Addition>
  /** Why the axes cannot go further; undefined where all reach their maxima. */
  readonly stop: string | undefined
  /** Whether the environment's own ladder has as many levels and ends in the same place, or nearly. */
  readonly isRight: boolean
}

/** Steps in which a climb goes up, so that what lies far beyond a limit is never tried. */
const steps = 29

/** Halvings between the last step that fits and the first that does not. */
const halvings = 6

/** Progress along an axis, in 0 … 1, by which two tops may differ and still be the same. */
const tolerance = 0.05

/** Progress of each axis, in 0 … 1. */
type Progress = Readonly<Record<string, number>>

/** Finds a ladder; the left is why there is none. */
export const calibrate = (
  environment: SandboxedEnvironment,
  options: Options
): Effect.Effect<Either.Either<Calibration, string>, SandboxError> =>
  Effect.gen(function*() {
    const { axes, ladder: own } = environment.manifest
    const names = Object.keys(axes)
    const { meter: metered = silent } = options
    const measure = measuring(environment, options.maxPrompt)
    const at = (progress: Progress): Scale =>
      Object.fromEntries(names.map((name) => [name, axisAt(axes[name]!, progress[name]!)]))
    const even = (progress: number): Progress => Object.fromEntries(names.map((name) => [name, progress]))

    /** Why a setting is too much; undefined where it is not. */
    const excess = (progress: Progress) =>
      Effect.map(
        measure(at(progress)),
        Either.match({
          onLeft: (why) => why,
          onRight: ({ millis, prompt }) =>
            prompt > options.maxPrompt * margin
              ? `statements reach the cap of ${options.maxPrompt} characters`
              : millis > options.maxMillis
              ? `the oracle needs more than ${options.maxMillis} ms`
              : undefined
        })
      )

    /** The largest progress from `low` on that is not too much, given that `low` is not. */
    const climb = (low: number, along: (progress: number) => Progress) =>
      Effect.gen(function*() {
        const meter = yield* metered(steps)
        let high: number | undefined
        let stop: string | undefined
        for (let step = 1; step <= steps && high === undefined; step++) {
          const progress = step / steps
          if (progress <= low) continue
          stop = yield* excess(along(progress))
          if (stop === undefined) low = progress
          else high = progress
          yield* meter(`measured ${JSON.stringify(at(along(progress)))}`)
        }
        for (let halving = 0; halving < halvings && high !== undefined; halving++) {
          const middle: number = (low + high) / 2
          const found: string | undefined = yield* excess(along(middle))
          if (found === undefined) low = middle
          else [high, stop] = [middle, found]
        }
        return { progress: low, stop }
      })

    const ladderTo = (top: Progress): ReadonlyArray<Scale> => {
      const ladder = [at(even(0))]
      for (let level = 1; level < options.levels; level++) {
        const share = level / (options.levels - 1)
        const scale = at(Object.fromEntries(names.map((name) => [name, top[name]! * share])))
        if (isHarder(ladder.at(-1)!, scale)) ladder.push(scale)
      }
      return ladder
    }
    const measureAll = (ladder: ReadonlyArray<Scale>) =>
      Effect.gen(function*() {
        const meter = yield* metered(ladder.length)
        return Either.all(
          yield* Effect.forEach(
            ladder,
            (scale) => Effect.tap(measure(scale), () => meter("measured a level"))
          )
        )
      })
    const additionsAt = (top: Scale) =>
      Effect.forEach(names, (axis): Effect.Effect<Addition, SandboxError> =>
        Effect.map(
          Effect.all([measure(top), measure({ ...top, [axis]: axes[axis]!.min })]),
          ([whole, without]) => ({
            axis,
            from: axes[axis]!.min,
            to: top[axis]!,
            adds: Either.isRight(whole) && Either.isRight(without)
              ? difference(whole.right, without.right)
              : null
          })
        ))

    const floor = yield* excess(even(0))
    if (floor !== undefined) return Either.left(`Not even the axes' minima will do: ${floor}`)
    const together = yield* climb(0, even)
    const level = even(together.progress)
    let top = level
    if (together.stop !== undefined) {
      // Those that lengthen statements least can go on when the others cannot.
      const byLength = (yield* additionsAt(at(top))).toSorted((a, b) => lengthOf(a) - lengthOf(b))
      for (const { axis } of byLength) {
        const { progress } = yield* climb(top[axis]!, (one) => ({ ...top, [axis]: one }))
        top = { ...top, [axis]: progress }
      }
    }
    let ladder = ladderTo(top)
    let measured = yield* measureAll(ladder)
    if (Either.isLeft(measured)) {
      // Between the ends the axes do not go together at different paces.
      ladder = ladderTo(level)
      measured = yield* measureAll(ladder)
    }
    const last = ladder.at(-1)!
    const additions = yield* additionsAt(last)
    return Either.map(measured, (measured) => ({
      ladder,
      measured,
      additions,
      stop: together.stop,
      isRight: own.length === ladder.length &&
        names.every((name) =>
          Math.abs(progressOf(axes[name]!, own.at(-1)![name]!) - progressOf(axes[name]!, last[name]!)) <=
            tolerance
        )
    }))
  })

const lengthOf = ({ adds }: Addition) => adds === null ? Infinity : adds.prompt

const difference = (whole: Measured, without: Measured): Measured => ({
  prompt: whole.prompt - without.prompt,
  answer: whole.answer - without.answer,
  millis: whole.millis - without.millis
})

/** The inverse of `axisAt`. */
const progressOf = (
  { law, max, min }: SandboxedEnvironment["manifest"]["axes"][string],
  value: number
): number =>
  max === min
    ? 1
    : law === "linear"
    ? (value - min) / (max - min)
    : Math.log(value / min) / Math.log(max / min)
