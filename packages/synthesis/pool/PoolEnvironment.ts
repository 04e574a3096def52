/** A verified entry of a pool as an environment like any other: drawn by its generator, solved by its solutions. */
import type { Manifest } from "@scaler/compiler/Manifest"
import { type DrawRequest, maxAttempts } from "@scaler/dsl/Runnable"
import type { Scale } from "@scaler/dsl/Scale"
import * as Split from "@scaler/dsl/Split"
import { type DrawnCase } from "@scaler/sandbox/native/Generator"
import { Native } from "@scaler/sandbox/native/Native"
import type { ProgramFault } from "@scaler/sandbox/native/ProgramFault"
import {
  EnvironmentDefect,
  type Results,
  type SandboxedEnvironment,
  type SandboxError
} from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either, Schema } from "effect"
import { briefly } from "../drafts/DraftEnvironment.ts"
import { chosen } from "../oracle/Agreement.ts"
import * as Oracle from "../oracle/Oracle.ts"
import * as Cases from "./Cases.ts"
import type { PoolEntry } from "./PoolFile.ts"
import * as Statement from "./Statement.ts"
import type { Verified } from "./Verification.ts"

/** An instance: what solutions read, and the same as its generator prints it. */
const Instance = Schema.Struct({ input: Schema.String, printed: Schema.String })
type Instance = typeof Instance.Type

const isInstance = Schema.is(Instance, { onExcessProperty: "error" })

export interface Options {
  /** Lower-case words joined by hyphens. */
  readonly name: string
  readonly entry: PoolEntry
  readonly verified: Verified
  readonly ladder: readonly [Scale, ...ReadonlyArray<Scale>]
  /** SHA-256 of everything that instances follow from, hexadecimal. */
  readonly hash: string
  /** Share of the instances that all solutions of the oracle solve; 0.05 unless given. */
  readonly crossChecked?: number
  /** Whole unless given. */
  readonly statements?: "whole" | "brief"
}

/** Most draws for one request at once. */
const widest = 64

type Outcome<A> = Either.Either<A, EnvironmentDefect>

/** All that is known of the environment without running anything. */
export const manifestOf = (
  { entry, hash, ladder, name, statements, verified }: Options
): Manifest => ({
  name,
  tags: ["pool"],
  skill: "solving a programming problem for one input",
  source: entry.name,
  axes: Object.fromEntries(
    Object.keys(entry.parameters).map((parameter) => [parameter, {
      law: "linear" as const,
      min: ladder[0][parameter]!,
      max: ladder.at(-1)![parameter]!
    }])
  ),
  ladder,
  answer: verified.answer,
  hasCheck: false,
  bruteUpTo: {},
  properties: [],
  maxStatementLength: 2 ** 20,
  instance: {
    type: "object",
    required: ["input", "printed"],
    properties: { input: { type: "string" }, printed: { type: "string" } },
    additionalProperties: false
  },
  flavour: "native",
  hash: briefly(hash, statements),
  toolchain: {}
})

/** Makes the environment. Its programs are compiled here, or were before. */
export const make = (
  options: Options
): Effect.Effect<SandboxedEnvironment, ProgramFault | SandboxError, Native> =>
  Effect.gen(function*() {
    const { crossChecked, entry, ladder, name, statements, verified } = options
    const native = yield* Native
    const statement = (printed: string) =>
      statements === "brief" ? Statement.brief(entry, printed) : Statement.statement(entry, printed)
    const { brute, solve } = yield* Oracle.make({
      name,
      answer: verified.answer,
      solutions: chosen(verified, entry.solutions),
      ...(crossChecked === undefined ? {} : { crossChecked })
    })

    const defect = (reason: EnvironmentDefect["reason"], operation: string, message: string) =>
      new EnvironmentDefect({ reason, environment: name, operation, message })

    const question = ({ input, printed }: Instance) =>
      Effect.map(
        solve(input),
        Either.map((gold) => ({ instance: { input, printed }, statement: statement(printed), gold }))
      )

    const splitOf = Split.of(name)

    /**
     * One case for each request, or why there is none. A request is asked again until the case belongs to its split,
     * each time for more draws at once: the first of them that belongs to it counts.
     */
    const cases = (requests: ReadonlyArray<DrawRequest>) =>
      Effect.gen(function*() {
        const found = new Map<DrawRequest, Outcome<DrawnCase>>()
        let [attempt, width] = [0, 1]
        while (attempt < maxAttempts && found.size < requests.length) {
          const attempts = Array.from({ length: Math.min(width, maxAttempts - attempt) }, (_, at) =>
            attempt + at)
          const open = requests.filter((request) =>
            !found.has(request)
          )
            .flatMap((request) => attempts.map((attempt) => ({ request, attempt })))
          const drawn = yield* native.draw(
            entry.generator,
            open.map(({ attempt, request: { index, level, seed } }) => ({
              seed: Cases.seedOf("instance", seed, name, level, index, attempt),
              scale: ladder[level]!
            }))
          )
          for (const [at, { request }] of open.entries()) {
            const outcome = drawn[at]!
            if (found.has(request)) continue
            if (Either.isLeft(outcome)) {
              found.set(request, Either.left(defect("Threw", "draw", outcome.left.message)))
            } else if (request.split === undefined || splitOf(asInstance(outcome.right)) === request.split) {
              found.set(request, Either.right(outcome.right))
            }
          }
          attempt += attempts.length
          width = Math.min(widest, 2 * width)
        }
        return requests.map((request) =>
          found.get(request) ?? Either.left(defect(
            "Exhausted",
            "draw",
            `${name} found no instance for ${request.split} at level ${request.level} in ${maxAttempts} draws`
          ))
        )
      })

    const each = <A>(
      instances: ReadonlyArray<unknown>,
      operation: string,
      use: (instance: Instance) => Effect.Effect<Outcome<A>, SandboxError>
    ): Results<A> =>
      Effect.forEach(instances, (instance): Effect.Effect<Outcome<A>, SandboxError> =>
        isInstance(instance)
          ? use(instance)
          : Effect.succeed(
            Either.left(defect("InvalidInstance", operation, "an instance has texts `input` and `printed`"))
          ), {
        concurrency: "unbounded"
      })

    const drawn = (outcomes: ReadonlyArray<Outcome<DrawnCase>>) =>
      Effect.forEach(
        outcomes,
        (outcome) =>
          Either.isLeft(outcome)
            ? Effect.succeed(Either.left(outcome.left))
            : question(asInstance(outcome.right)),
        { concurrency: "unbounded" }
      )

    return {
      manifest: manifestOf(options),
      draw: (requests) => {
        const outside = requests.find(({ level }) => ladder[level] === undefined)
        if (outside === undefined) return Effect.flatMap(cases(requests), drawn)
        const why = `${name} has levels 0 to ${ladder.length - 1}, not ${outside.level}`
        return Effect.succeed(requests.map(() => Either.left(defect("Threw", "draw", why))))
      },
      // Python's generator has no words to be driven by: they become its seed.
      drawFrom: (requests) =>
        native.draw(
          entry.generator,
          requests.map(({ scale, words }) => ({ seed: Cases.seedOf("words", name, ...words), scale }))
        ).pipe(
          Effect.map((outcomes) =>
            outcomes.map(Either.mapLeft(({ message }) => defect("Threw", "drawFrom", message)))
          ),
          Effect.flatMap(drawn)
        ),
      statement: (instances) =>
        each(
          instances,
          "statement",
          ({ printed }) => Effect.succeed(Either.right(statement(printed)))
        ),
      solve: (instances) => each(instances, "solve", ({ input }) => solve(input)),
      brute: (instances) => each(instances, "brute", ({ input }) => brute(input)),
      check: (requests) =>
        Effect.succeed(requests.map(() => Either.left(defect("Threw", "check", `${name} has no check`)))),
      failedProperties: (requests) => Effect.succeed(requests.map(() => Either.right([]))),
      arbitrary: () =>
        Effect.succeed(
          Array.of(Either.left(defect("Threw", "arbitrary", `${name} has no Schema of instances`)))
        )
    }
  })

const asInstance = ({ input, printed }: DrawnCase): Instance => ({ input, printed })
