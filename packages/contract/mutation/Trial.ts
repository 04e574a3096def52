/** What becomes of one module, the original or a mutant. */
import { canonical } from "@scaler/dsl/Split"
import type { Sandbox } from "@scaler/sandbox/Sandbox"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either, Option } from "effect"
import { verify } from "../Contract.ts"
import { failures } from "../Report.ts"
import * as Snapshot from "../Snapshot.ts"
import { ifEnded } from "../Subject.ts"

export interface Trial {
  /** The first check of the contract that failed, or `load`; absent where the module keeps the contract. */
  readonly failed?: string
  /** What its snapshot would record; absent where the contract was not kept. */
  readonly snapshot?: string
}

/** Seed of the contract's instances, as `env check` has it. */
const seed = 0

/** Loads a module that compiles and holds it to the contract. */
export const run = (sandbox: typeof Sandbox.Service, file: string): Effect.Effect<Trial, SandboxError> =>
  Effect.gen(function*() {
    const loaded = yield* Effect.map(sandbox.load(file), Option.some).pipe(
      Effect.catchTags({ EnvironmentDefect: () => Effect.succeedNone, CompileError: Effect.die }),
      ifEnded(Option.none<SandboxedEnvironment>)
    )
    if (Option.isNone(loaded)) return { failed: "load" }
    const environment = loaded.value
    const fresh = yield* Effect.orDie(sandbox.load(file))
    const [first] = failures(yield* verify(environment, { seed, fresh, verdictOnly: true }))
    return first === undefined ? { snapshot: yield* snapshotOf(environment) } : { failed: first.name }
  })

const snapshotOf = (environment: SandboxedEnvironment): Effect.Effect<string, SandboxError> =>
  Snapshot.draw(environment).pipe(
    Effect.map((drawn) => canonical(drawn.map(Either.getOrElse(({ message }) => message)))),
    ifEnded(({ message }) => message)
  )
