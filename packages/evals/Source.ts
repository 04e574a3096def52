/** Where the problems of a suite come from: the rows of a file, or the draws of an environment. */
import { Effect } from "effect"
import { EvalError } from "./EvalError.ts"
import type { EvalStore } from "./EvalStore.ts"
import type { Exam } from "./Evaluate.ts"
import type { Problem } from "./Problem.ts"

/** Problems of a suite that are asked at most: as many as is usual for it, unless given. */
export type Limit = number | "all" | "usual"

export interface Source<E, R> extends Pick<Exam<E, R>, "suite" | "title" | "judge"> {
  /** How many problems there are; null where there is no end to them. */
  readonly of: number | null
  /** Those that are asked. */
  readonly choose: (limit: Limit, seed: number) => Effect.Effect<ReadonlyArray<Problem>, E>
  /** Those with these names, without those that are there no longer. */
  readonly find: (ids: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<Problem>, E>
}

export interface Options {
  readonly limit: Limit
  /** Responses to each problem; undefined for as many as it is repeated. */
  readonly samples: number | undefined
  readonly seed: number
}

/** The exam of a suite, with how many problems that has. */
export const exam = <E, R>(
  { choose, judge, of, suite, title }: Source<E, R>,
  { limit, samples, seed }: Options
): Effect.Effect<Exam<E, R> & { readonly of: number | null }, E> =>
  Effect.map(choose(limit, seed), (problems) => ({
    suite,
    title,
    of,
    problems,
    samples: ({ repeats }) => samples ?? repeats,
    judge
  }))

/** The problems that have responses in a record. Fails with `Changed` where one of them is there no longer. */
export const recorded = <E, R>(
  { find, suite }: Source<E, R>,
  store: EvalStore
): Effect.Effect<ReadonlyArray<Problem>, E | EvalError> =>
  Effect.gen(function*() {
    const ids = [...new Set((yield* store.responses(suite)).map(({ problem }) => problem))]
    const problems = yield* find(ids)
    if (problems.length === ids.length) return problems
    return yield* new EvalError({
      reason: "Changed",
      message:
        `Of ${ids.length} problems of ${suite} that were answered, ${
          ids.length - problems.length
        } are there no`
        + " longer: its file or environment has changed. Take that of then, or choose another directory"
    })
  })
