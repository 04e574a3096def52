/**
 * Which of a problem's solutions can be trusted. They are people's programs and some are wrong: what counts is that they
 * agree, on every instance that is drawn.
 */
import { agree as areSame } from "@scaler/contract/Answers"
import { type AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { Native, type Program } from "@scaler/sandbox/native/Native"
import type { ProgramFault } from "@scaler/sandbox/native/ProgramFault"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either, Schema } from "effect"
import { Defect } from "./Defect.ts"
import * as Output from "./Output.ts"
import type { OutputType, Solution } from "./Solution.ts"

/** What was found out about solutions that can be trusted. */
export const Agreed = Schema.Struct({
  answer: AnswerSpec,
  /** Places of the solutions that are the oracle: the first runs, and the others confirm it. */
  oracle: Schema.NonEmptyArray(Schema.NonNegativeInt),
  /** Solutions that somebody took for right, and are not: their places, and why. */
  refuted: Schema.Array(Schema.Struct({ solution: Schema.NonNegativeInt, message: Schema.String })),
  /** Instances on which solutions agreed. */
  instances: Schema.Int
})
export interface Agreed extends Schema.Schema.Type<typeof Agreed> {}

/** The oracle's solutions among all, the one that answers first. */
export const chosen = (
  { oracle }: Pick<Agreed, "oracle">,
  solutions: ReadonlyArray<Solution>
): ReadonlyArray<Solution> => oracle.map((place) => solutions[place]!)

/** Solutions that make an oracle. */
export const enough = 3

interface Candidate {
  readonly place: number
  readonly program: Program
}

type Printed = Either.Either<string, ProgramFault>

/** What came out of a program, or its fault. */
const attempt = <A, R>(
  effect: Effect.Effect<A, ProgramFault | SandboxError, R>
): Effect.Effect<Either.Either<A, ProgramFault>, SandboxError, R> =>
  effect.pipe(
    Effect.map(Either.right),
    Effect.catchTag("ProgramFault", (fault) => Effect.succeed(Either.left(fault)))
  )

const shortened = (text: string): string => text.length <= 200 ? text : `${text.slice(0, 200)}…`

/** Reasons that are told. */
const told = 3

const refuseFew = (count: number, refuted: ReadonlyArray<string>) =>
  count >= enough
    ? Effect.void
    : new Defect({
      stage: "solutions",
      message: [`${count} solutions can be used; an oracle takes ${enough}`, ...refuted.slice(0, told)].join(
        "\n"
      )
    })

/** Solutions that compile, those that are fast to run first, and those that do not. */
export interface Compiled {
  readonly candidates: ReadonlyArray<Candidate>
  readonly refuted: Agreed["refuted"]
}

/** Compiles solutions, of which enough must be left. */
export const compile = (
  solutions: ReadonlyArray<Solution>
): Effect.Effect<Compiled, Defect | SandboxError, Native> =>
  Effect.gen(function*() {
    const native = yield* Native
    const refuted: Array<Agreed["refuted"][number]> = []
    const candidates: Array<Candidate> = []
    for (const [place, { language, source }] of solutions.entries()) {
      const compiled = yield* attempt(native.compile(source, language))
      if (Either.isRight(compiled)) candidates.push({ place, program: compiled.right })
      else refuted.push({ solution: place, message: `does not compile: ${shortened(compiled.left.message)}` })
    }
    const isSlow = ({ program }: Candidate) => program.language === "python" ? 1 : 0
    yield* refuseFew(candidates.length, refuted.map(({ message }) => message))
    return { candidates: candidates.toSorted((a, b) => isSlow(a) - isSlow(b)), refuted }
  })

/** What each candidate prints for each input. One that failed is not run again: it is refuted already. */
const runAll = (candidates: ReadonlyArray<Candidate>, inputs: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const native = yield* Native
    const failed = new Map<Candidate, Printed>()
    const run = (candidate: Candidate, input: string): Effect.Effect<Printed, SandboxError> =>
      Effect.map(attempt(native.run(candidate.program, input)), (result) => {
        const printed = Either.map(result, ({ stdout }) => stdout)
        if (Either.isLeft(printed)) failed.set(candidate, printed)
        return printed
      })
    return yield* Effect.forEach(inputs, (input) =>
      Effect.forEach(candidates, (candidate) => {
        const before = failed.get(candidate)
        return before === undefined ? run(candidate, input) : Effect.succeed(before)
      }))
  })

/** Solutions by what they answered to an instance, the most frequent answer first. */
const groups = (spec: AnswerSpec, answers: ReadonlyArray<AnswerJson | undefined>) => {
  const found: Array<{ readonly answer: AnswerJson; readonly members: Array<number> }> = []
  for (const [member, answer] of answers.entries()) {
    if (answer === undefined) continue
    const same = found.find((group) => areSame(spec, group.answer, answer))
    if (same === undefined) found.push({ answer, members: [member] })
    else same.members.push(member)
  }
  return found.toSorted((a, b) => b.members.length - a.members.length)
}

/**
 * What more than half of the solutions answer to each input. A solution that answers something else, fails or is too
 * slow somewhere is refuted; where there is no majority, nobody knows.
 */
const majority = (
  spec: AnswerSpec,
  inputs: ReadonlyArray<string>,
  printed: ReadonlyArray<ReadonlyArray<Printed>>,
  candidates: ReadonlyArray<Candidate>
) =>
  Effect.gen(function*() {
    const refuted = new Map<Candidate, string>()
    const golds: Array<AnswerJson> = []
    for (const [at, input] of inputs.entries()) {
      const outputs = printed[at]!
      const answers = outputs.map((output) =>
        Either.isRight(output) ? Output.parse(spec, output.right) : undefined
      )
      const [first] = groups(spec, answers)
      if (first === undefined || 2 * first.members.length <= candidates.length) {
        const said = outputs.map((output) =>
          Either.isRight(output) ? output.right.trim() : output.left.message
        )
        return yield* new Defect({
          stage: "agreement",
          message: `solutions answer ${[...new Set(said)].map(shortened).join(" or ")} to ${
            JSON.stringify(shortened(input))
          }`
        })
      }
      golds.push(first.answer)
      for (const [member, candidate] of candidates.entries()) {
        if (first.members.includes(member) || refuted.has(candidate)) continue
        const output = outputs[member]!
        const said = Either.isRight(output)
          ? `answers ${shortened(output.right.trim())}`
          : output.left.message
        const right = Array.isArray(first.answer) ? first.answer.join(" ") : String(first.answer)
        refuted.set(
          candidate,
          `${said}, where ${first.members.length} others answer ${shortened(right)}, to ${
            JSON.stringify(shortened(input))
          }`
        )
      }
    }
    return { golds, refuted }
  })

/** Which solutions are the oracle and of what type its answers are, from what they all print for these inputs. */
export const agree = (
  output: OutputType,
  { candidates, refuted: uncompiled }: Compiled,
  inputs: ReadonlyArray<string>
): Effect.Effect<
  { readonly agreed: Agreed; readonly golds: ReadonlyArray<AnswerJson> },
  Defect | SandboxError,
  Native
> =>
  Effect.gen(function*() {
    const printed = yield* runAll(candidates, inputs)
    const specOf = (outputs: ReadonlyArray<Printed>) =>
      Output.specOf(output, outputs.flatMap((one) => Either.isRight(one) ? [one.right] : []))

    const first = yield* majority(specOf(printed.flat()), inputs, printed, candidates)
    const left = candidates.filter((candidate) => !first.refuted.has(candidate))
    const reasons = [...uncompiled.map(({ message }) => message), ...first.refuted.values()]
    yield* refuseFew(left.length, reasons)

    // Once more without those that were refuted: what they printed must not decide of what type the answers are.
    const printedByLeft = printed.map((outputs) =>
      outputs.filter((_, at) => !first.refuted.has(candidates[at]!))
    )
    const answer = specOf(printedByLeft.flat())
    const second = yield* majority(answer, inputs, printedByLeft, left)
    yield* refuseFew(left.length - second.refuted.size, [...reasons, ...second.refuted.values()])
    const [oracle, ...others] = left.filter((candidate) => !second.refuted.has(candidate))
    const agreed: Agreed = {
      answer,
      oracle: [oracle!.place, ...others.slice(0, enough - 1).map(({ place }) => place)],
      refuted: [
        ...uncompiled,
        ...[...first.refuted, ...second.refuted].map(([{ place }, message]) => ({ solution: place, message }))
      ],
      instances: inputs.length
    }
    return { agreed, golds: second.golds }
  })
