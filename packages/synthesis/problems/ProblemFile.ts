/**
 * Files of programming problems, Parquet or JSON lines, each row in one of two forms:
 * - the columns of CodeContests (Li et al. 2022): `name`, `description`, `solutions {language, solution}`, `source`;
 * - a plainer one: `id`, `title`, `statement`, `solutions [{language, source}]` with languages `cpp` and `python`, and
 *   where they are known `licence` and `source`.
 */
import * as Rows from "@scaler/data/Rows"
import { Effect, Either, Schema, Stream } from "effect"
import { Solution } from "../oracle/Solution.ts"
import { fieldOf, languages } from "../pool/PoolFile.ts"
import type { Problem } from "./Problem.ts"
import * as Sections from "./Sections.ts"

/** A row that is no problem, and which field says so. */
export interface Rejected {
  /** From 0. */
  readonly row: number
  readonly message: string
}

const Plain = Schema.Struct({
  id: Schema.NonEmptyString,
  title: Schema.NonEmptyString,
  statement: Schema.NonEmptyString,
  solutions: Schema.Array(Solution),
  licence: Schema.optional(Schema.NullOr(Schema.String)),
  source: Schema.optional(Schema.NullOr(Schema.String))
})

/** Parquet has 64-bit integers, JSON has numbers. */
const Code = Schema.Union(Schema.Int, Schema.BigIntFromSelf)

const CodeContests = Schema.Struct({
  name: Schema.NonEmptyString,
  description: Schema.NonEmptyString,
  solutions: Schema.Struct({ language: Schema.Array(Code), solution: Schema.Array(Schema.String) }).pipe(
    Schema.filter(({ language, solution }) =>
      language.length === solution.length
        ? true
        : { path: ["language"], message: `${solution.length} solutions have ${language.length} languages` }
    )
  ),
  source: Schema.optional(Schema.NullOr(Code))
})

/** The sites by the codes that CodeContests gives them. */
const sites = [undefined, "CodeChef", "Codeforces", "HackerEarth", "Code Jam", "AtCoder", "Aizu"]

const columns = [...Object.keys(Plain.fields), ...Object.keys(CodeContests.fields)]

const expected =
  "Each row must have either name, description and solutions {language, solution}, as CodeContests has, or id, title,"
  + " statement and solutions [{language, source}]"

const ofPlain = ({ id, licence, solutions, source, statement, title }: typeof Plain.Type): Problem => ({
  id,
  title,
  statement,
  ...Sections.of(statement, title),
  solutions,
  ...(licence ? { licence } : {}),
  ...(source ? { source } : {})
})

/** A name without the place in its contest, as in `1003_F. Abbreviation` and `p02158 Rings`. */
const titleOf = (name: string): string => name.replace(/^(?:\d+_\w+\.|p\d{5}\b)\s*(?=\S)/, "")

const ofCodeContests = (
  { description, name, solutions, source }: typeof CodeContests.Type
): Problem => {
  const title = titleOf(name)
  const site = sites[Number(source ?? 0)]
  return {
    id: name,
    title,
    statement: description,
    ...Sections.of(description, title),
    // Python 2, Java and what is not known are left out.
    solutions: solutions.solution.flatMap((text, at): ReadonlyArray<Solution> => {
      const code = Number(solutions.language[at])
      return (code === 2 || code === 3) && text !== "" ? [{ language: languages[code], source: text }] : []
    }),
    ...(site === undefined ? {} : { source: site })
  }
}

/** The form of a row; undefined where it is neither. */
const formOf = (value: unknown): "plain" | "codeContests" | undefined => {
  if (typeof value !== "object" || value === null) return undefined
  return "statement" in value ? "plain" : "description" in value ? "codeContests" : undefined
}

const decode = (value: unknown): Either.Either<Problem, string> => {
  const form = formOf(value)
  if (form === undefined) return Either.left(`it is no problem. ${expected}`)
  const problem = form === "plain"
    ? Either.map(Schema.decodeUnknownEither(Plain)(value), ofPlain)
    : Either.map(Schema.decodeUnknownEither(CodeContests)(value), ofCodeContests)
  return Either.mapLeft(problem, fieldOf)
}

/**
 * Reads a file's problems, one after another. A row that is none, or has an id that was there before, is rejected, and
 * the others stand; a file without any row that is a problem's, or nearly, fails in the end.
 */
export const read = (
  path: string
): Stream.Stream<Either.Either<Problem, Rejected>, Rows.DataFileError> =>
  Stream.suspend(() => {
    const rowOf = new Map<string, number>()
    let recognised = false
    const take = ({ row, value }: Rows.Row): Either.Either<Problem, Rejected> => {
      recognised ||= Either.isRight(value) && formOf(value.right) !== undefined
      const problem = Either.mapLeft(Either.flatMap(value, decode), (message) => ({ row, message }))
      if (Either.isLeft(problem)) return problem
      const { id } = problem.right
      const before = rowOf.get(id)
      if (before !== undefined) {
        return Either.left({ row, message: `id: ${JSON.stringify(id)} is in row ${before} already` })
      }
      rowOf.set(id, row)
      return problem
    }
    const ended = Effect.suspend(() =>
      recognised
        ? Effect.void
        : new Rows.DataFileError({ message: `${path} has no programming problem. ${expected}` })
    )
    return Stream.concat(Stream.map(Rows.read(path, columns), take), Stream.execute(ended))
  })
