/**
 * Whether a pool's environment can be trusted. Its solutions are people's programs and some are wrong, its generator is
 * a language model's: what counts is that solutions agree, on every instance that is drawn.
 */
import { agree } from "@scaler/contract/Answers"
import { type AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { type DrawnCase, type DrawRequest } from "@scaler/sandbox/native/Generator"
import { Native, type Program } from "@scaler/sandbox/native/Native"
import type { ProgramFault } from "@scaler/sandbox/native/ProgramFault"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Data, Effect, Either, Schema } from "effect"
import * as Cases from "./Cases.ts"
import * as Output from "./Output.ts"
import type { PoolEntry } from "./PoolFile.ts"

/** Where verification ends. */
export const Stage = Schema.Literal("solutions", "generator", "repetition", "agreement", "diversity")

/** Why an environment cannot be used. It is counted, and the rest of the pool goes on. */
export class PoolDefect extends Data.TaggedError("PoolDefect")<{
  readonly stage: typeof Stage.Type
  readonly message: string
}> {}

/** What was found out about an entry that can be trusted. */
export const Verified = Schema.Struct({
  answer: AnswerSpec,
  /** Places of the solutions that are the oracle: the first runs, and the others confirm it. */
  oracle: Schema.NonEmptyArray(Schema.NonNegativeInt),
  /** Solutions that another environment's author took for right, and are not: their places, and why. */
  refuted: Schema.Array(Schema.Struct({ solution: Schema.NonNegativeInt, message: Schema.String })),
  /** Instances on which solutions agreed. */
  instances: Schema.Int,
  /** Different answers among those of one setting. */
  distinct: Schema.Int,
  /** Share of the commonest of them. */
  commonest: Schema.Number
})
export interface Verified extends Schema.Schema.Type<typeof Verified> {}

/** Solutions that make an oracle. */
export const enough = 3

/** Least different answers of one setting, and largest share of one, as in the reference. */
const leastDistinct = 10
const largestShare = 0.3

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

/** Compiles all solutions, those that are fast to run first. */
const compileAll = ({ solutions }: PoolEntry) =>
  Effect.gen(function*() {
    const native = yield* Native
    const refuted: Array<Verified["refuted"][number]> = []
    const candidates: Array<Candidate> = []
    for (const [place, { language, source }] of solutions.entries()) {
      const compiled = yield* attempt(native.compile(source, language))
      if (Either.isRight(compiled)) candidates.push({ place, program: compiled.right })
      else refuted.push({ solution: place, message: `does not compile: ${shortened(compiled.left.message)}` })
    }
    const isSlow = ({ program }: Candidate) => program.language === "python" ? 1 : 0
    return { candidates: candidates.toSorted((a, b) => isSlow(a) - isSlow(b)), refuted }
  })

/** Draws the cases, and draws them again the other way round: a seed and a setting must be one instance. */
const drawAll = ({ generator }: PoolEntry, requests: ReadonlyArray<DrawRequest>) =>
  Effect.gen(function*() {
    const native = yield* Native
    const drawn: Array<DrawnCase> = []
    for (const [at, outcome] of (yield* native.draw(generator, requests)).entries()) {
      if (Either.isLeft(outcome)) {
        return yield* new PoolDefect({
          stage: outcome.left.reason === "Unrepeatable" ? "repetition" : "generator",
          message: `${outcome.left.message} (at ${JSON.stringify(requests[at]!.scale)})`
        })
      }
      drawn.push(outcome.right)
    }
    const again = (yield* native.draw(generator, requests.toReversed())).toReversed()
    const changed = drawn.findIndex(({ input }, at) => Either.getOrUndefined(again[at]!)?.input !== input)
    if (changed !== -1) {
      return yield* new PoolDefect({
        stage: "repetition",
        message: `one seed drew different instances (at ${JSON.stringify(requests[changed]!.scale)})`
      })
    }
    return drawn
  })

/** What each candidate prints for each case. One that failed is not run again: it is refuted already. */
const runAll = (candidates: ReadonlyArray<Candidate>, cases: ReadonlyArray<DrawnCase>) =>
  Effect.gen(function*() {
    const native = yield* Native
    const failed = new Map<Candidate, Printed>()
    const run = (candidate: Candidate, input: string): Effect.Effect<Printed, SandboxError> =>
      Effect.map(attempt(native.run(candidate.program, input)), (result) => {
        const printed = Either.map(result, ({ stdout }) => stdout)
        if (Either.isLeft(printed)) failed.set(candidate, printed)
        return printed
      })
    return yield* Effect.forEach(cases, ({ input }) =>
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
    const same = found.find((group) => agree(spec, group.answer, answer))
    if (same === undefined) found.push({ answer, members: [member] })
    else same.members.push(member)
  }
  return found.toSorted((a, b) => b.members.length - a.members.length)
}

/**
 * What more than half of the solutions answer to each case. A solution that answers something else, fails or is too
 * slow somewhere is refuted; where there is no majority, nobody knows.
 */
const majority = (
  spec: AnswerSpec,
  cases: ReadonlyArray<DrawnCase>,
  printed: ReadonlyArray<ReadonlyArray<Printed>>,
  candidates: ReadonlyArray<Candidate>
) =>
  Effect.gen(function*() {
    const refuted = new Map<Candidate, string>()
    const golds: Array<AnswerJson> = []
    for (const [at, { input }] of cases.entries()) {
      const outputs = printed[at]!
      const answers = outputs.map((output) =>
        Either.isRight(output) ? Output.parse(spec, output.right) : undefined
      )
      const [first] = groups(spec, answers)
      if (first === undefined || 2 * first.members.length <= candidates.length) {
        const said = outputs.map((output) =>
          Either.isRight(output) ? output.right.trim() : output.left.message
        )
        return yield* new PoolDefect({
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

const refuseFew = (count: number) =>
  count >= enough
    ? Effect.void
    : new PoolDefect({
      stage: "solutions",
      message: `${count} solutions can be used; an oracle takes ${enough}`
    })

/** Verifies an entry: which solutions are its oracle, and of what type its answers are. */
export const verify = (entry: PoolEntry): Effect.Effect<Verified, PoolDefect | SandboxError, Native> =>
  Effect.gen(function*() {
    const { candidates, refuted: uncompiled } = yield* compileAll(entry)
    yield* refuseFew(candidates.length)
    const { breadth, depth } = Cases.of(entry)
    const cases = yield* drawAll(entry, [...breadth, ...depth])
    const printed = yield* runAll(candidates, cases)
    const specOf = (outputs: ReadonlyArray<Printed>) =>
      Output.specOf(entry.output, outputs.flatMap((output) => Either.isRight(output) ? [output.right] : []))

    const first = yield* majority(specOf(printed.flat()), cases, printed, candidates)
    const left = candidates.filter((candidate) => !first.refuted.has(candidate))
    yield* refuseFew(left.length)

    // Once more without those that were refuted: what they printed must not decide of what type the answers are.
    const printedByLeft = printed.map((outputs) =>
      outputs.filter((_, at) => !first.refuted.has(candidates[at]!))
    )
    const answer = specOf(printedByLeft.flat())
    const second = yield* majority(answer, cases, printedByLeft, left)
    const [oracle, ...others] = left.filter((candidate) => !second.refuted.has(candidate))
    yield* refuseFew(left.length - second.refuted.size)

    const deep = second.golds.slice(breadth.length)
    const shares = [...Map.groupBy(deep, (gold) => JSON.stringify(gold)).values()].map(({ length }) => length)
    const commonest = Math.max(...shares) / deep.length
    if (shares.length < leastDistinct || commonest > largestShare) {
      return yield* new PoolDefect({
        stage: "diversity",
        message:
          `${deep.length} instances of one setting have ${shares.length} different answers, the commonest `
          + `${(100 * commonest).toFixed(0)} % of the time`
      })
    }
    return {
      answer,
      oracle: [oracle!.place, ...others.slice(0, enough - 1).map(({ place }) => place)],
      refuted: [
        ...uncompiled,
        ...[...first.refuted, ...second.refuted].map(([{ place }, message]) => ({ solution: place, message }))
      ],
      instances: cases.length,
      distinct: shares.length,
      commonest
    }
  })
