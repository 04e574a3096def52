/** Pool files of the SCALER reference (arXiv 2601.04809): environments made from programming problems, keyed by name. */
import { Effect, Either, ParseResult, Schema } from "effect"
import { OutputType, Solution } from "../oracle/Solution.ts"

/** A file or a folder that is no pool, or cannot be read or written: the message says what to do. */
export class PoolError extends Schema.TaggedError<PoolError>("@scaler/synthesis/PoolError")("PoolError", {
  message: Schema.String
}) {}

/** A parameter of the scale: at `r` of the range, which is that of the narrowest one, it is `min + base · r`, rounded down. */
const Parameter = Schema.Struct({
  min: Schema.Int,
  max: Schema.Int,
  base: Schema.NonNegative
})
export type Parameter = typeof Parameter.Type

/** State and settings of the reference's controller, which live among the parameters. */
const Difficulty = Schema.Struct({
  version: Schema.Int,
  params: Schema.Record({ key: Schema.String, value: Schema.Unknown })
})

/** The languages of solutions, by the codes that CodeContests gives them. */
export const languages = { 2: "cpp", 3: "python" } as const

const Solutions = Schema.Struct({
  solution: Schema.Array(Schema.NonEmptyString),
  language: Schema.Array(Schema.Literal(2, 3))
}).pipe(
  Schema.filter(({ language, solution }) =>
    solution.length === language.length && solution.length > 0
      ? true
      : { path: ["language"], message: `${solution.length} solutions have ${language.length} languages` }
  )
)

const Entry = Schema.Struct({
  name: Schema.NonEmptyString,
  logic_description: Schema.NonEmptyString,
  instruction: Schema.String,
  solutions: Solutions,
  generate_testcase: Schema.NonEmptyString,
  scale_range: Schema.NonNegative,
  output_type: OutputType.annotations({
    message: () => ({
      message: "Expected number, array or string: no other answer can be judged",
      override: true
    })
  }),
  is_output_unique: Schema.Literal(true),
  difficulty_dict: Schema.Record({ key: Schema.String, value: Schema.NonNegative }),
  params: Schema.Record({ key: Schema.String, value: Schema.Union(Parameter, Difficulty) })
})

/** An environment of a pool, not verified yet. */
export const PoolEntry = Schema.Struct({
  name: Schema.NonEmptyString,
  /** The problem, without its input and output sections. */
  logic: Schema.String,
  /** What is to be answered, as the problem said it to programmers. */
  instruction: Schema.String,
  solutions: Schema.Array(Solution),
  /** Python source of `generate_testcase(scale) -> (text, values)`. */
  generator: Schema.String,
  /** By name, at least one. */
  parameters: Schema.Record({ key: Schema.String, value: Parameter }),
  /** The largest `r` whose instances fit the prompt. */
  range: Schema.NonNegative,
  /** `r` of each level, as the reference trains. */
  upstreamLevels: Schema.Array(Schema.NonNegative),
  output: OutputType
})
export interface PoolEntry extends Schema.Schema.Type<typeof PoolEntry> {}

/** An entry that cannot be used, and which field says so. */
export interface Rejected {
  readonly name: string
  readonly message: string
}

export interface Pool {
  readonly entries: ReadonlyArray<PoolEntry>
  readonly rejected: ReadonlyArray<Rejected>
}

const decodeEntry = Schema.decodeUnknownEither(Entry)

const decodeFile = Schema.decode(
  Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.Unknown }))
)

/** The field that is wrong, and why. */
export const fieldOf = (error: ParseResult.ParseError): string => {
  const [first] = ParseResult.ArrayFormatter.formatErrorSync(error)
  return `${first!.path.join(".") || "the whole"}: ${first!.message}`
}

const toEntry = (key: string, value: unknown): Either.Either<PoolEntry, Rejected> =>
  Either.flatMap(
    Either.mapLeft(decodeEntry(value), (error): Rejected => ({ name: key, message: fieldOf(error) })),
    (entry): Either.Either<PoolEntry, Rejected> => {
      const refuse = (message: string) => Either.left({ name: key, message })
      const parameters = Object.entries(entry.params).filter((one): one is [string, Parameter] =>
        "base" in one[1]
      )
      if (entry.name !== key) return refuse(`name: it is called ${JSON.stringify(entry.name)}`)
      if (parameters.length === 0) return refuse("params: there is none that scales")
      const empty = parameters.find(([, { max, min }]) => min > max)
      if (empty !== undefined) return refuse(`params.${empty[0]}: its min is above its max`)
      const levels = Object.entries(entry.difficulty_dict).map(([level, r]) => [Number(level), r] as const)
        .toSorted(([a], [b]) => a - b)
      if (levels.length === 0 || levels.some(([level], at) => level !== at)) {
        return refuse("difficulty_dict: its levels are not 0, 1, 2 and so on")
      }
      return Either.right({
        name: key,
        logic: entry.logic_description,
        instruction: entry.instruction,
        solutions: entry.solutions.solution.map((source, at) => ({
          language: languages[entry.solutions.language[at]!],
          source
        })),
        generator: entry.generate_testcase,
        parameters: Object.fromEntries(parameters),
        range: entry.scale_range,
        upstreamLevels: levels.map(([, r]) => r),
        output: entry.output_type
      })
    }
  )

/** Reads a pool. An entry that is not as it must be is rejected, and the others stand. */
export const decode = (text: string): Effect.Effect<Pool, PoolError> =>
  decodeFile(text).pipe(
    Effect.mapError((error) => new PoolError({ message: `It is no pool: ${fieldOf(error)}` })),
    Effect.map((file) => {
      const results = Object.entries(file).map(([key, value]) => toEntry(key, value))
      return {
        entries: results.filter(Either.isRight).map(({ right }) => right),
        rejected: results.filter(Either.isLeft).map(({ left }) => left)
      }
    })
  )
