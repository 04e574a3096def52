/** The operations of a sandboxed environment: calls into a process, and the decoding of everything it says. */
import type { Manifest } from "@scaler/compiler/Manifest"
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import type { Drawn } from "@scaler/dsl/Runnable"
import { Effect, Either } from "effect"
import type { Operation, Outcome } from "./Calls.ts"
import * as CanonicalAnswer from "./CanonicalAnswer.ts"
import type { Validate } from "./InstanceSchema.ts"
import type { Call } from "./Pool.ts"
import {
  EnvironmentDefect,
  type Results,
  type SandboxedEnvironment,
  type SandboxError
} from "./SandboxedEnvironment.ts"

/** Longest statement, in characters. */
const maxStatementLength = 1_000_000

/** Longest text that explains something, in characters; what is beyond is cut off. */
const maxReasonLength = 2_000

export interface Options {
  readonly manifest: Manifest
  /** Whether a value is an instance, by the manifest's JSON Schema. */
  readonly validate: Validate
  readonly call: Call
  /** Calls the artifact of the shared flavour. */
  readonly callShared: Effect.Effect<Call, EnvironmentDefect | SandboxError>
  /** Where in the author's file something was thrown, from its stack; empty where that is unknown. */
  readonly locate: (stack: string) => string
}

type Decoded<A> = Either.Either<A, EnvironmentDefect>

export const make = (options: Options): SandboxedEnvironment => {
  const { call, callShared, locate, manifest, validate } = options
  const { answer, name } = manifest

  const refuse = (
    operation: Operation,
    reason: EnvironmentDefect["reason"],
    message: string
  ): Decoded<never> =>
    Either.left(
      new EnvironmentDefect({ reason, environment: name, operation, message: `${name}: ${message}` })
    )

  const threw = (operation: Operation, [kind, message, stack]: readonly [string, string, string]) => {
    const text = message.slice(0, maxReasonLength)
    if (kind === "NotJson") return refuse(operation, "InvalidReply", `${operation} returned no JSON: ${text}`)
    if (kind === "Exhausted") return refuse(operation, "Exhausted", text)
    const place = locate(stack)
    return refuse(
      operation,
      "Threw",
      `${operation === "drawFrom" ? "draw" : operation} threw ${kind}: ${text}${
        place === "" ? "" : ` (${place})`
      }`
    )
  }

  /** Instances found right before: one that was drawn here needs no second look when it is to be solved. */
  const valid = new WeakSet<object>()

  const instance = (operation: Operation, value: unknown): Decoded<unknown> => {
    const isObject = value !== null && typeof value === "object"
    if (isObject && valid.has(value)) return Either.right(value)
    const problem = validate(value)
    if (isObject && problem === undefined) valid.add(value)
    return problem === undefined
      ? Either.right(value)
      : refuse(
        operation,
        "InvalidInstance",
        `the instance is not what its Schema says; instance${problem}`.slice(0, maxReasonLength)
      )
  }

  const gold = (operation: Operation, value: unknown): Decoded<AnswerJson> =>
    CanonicalAnswer.isCanonical(answer, value)
      ? Either.right(value)
      : refuse(operation, "InvalidGold", `${shown(value)} is no canonical ${answer.kind} answer`)

  const statement = (operation: Operation, value: unknown): Decoded<string> =>
    typeof value !== "string"
      ? refuse(operation, "InvalidReply", `the statement is not a string but ${shown(value)}`)
      : value.length > maxStatementLength
      ? refuse(operation, "InvalidReply", `the statement is longer than ${maxStatementLength} characters`)
      : Either.right(value)

  const drawn = (operation: Operation, value: unknown): Decoded<Drawn> => {
    if (value === null || typeof value !== "object") {
      return refuse(operation, "InvalidReply", `a draw gave ${shown(value)}`)
    }
    const parts = value as {
      readonly instance?: unknown
      readonly statement?: unknown
      readonly gold?: unknown
    }
    const decodedInstance = instance(operation, parts.instance)
    if (Either.isLeft(decodedInstance)) return Either.left(decodedInstance.left)
    const decodedStatement = statement(operation, parts.statement)
    if (Either.isLeft(decodedStatement)) return Either.left(decodedStatement.left)
    const decodedGold = gold(operation, parts.gold)
    if (Either.isLeft(decodedGold)) return Either.left(decodedGold.left)
    return Either.right({
      instance: decodedInstance.right,
      statement: decodedStatement.right,
      gold: decodedGold.right
    })
  }

  /** One call for all requests that `admit` lets through; its refusals stand in their places. */
  const batch = <R, A>(
    operation: Operation,
    requests: ReadonlyArray<R>,
    decode: (operation: Operation, value: unknown) => Decoded<A>,
    admit: (request: R) => Decoded<unknown> = Either.right
  ): Results<A> =>
    Effect.suspend(() => {
      const admitted = requests.map(admit)
      const sent = requests.filter((_, index) => Either.isRight(admitted[index]!))
      const outcomes: Effect.Effect<ReadonlyArray<Outcome>, SandboxError> = sent.length === 0
        ? Effect.succeed([])
        : call(operation, sent)
      return Effect.map(outcomes, (replies) => {
        let next = 0
        return admitted.map((admission): Decoded<A> => {
          if (Either.isLeft(admission)) return Either.left(admission.left)
          const outcome = replies[next++]!
          return "ok" in outcome ? decode(operation, outcome.ok) : threw(operation, outcome.threw)
        })
      })
    })

  const onInstances = <A>(
    operation: "statement" | "solve" | "brute",
    instances: ReadonlyArray<unknown>,
    decode: (operation: Operation, value: unknown) => Decoded<A>
  ): Results<A> =>
    batch(
      operation,
      instances.map((value) => ({ instance: value })),
      decode,
      (request) => instance(operation, request.instance)
    )

  const admitWithGold =
    (operation: Operation) => (request: { readonly instance: unknown; readonly gold: unknown }) =>
      Either.flatMap(instance(operation, request.instance), () => gold(operation, request.gold))

  return {
    manifest,
    draw: (requests) => batch("draw", requests, drawn),
    drawFrom: (requests) =>
      batch(
        "drawFrom",
        requests,
        (operation, value) => value === null ? Either.right(null) : drawn(operation, value)
      ),
    statement: (instances) => onInstances("statement", instances, statement),
    solve: (instances) => onInstances("solve", instances, gold),
    brute: (instances) => onInstances("brute", instances, gold),
    check: (requests) =>
      batch(
        "check",
        requests,
        (operation, value) =>
          value === true
            ? Either.right<true | string>(true)
            : typeof value === "string"
            ? Either.right<true | string>(value.slice(0, maxReasonLength))
            : refuse(operation, "InvalidReply", `a check gave ${shown(value)}`),
        admitWithGold("check")
      ),
    failedProperties: (requests) =>
      batch(
        "failedProperties",
        requests,
        (operation, value) =>
          Array.isArray(value) && value.length <= manifest.properties.length &&
            value.every((property) => manifest.properties.includes(property as string))
            ? Either.right(value as ReadonlyArray<string>)
            : refuse(operation, "InvalidReply", `the failed properties are ${shown(value)}`),
        admitWithGold("failedProperties")
      ),
    arbitrary: (request) =>
      Effect.flatMap(Effect.either(callShared), (shared) => {
        if (Either.isLeft(shared)) {
          return shared.left._tag === "SandboxError"
            ? Effect.fail(shared.left)
            : Effect.succeed([Either.left(shared.left)])
        }
        return Effect.map(
          shared.right("arbitrary", [request]),
          ([outcome]): ReadonlyArray<Decoded<unknown>> => {
            if (!("ok" in outcome!)) return [threw("arbitrary", outcome!.threw)]
            const instances = outcome.ok
            return Array.isArray(instances) && instances.length === request.count
              ? instances.map((value) => instance("arbitrary", value))
              : [
                refuse(
                  "arbitrary",
                  "InvalidReply",
                  `${request.count} instances were asked for, not ${shown(instances)}`
                )
              ]
          }
        )
      })
  }
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 80)
