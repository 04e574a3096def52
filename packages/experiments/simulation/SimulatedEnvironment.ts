/** An environment of a simulation, called in this process: its instances are a level and a number. */
import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Runnable from "@scaler/dsl/Runnable"
import * as Scale from "@scaler/dsl/Scale"
import { canonical } from "@scaler/dsl/Split"
import {
  EnvironmentDefect,
  type Results,
  type SandboxedEnvironment
} from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either, Schema } from "effect"
import type { Nature } from "./SimulatedPool.ts"

const Instance = Schema.Struct({ level: Schema.Int, number: Schema.Int })
type Instance = typeof Instance.Type

/** What a statement asks. */
export interface Asked extends Instance {
  readonly environment: string
}

const largest = 2 ** 32 - 1

/** The right answer to an instance. */
export const gold = ({ number }: Pick<Instance, "number">): number => number % 100

const form = /^([a-z0-9-]+), level (\d+), instance (\d+)$/

/** What a statement asks; undefined where no simulated environment made it. */
export const read = (statement: string): Asked | undefined => {
  const match = form.exec(statement)
  return match === null
    ? undefined
    : { environment: match[1]!, level: Number(match[2]), number: Number(match[3]) }
}

const declaration = (name: string, highestLevel: number) =>
  Environment.make({
    name,
    tags: [],
    skill: "what the simulated learner is said to know",
    source: "a simulation",
    scale: { level: Scale.linear({ min: 0, max: highestLevel }) },
    ladder: Array.from({ length: highestLevel + 1 }, (_, level) => ({ level })),
    instance: Instance,
    answer: Answer.integer,
    generate: ({ level }) => Gen.map(Gen.int(0, largest), (number) => ({ level, number })),
    statement: ({ level, number }) => `${name}, level ${level}, instance ${number}`,
    solve: gold
  })

/** The environment as a run calls it. It is trusted: what it gives is not decoded. */
export const make = ({ highestLevel, name }: Nature): SandboxedEnvironment => {
  const runnable = Runnable.make(declaration(name, highestLevel))
  const { instance, ladder, ...description } = runnable.describe()

  const each =
    <Request, A>(operation: string, call: (request: Request) => A) =>
    (requests: ReadonlyArray<Request>): Results<A> =>
      Effect.sync(() =>
        requests.map((request) =>
          Either.try({
            try: () => call(request),
            catch: (thrown) =>
              new EnvironmentDefect({
                reason: thrown instanceof Runnable.Exhausted ? "Exhausted" : "Threw",
                environment: name,
                operation,
                message: `${name}: ${String(thrown)}`
              })
          })
        )
      )

  return {
    manifest: {
      ...description,
      ladder: ladder as SandboxedEnvironment["manifest"]["ladder"],
      instance: instance as Record<string, unknown>,
      flavour: "shared",
      hash: canonical([name, highestLevel]),
      toolchain: {}
    },
    draw: each("draw", runnable.draw),
    drawFrom: each("drawFrom", runnable.drawFrom),
    statement: each("statement", (value: unknown) => runnable.statement({ instance: value })),
    solve: each("solve", (value: unknown) => runnable.solve({ instance: value })),
    brute: each("brute", (value: unknown) => runnable.brute({ instance: value })),
    check: each("check", runnable.check),
    failedProperties: each("failedProperties", runnable.failedProperties),
    arbitrary: (request) => Effect.sync(() => runnable.arbitrary(request).map((value) => Either.right(value)))
  }
}
