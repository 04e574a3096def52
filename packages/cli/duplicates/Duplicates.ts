/** Statements that are nearly the same, of two environments or within one. */
import { grams, tokens } from "@scaler/synthesis/problems/Grams"
import { similarPairs } from "./SimilarPairs.ts"

export interface Statement {
  readonly environment: string
  readonly level: number
  readonly text: string
}

/** Two statements that are nearly the same. */
export interface Alike {
  readonly first: Statement
  readonly second: Statement
  readonly similarity: number
}

const gramSize = 3

/** Similarity from which on statements count as nearly the same. */
export const threshold = 0.8

/** Numbers do not tell environments apart: every number is the same word. */
const withoutNumbers = ({ text }: Statement) => grams(tokens(text.replace(/\d+/g, "0")), gramSize)

/** Of each two environments with nearly the same statements, numbers aside, the two statements that are most alike. */
export const between = (statements: ReadonlyArray<Statement>): ReadonlyArray<Alike> => {
  // Most statements of an environment are the same but for numbers: the first of them stands for all.
  const different = [
    ...Map.groupBy(
      statements.map((statement) => ({ statement, shape: withoutNumbers(statement) })),
      ({ shape, statement }) => JSON.stringify([statement.environment, ...shape])
    ).values()
  ].map(([first]) => first!)
  const environmentOf = (place: number) => different[place]!.statement.environment
  const best = new Map<string, Alike>()
  const pairs = similarPairs(
    different.map(({ shape }) => shape),
    threshold,
    (first, second) => environmentOf(first) !== environmentOf(second)
  )
  for (const { first, second, similarity } of pairs) {
    const key = JSON.stringify([environmentOf(first), environmentOf(second)].sort())
    if (similarity > (best.get(key)?.similarity ?? 0)) {
      best.set(key, { first: different[first]!.statement, second: different[second]!.statement, similarity })
    }
  }
  return [...best.values()]
}

/** How much of an environment's level sequence repeats itself. */
export interface Repetition {
  readonly environment: string
  readonly statements: number
  /** Statements that are the same as an earlier one, or nearly, numbers included. */
  readonly repeated: number
  /** One of them, with what it repeats. */
  readonly example: Alike
}

/** Sets without the grams that more than half of them have: the words that an environment always uses. */
const withoutFrame = (sets: ReadonlyArray<ReadonlySet<string>>): ReadonlyArray<ReadonlySet<string>> => {
  const having = new Map<string, number>()
  for (const set of sets) for (const gram of set) having.set(gram, (having.get(gram) ?? 0) + 1)
  return sets.map((set) => new Set([...set].filter((gram) => having.get(gram)! <= sets.length / 2)))
}

const repetition = (environment: string, statements: ReadonlyArray<Statement>): ReadonlyArray<Repetition> => {
  const same = [...Map.groupBy(statements, ({ text }) => tokens(text).join(" ")).values()]
  const different = same.map(([first]) => first!)
  const sets = withoutFrame(different.map(({ text }) => grams(tokens(text), gramSize)))
  const near = similarPairs(sets, threshold)
  const examples = [
    ...same.filter(({ length }) => length > 1).map(([first, second]): Alike => ({
      first: first!,
      second: second!,
      similarity: 1
    })),
    ...near.map(({ first, second, similarity }): Alike => ({
      first: different[first]!,
      second: different[second]!,
      similarity
    }))
  ]
  const repeated = statements.length - same.length + new Set(near.map(({ second }) => second)).size
  const [example] = examples
  return example === undefined ? [] : [{ environment, statements: statements.length, repeated, example }]
}

/** The environments whose statements repeat themselves. */
export const within = (statements: ReadonlyArray<Statement>): ReadonlyArray<Repetition> =>
  [...Map.groupBy(statements, ({ environment }) => environment)].flatMap(([environment, own]) =>
    repetition(environment, own)
  )
