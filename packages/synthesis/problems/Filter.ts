/** Which problems environments are made from, and why the others are not. */
import { Native } from "@scaler/sandbox/native/Native"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Stream } from "effect"
import { enough } from "../oracle/Agreement.ts"
import type { Solution } from "../oracle/Solution.ts"
import * as Benchmark from "./Benchmark.ts"
import { grams, words } from "./Grams.ts"
import * as MinHash from "./MinHash.ts"
import type { Problem } from "./Problem.ts"

/** Most solutions that are kept, as in the reference. */
export const mostSolutions = 10

/** Similarity of the word 3-grams of what is asked from which on problems count as nearly the same. */
const threshold = 0.8
const gramSize = 3

/**
 * Why a problem is dropped:
 * - `input`: it has no Input section,
 * - `images`: its statement shows images,
 * - `solutions`: too few of its solutions compile,
 * - `duplicate`: a problem kept before it asks nearly the same,
 * - `sandbox`: its solutions could not be compiled to the end; another try may.
 */
export type Reason = "input" | "images" | "solutions" | "duplicate" | "sandbox"

export interface Kept {
  readonly status: "kept"
  /** With the first of its solutions that compile. */
  readonly problem: Problem
  /** A benchmark's row that the statement repeats. */
  readonly overlap?: Benchmark.Overlap
}

export interface Dropped {
  readonly status: "dropped"
  readonly id: string
  readonly title: string
  readonly reason: Reason
  readonly message: string
}

export type Decision = Kept | Dropped

export interface Options {
  readonly benchmark: Benchmark.Benchmark
  /** Problems whose solutions are compiled at a time. */
  readonly jobs: number
}

const drop = ({ id, title }: Problem, reason: Reason, message: string): Dropped => ({
  status: "dropped",
  id,
  title,
  reason,
  message
})

/** The sign of an image in a statement: CodeContests', Markdown's, HTML's or LaTeX's. */
const imageIn = (statement: string): string | undefined =>
  statement.match(/<image>|!\[[^\]]*\]\([^)]*\)|<img\b|\\includegraphics\b/i)?.[0]

/** Solutions without those that are there twice: a copy confirms nothing. */
const distinct = ({ solutions }: Problem): ReadonlyArray<Solution> => [
  ...new Map(solutions.map((solution) => [solution.source, solution])).values()
]

/** Why the text of a problem is no use; undefined where it is. */
export const faultOfText = (problem: Problem): Dropped | undefined => {
  if (problem.input === "") return drop(problem, "input", "the statement has no Input section")
  const image = imageIn(problem.statement)
  if (image !== undefined) return drop(problem, "images", `the statement shows an image: ${image}`)
  const { length } = distinct(problem)
  return length < enough
    ? drop(
      problem,
      "solutions",
      `it has ${length} different solutions in C++ or Python 3; an oracle takes ${enough}`
    )
    : undefined
}

/** The signature of what a problem asks: bounds and examples do not tell problems apart. */
const signatureOf = ({ logic, output }: Problem): MinHash.Signature =>
  MinHash.signature(grams(words(`${logic}\n${output}`), gramSize))

/** A problem with the first solutions that compile. */
const compiled = (problem: Problem): Effect.Effect<Decision, SandboxError, Native> =>
  Effect.gen(function*() {
    const native = yield* Native
    const solutions: Array<Solution> = []
    let refused = ""
    for (const solution of distinct(problem)) {
      if (solutions.length === mostSolutions) break
      yield* native.compile(solution.source, solution.language).pipe(
        Effect.map(() => void solutions.push(solution)),
        Effect.catchTag("ProgramFault", ({ message }) =>
          Effect.sync(() => {
            refused ||= `; one does not: ${message.slice(0, 200)}`
          }))
      )
    }
    return solutions.length < enough
      ? drop(
        problem,
        "solutions",
        `${solutions.length} solutions compile, an oracle takes ${enough}${refused}`
      )
      : { status: "kept", problem: { ...problem, solutions } }
  })

const examine = (problem: Problem): Effect.Effect<Decision, SandboxError, Native> => {
  const fault = faultOfText(problem)
  if (fault !== undefined) return Effect.succeed(fault)
  return Effect.catchIf(
    compiled(problem),
    ({ reason }) => reason !== "Unavailable",
    ({ message }) => Effect.succeed(drop(problem, "sandbox", message))
  )
}

/** Drops what was nearly there before, and finds overlaps, among problems that come in order. */
const compare = (benchmark: Benchmark.Benchmark) => {
  const kept = MinHash.index<Pick<Problem, "id" | "title">>(threshold)
  return (decision: Decision): Decision => {
    if (decision.status === "dropped") return decision
    const { problem } = decision
    const signature = signatureOf(problem)
    const closest = kept.closest(signature)
    if (closest !== undefined) {
      const { key: { id, title }, similarity } = closest
      const share = `${Math.round(100 * similarity)} %`
      return drop(
        problem,
        "duplicate",
        `it asks what ${JSON.stringify(id)} (${title}) asks before it, to ${share}`
      )
    }
    kept.add({ id: problem.id, title: problem.title }, signature)
    const overlap = Benchmark.overlap(benchmark, problem.statement)
    return overlap === undefined ? decision : { ...decision, overlap }
  }
}

/** Decides on problems, in their order; each decision comes as soon as it and those before it are made. */
export const decisions = <E, R>(
  problems: Stream.Stream<Problem, E, R>,
  { benchmark, jobs }: Options
): Stream.Stream<Decision, E | SandboxError, Native | R> =>
  Stream.suspend(() =>
    problems.pipe(Stream.mapEffect(examine, { concurrency: jobs }), Stream.map(compare(benchmark)))
  )
