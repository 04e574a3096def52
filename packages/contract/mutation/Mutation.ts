/** How many mistakes in an environment's module the contract finds. */
import type { CompileError } from "@scaler/compiler/CompileError"
import { illTyped } from "@scaler/compiler/TypeCheck"
import * as Limits from "@scaler/sandbox/Limits"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Data, Duration, Effect, Struct } from "effect"
import type { Mutant } from "./Mutants.ts"
import type { Ruling } from "./Rulings.ts"
import * as Rulings from "./Rulings.ts"
import { spread } from "./Sample.ts"
import * as Trial from "./Trial.ts"
import * as Workplace from "./Workplace.ts"

/** An environment whose mutants say nothing, as it is not right itself or has none. */
export class MutationError extends Data.TaggedError("MutationError")<{ readonly message: string }> {}

/** A mutant that keeps the contract. */
export interface Survivor extends Omit<Mutant, "text"> {
  /** Whether the environment's snapshot is another. */
  readonly changesSnapshot: boolean
  /** What somebody found about it. */
  readonly ruling?: Pick<Ruling, "why" | "missed">
}

export interface Result {
  readonly environment: string
  /** Mutants that were tried. */
  readonly tried: number
  /** Mutants that were passed over: ill-typed, or compiled to the same as another. */
  readonly invalid: number
  /** How many each check of the contract was the first to find; `load` are those that cannot be described. */
  readonly killedBy: Readonly<Record<string, number>>
  readonly survivors: ReadonlyArray<Survivor>
  /** Rulings on mutants that the module no longer has. */
  readonly stale: ReadonlyArray<Ruling>
  readonly seconds: number
}

export interface Options {
  readonly name: string
  /** The module, an absolute path. */
  readonly file: string
  /** Most mutants that are tried. */
  readonly perEnvironment: number
  /** How many are tried at a time. */
  readonly jobs: number
  /** Empty, for this environment alone. */
  readonly folder: string
  readonly cacheDirectory: string
  readonly rulings?: string
}

/** An environment that keeps the contract, with the first of its mutants written to files. */
export interface Prepared {
  readonly options: Options
  readonly workplace: Workplace.Workplace
  /** In the order in which they are tried. */
  readonly ordered: ReadonlyArray<Mutant>
  readonly written: ReadonlyArray<Workplace.Written>
  /** What the snapshot of the original records. */
  readonly snapshot: string | undefined
  /** What its calls took together. */
  readonly duration: Duration.Duration
}

/** Holds the environment itself to the contract, and writes twice as many mutants as are tried: some will be invalid. */
export const prepare = (
  options: Options
): Effect.Effect<Prepared, CompileError | SandboxError | MutationError> =>
  Effect.gen(function*() {
    const { cacheDirectory, file, folder, name, perEnvironment } = options
    const [duration, original] = yield* Effect.timed(
      inSandbox({ cacheDirectory }, (sandbox) => Trial.run(sandbox, file))
    )
    if (original.failed !== undefined) {
      const message = `${name} itself fails the check ${original.failed}: see \`scaler env check ${name}\``
      return yield* new MutationError({ message })
    }
    const workplace = yield* Workplace.make(file, folder, cacheDirectory)
    if (workplace.mutants.length === 0) {
      return yield* new MutationError({
        message:
          `${name} has no mutants: its module must export by default a call with an object that has solve`
      })
    }
    const ordered = spread(name, workplace.mutants)
    const written = yield* workplace.write(ordered.slice(0, 2 * perEnvironment))
    return { options, workplace, ordered, written, snapshot: original.snapshot, duration }
  })

/** The first valid mutants in their order, and how many were passed over. */
const choose = (
  { options: { perEnvironment }, ordered, workplace, written }: Prepared,
  wrong: ReadonlyMap<string, unknown>
) =>
  Effect.gen(function*() {
    const wellTyped = (some: ReadonlyArray<Workplace.Written>, wrong: ReadonlyMap<string, unknown>) =>
      workplace.different(some.filter(({ file }) => !wrong.has(file)))
    const valid = [...yield* wellTyped(written, wrong)]
    if (valid.length < perEnvironment && written.length < ordered.length) {
      const others = yield* workplace.write(ordered.slice(written.length))
      valid.push(...yield* wellTyped(others, yield* illTyped(others.map(({ file }) => file))))
    }
    const chosen = valid.slice(0, perEnvironment)
    const seen = chosen.length < perEnvironment
      ? ordered.length
      : ordered.indexOf(chosen.at(-1)!.mutant) + 1
    return { chosen, invalid: seen - chosen.length }
  })

/** Tries the mutants of a prepared environment; `wrong` has the files among all that do not type-check. */
export const run = (
  prepared: Prepared,
  wrong: ReadonlyMap<string, unknown>
): Effect.Effect<Result, SandboxError> =>
  Effect.gen(function*() {
    const { duration, options: { cacheDirectory, jobs, name, rulings: rulingsFolder }, snapshot, workplace } =
      prepared
    const { chosen, invalid } = yield* choose(prepared, wrong)
    const trials = yield* inSandbox({ cacheDirectory, limits: limitsFor(duration) }, (sandbox) =>
      Effect.forEach(chosen, ({ file }) => Trial.run(sandbox, file), { concurrency: jobs }))
    const rulings = yield* Rulings.read(name, rulingsFolder)

    const killers = trials.flatMap(({ failed }) =>
      failed ?? []
    )
    return {
      environment: name,
      tried: chosen.length,
      invalid,
      killedBy: Object.fromEntries([...Map.groupBy(killers, (killer) => killer)].map(([killer, all]) => [
        killer,
        all.length
      ])),
      survivors: chosen.flatMap(({ mutant }, at) => {
        const trial = trials[at]!
        const ruling = rulings.find((one) => Rulings.isAbout(one, mutant))
        return trial.failed !== undefined ? [] : [{
          ...Struct.omit(mutant, "text"),
          changesSnapshot: trial.snapshot !== snapshot,
          ...(ruling === undefined ? {} : { ruling: Struct.omit(ruling, "original", "replacement") })
        }]
      }),
      stale: rulings.filter((one) => !workplace.mutants.some((mutant) => Rulings.isAbout(one, mutant)))
    }
  }).pipe(
    Effect.timed,
    Effect.map(([duration, result]) => ({ ...result, seconds: Duration.toSeconds(duration) }))
  )

/** A mutant without end is ended soon: no call of the original takes longer than all of them together. */
const limitsFor = (original: Duration.Duration): Partial<Limits.Limits> => {
  const cpuMillis = Math.min(2_000 + Math.ceil(Duration.toMillis(original)), Limits.defaults.cpuMillis)
  return { cpuMillis, wallMillis: Math.min(10 * cpuMillis, Limits.defaults.wallMillis) }
}

const inSandbox = <A, E>(
  options: Sandbox.Options,
  use: (sandbox: typeof Sandbox.Sandbox.Service) => Effect.Effect<A, E>
) => Effect.provide(Effect.flatMap(Sandbox.Sandbox, use), Sandbox.layer(options))
