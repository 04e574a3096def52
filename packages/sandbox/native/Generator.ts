/** Generators of imported pools: Python sources with a `generate_testcase(scale) -> (str, dict)`. */
import { Effect, Either, Schema } from "effect"
import type { SandboxError } from "../SandboxedEnvironment.ts"
import type { Reply } from "./Frames.ts"
import { faultOf } from "./Outcome.ts"
import { ProgramFault } from "./ProgramFault.ts"
import type { RunLimits } from "./RunLimits.ts"

export interface DrawRequest {
  /** A non-negative integer. */
  readonly seed: number
  /** The generator's argument. */
  readonly scale: Readonly<Record<string, number>>
}

export interface DrawnCase {
  /** What a solution reads. */
  readonly input: string
  /** The same as data; an integer that a `number` cannot hold has lost digits here, not in `printed`. */
  readonly instance: Readonly<Record<string, unknown>>
  /** The same as Python prints it. */
  readonly printed: string
}

const Line = Schema.parseJson(Schema.Union(
  Schema.Struct({
    input: Schema.String,
    instance: Schema.Record({ key: Schema.String, value: Schema.Unknown }),
    printed: Schema.String
  }),
  Schema.Struct({ threw: Schema.String }),
  Schema.Struct({ invalid: Schema.String }),
  Schema.Literal("same", "different")
))

type Outcome = Either.Either<DrawnCase, ProgramFault>

const fault = (reason: ProgramFault["reason"], message: string): Outcome =>
  Either.left(new ProgramFault({ reason, message }))

const decode = Schema.decodeUnknownOption(Line)

/** What one fork said: an outcome for each draw that it came to, and whether drawing again gave the same. */
const read = (reply: Reply) => {
  const outcomes: Array<Outcome> = []
  for (const text of reply.stdout.split("\n").slice(0, -1)) {
    const line = decode(text)
    if (line._tag === "None") outcomes.push(fault("Invalid", "the generator wrote something that is no draw"))
    else if (typeof line.value === "string") return { outcomes, again: line.value }
    else if ("threw" in line.value) outcomes.push(fault("Threw", line.value.threw))
    else if ("invalid" in line.value) outcomes.push(fault("Invalid", line.value.invalid))
    else outcomes.push(Either.right(line.value))
  }
  return { outcomes, again: undefined }
}

/**
 * Draws a batch, in as few forks as it takes: where one is ended before its last draw, the next goes on from there.
 * Limits are those of a draw: a draw is to blame for the end of its fork only if it was that fork's first.
 */
export const draw = (
  requests: ReadonlyArray<DrawRequest>,
  limits: RunLimits,
  fork: (input: string) => Effect.Effect<Reply, SandboxError>
): Effect.Effect<ReadonlyArray<Outcome>, SandboxError> =>
  Effect.gen(function*() {
    const drawn: Array<Outcome> = []
    while (drawn.length < requests.length) {
      const left = requests.slice(drawn.length)
      const reply = yield* fork(JSON.stringify(left.map(({ scale, seed }) => [seed, scale])))
      const { again, outcomes } = read(reply)
      const ended = faultOf(reply, "the generator", limits)
      const isUnrepeatable = again === "different"
        || (outcomes.length >= left.length && ended?.reason === "Crashed" && left.length > 1)
      if (isUnrepeatable) {
        const what = "the generator drew something else when it was given the same seed and scale again"
        drawn.push(...left.map(() => fault("Unrepeatable", what)))
      } else if (outcomes.length > 0) {
        drawn.push(...outcomes.slice(0, left.length))
      } else {
        drawn.push(
          Either.left(ended ?? new ProgramFault({ reason: "Crashed", message: "the generator drew nothing" }))
        )
      }
    }
    return drawn
  })
