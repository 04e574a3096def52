/** The operations of a sandboxed environment: calls into a process, and the decoding of everything it says. */
import type { Manifest } from "@scaler/compiler/Manifest"
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

/** What is wrong with a value; undefined where nothing is. */
type Fault = EnvironmentDefect | undefined

/** Decodes by finding what is wrong: the value is then what it says it is. */
const decoding =
  <A>(fault: (operation: Operation, value: unknown) => Fault) =>
  (operation: Operation, value: unknown): Decoded<A> => {
    const found = fault(operation, value)
    return found === undefined ? Either.right(value as A) : Either.left(found)
  }

export const make = (options: Options): SandboxedEnvironment => {
  const { call, callShared, locate, manifest, validate } = options
  const { answer, name } = manifest

  const refuse = (operation: Operation, reason: EnvironmentDefect["reason"], message: string) =>
    new EnvironmentDefect({ reason, environment: name, operation, message: `${name}: ${message}` })

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

  const instance = (operation: Operation, value: unknown): Fault => {
    const problem = validate(value)
    return problem === undefined ? undefined : refuse(
      operation,
      "InvalidInstance",
      `the instance is not what its Schema says; instance${problem}`.slice(0, maxReasonLength)
    )
  }

  const gold = (operation: Operation, value: unknown): Fault =>
    CanonicalAnswer.isCanonical(answer, value)
      ? undefined
      : refuse(operation, "InvalidGold", `${shown(value)} is no canonical ${answer.kind} answer`)

  const statement = (operation: Operation, value: unknown): Fault =>
    typeof value !== "string"
      ? refuse(operation, "InvalidReply", `the statement is not a string but ${shown(value)}`)
      : value.length > maxStatementLength
      ? refuse(operation, "InvalidReply", `the statement is longer than ${maxStatementLength} characters`)
      : undefined

  const drawn = (operation: Operation, value: unknown): Decoded<Drawn> => {
    if (value === null || typeof value !== "object") {
      return Either.left(refuse(operation, "InvalidReply", `a draw gave ${shown(value)}`))
    }
    const parts = value as Drawn
    const fault = instance(operation, parts.instance) ?? statement(operation, parts.statement)
      ?? gold(operation, parts.gold)
    return fault === undefined
      ? Either.right({ instance: parts.instance, statement: parts.statement, gold: parts.gold })
      : Either.left(fault)
  }

  /** One call for all requests in which `fault` finds nothing; its refusals stand in their places. */
  const batch = <R, A>(
    operation: Operation,
    requests: ReadonlyArray<R>,
    decode: (operation: Operation, value: unknown) => Decoded<A>,
    fault?: (request: R) => Fault
  ): Results<A> =>
    Effect.suspend(() => {
      const faults = fault === undefined ? [] : requests.map(fault)
      const sent = fault === undefined ? requests : requests.filter((_, index) => faults[index] === undefined)
      const outcomes: Effect.Effect<ReadonlyArray<Outcome>, SandboxError> = sent.length === 0
        ? Effect.succeed([])
        : call(operation, sent)
      return Effect.map(outcomes, (replies) => {
        let next = 0
        return requests.map((_, index): Decoded<A> => {
          const refused = faults[index]
          if (refused !== undefined) return Either.left(refused)
          const outcome = replies[next++]!
          return "ok" in outcome
            ? decode(operation, outcome.ok)
            : Either.left(threw(operation, outcome.threw))
        })
      })
    })

  const onInstances = <A>(
    operation: "statement" | "solve" | "brute",
    instances: ReadonlyArray<unknown>,
    fault: (operation: Operation, value: unknown) => Fault
  ): Results<A> =>
    batch(
      operation,
      instances.map((value) => ({ instance: value })),
      decoding<A>(fault),
      (request) => instance(operation, request.instance)
    )

  const admitWithGold =
    (operation: Operation) => (request: { readonly instance: unknown; readonly gold: unknown }) =>
      instance(operation, request.instance) ?? gold(operation, request.gold)

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
            : Either.left(refuse(operation, "InvalidReply", `a check gave ${shown(value)}`)),
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
            : Either.left(refuse(operation, "InvalidReply", `the failed properties are ${shown(value)}`)),
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
            if (!("ok" in outcome!)) return [Either.left(threw("arbitrary", outcome!.threw))]
            const instances = outcome.ok
            return Array.isArray(instances) && instances.length === request.count
              ? instances.map((value) => decoding(instance)("arbitrary", value))
              : [
                Either.left(
                  refuse(
                    "arbitrary",
                    "InvalidReply",
                    `${request.count} instances were asked for, not ${shown(instances)}`
                  )
                )
              ]
          }
        )
      })
  }
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 80)
