/**
 * An environment called directly, behind the interface of a sandbox: fast, and no protection at all. For tests of
 * trusted environments; what comes back went through JSON, as it would between processes.
 */
import type { Any } from "@scaler/dsl/Environment"
import * as Runnable from "@scaler/dsl/Runnable"
import { canonical } from "@scaler/dsl/Split"
import {
  EnvironmentDefect,
  type Results,
  type SandboxedEnvironment
} from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either, ParseResult, Schema } from "effect"

type Reason = EnvironmentDefect["reason"]

class Refused extends Error {
  readonly reason: Reason
  constructor(reason: Reason, message: string) {
    super(message)
    this.reason = reason
  }
}

const overJson = <A>(value: A): A => JSON.parse(JSON.stringify(value)) as A

/** The operations of an environment in this process. */
export const make = (environment: Any): SandboxedEnvironment => {
  const runnable = Runnable.make(environment)
  const { instance: schema, ...description } = runnable.describe()
  const decode = Schema.decodeUnknownEither(environment.instance as Schema.Schema<unknown>, {
    onExcessProperty: "error"
  })

  const valid = (instance: unknown): unknown => {
    const decoded = decode(instance)
    if (Either.isRight(decoded)) return instance
    throw new Refused("InvalidInstance", ParseResult.TreeFormatter.formatErrorSync(decoded.left))
  }

  const each =
    <Request, A>(operation: string, call: (request: Request) => A) =>
    (requests: ReadonlyArray<Request>): Results<A> =>
      Effect.sync(() =>
        requests.map((request) => {
          try {
            return Either.right(overJson(call(overJson(request))))
          } catch (thrown) {
            const reason: Reason = thrown instanceof Refused
              ? thrown.reason
              : thrown instanceof Runnable.Exhausted
              ? "Exhausted"
              : "Threw"
            const text = thrown instanceof Error ? thrown.message : String(thrown)
            const message = `${environment.name}: ${operation}: ${text}`
            return Either.left(
              new EnvironmentDefect({ reason, environment: environment.name, operation, message })
            )
          }
        })
      )

  const drawn = (result: Runnable.Drawn | null) => {
    if (result !== null) valid(overJson(result.instance))
    return result
  }

  return {
    manifest: {
      ...description,
      ladder: description.ladder as readonly [typeof description.ladder[0] & {}],
      instance: schema as Record<string, unknown>,
      flavour: "shared",
      hash: canonical([environment.name, description.ladder]),
      toolchain: {}
    },
    draw: each("draw", (request: Runnable.DrawRequest) => drawn(runnable.draw(request))!),
    drawFrom: each(
      "drawFrom",
      (request: Parameters<typeof runnable.drawFrom>[0]) => drawn(runnable.drawFrom(request))
    ),
    statement: each("statement", (instance: unknown) => runnable.statement({ instance: valid(instance) })),
    solve: each("solve", (instance: unknown) => runnable.solve({ instance: valid(instance) })),
    brute: each("brute", (instance: unknown) => runnable.brute({ instance: valid(instance) })),
    check: each("check", runnable.check),
    failedProperties: each("failedProperties", runnable.failedProperties),
    arbitrary: ({ seed, count }) =>
      Effect.sync(() =>
        runnable.arbitrary({ seed, count }).map((instance) => Either.right(overJson(instance)))
      )
  }
}
