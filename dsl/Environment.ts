/** Environments: scale axes, a generator of instances, a statement, and an oracle. */
import type * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type { Answer } from "./Answer.ts"
import type { Rejected, Rng } from "./Gen.ts"
import type { Axes, ScaleOf } from "./Scale.ts"

/** Slow and obviously right: the oracle's check on instances of scales up to a bound. */
export interface Brute<A extends Axes, I, Ans> {
  /** Largest value of each axis named here at which `solve` is fast enough. */
  readonly upTo: { readonly [Name in keyof A]?: number }
  readonly solve: (instance: I) => Ans
}

/** `true`, or why the answer is not accepted. */
export type CheckResult = true | string

/**
 * What an author writes.
 *
 * @typeParam I instances: plain JSON, described by `instance`
 * @typeParam Ans answers, described by `answer`
 */
export interface Definition<Name extends string, A extends Axes, I, Ans> {
  /** Lower-case words joined by hyphens; unique in a registry. */
  readonly name: Name
  readonly tags: ReadonlyArray<string>
  /** What one has to be able to do to answer, in a few words. */
  readonly skill: string
  /** Where the problem comes from. */
  readonly source: string
  readonly scale: A
  /** The shape of instances. Encoded = Type: instances are JSON. */
  readonly instance: Schema.Schema<I>
  readonly answer: Answer<Ans>
  /** An instance of the given scale. */
  readonly generate: (scale: ScaleOf<A>) => Effect.Effect<NoInfer<I>, Rejected, Rng>
  /** The question as the model reads it, complete in itself. */
  readonly statement: (instance: NoInfer<I>) => string
  /** The oracle. Where `check` is given, any one accepted answer. */
  readonly solve: (instance: NoInfer<I>) => NoInfer<Ans> | Effect.Effect<NoInfer<Ans>, unknown>
  readonly brute?: Brute<NoInfer<A>, NoInfer<I>, NoInfer<Ans>>
  /** For answers that are not unique: whether this one is right. `gold` is what `solve` returned. */
  readonly check?: (instance: NoInfer<I>, answer: NoInfer<Ans>, gold: NoInfer<Ans>) => CheckResult
  /**
   * What holds of every instance that is drawn at a scale, and of its gold answer, or any other that `check` accepts.
   */
  readonly properties?: Readonly<
    Record<string, (instance: NoInfer<I>, gold: NoInfer<Ans>, scale: ScaleOf<NoInfer<A>>) => boolean>
  >
  /** Longest statement of the derived ladder, in characters; 2048 unless given. */
  readonly maxStatementLength?: number
  /** The levels, each harder than the one before; derived from the axes unless given. */
  readonly ladder?: ReadonlyArray<ScaleOf<NoInfer<A>>>
}

/** An environment. */
export interface Environment<Name extends string, A extends Axes, I, Ans>
  extends Definition<Name, A, I, Ans>
{
  readonly maxStatementLength: number
}

/** An environment whose types are not known statically. */
export type Any = Environment<string, any, any, any>

/** A wrong definition, found when the module is loaded. */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError"
}

const required = [
  "name",
  "tags",
  "skill",
  "source",
  "scale",
  "instance",
  "answer",
  "generate",
  "statement",
  "solve"
]
const optional = ["brute", "check", "properties", "maxStatementLength", "ladder"]

/** Whether this may name an environment: lower-case words joined by hyphens. */
export const isName = (name: string): boolean => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)

/** Whether a value is what `make` returns. */
export const isEnvironment = (value: unknown): value is Any =>
  typeof value === "object" && value !== null &&
  [...required, "maxStatementLength"].every((key) => Object.hasOwn(value, key))

/** What types refuse too, in a file that may never have been type-checked; undefined where all is well. */
const shapeProblem = (
  definition: { readonly scale: Axes; readonly brute?: { readonly upTo: object } | undefined }
): string | undefined => {
  const keys = Object.keys(definition)
  const missing = required.find((key) => !keys.includes(key))
  if (missing !== undefined) return `${missing} is missing`
  const known = [...required, ...optional]
  const unknown = keys.find((key) => !known.includes(key))
  if (unknown !== undefined) return `there is no ${unknown}; there are ${known.join(", ")}`
  const axes = Object.keys(definition.scale)
  if (axes.length === 0) return "it declares no scale axis, so it has no levels"
  const axis = Object.keys(definition.brute?.upTo ?? {}).find((name) => !axes.includes(name))
  return axis === undefined
    ? undefined
    : `brute.upTo names ${axis}, which is no axis; the axes are ${axes.join(", ")}`
}

/** Declares an environment. Throws a DefinitionError for what types cannot refuse. */
export const make = <const Name extends string, const A extends Axes, I, Ans>(
  definition: Definition<Name, A, I, Ans>
): Environment<Name, A, I, Ans> => {
  const { name, maxStatementLength = 2048 } = definition
  const problem = shapeProblem(definition)
  if (problem !== undefined) throw new DefinitionError(`Environment ${name}: ${problem}`)
  if (!isName(name)) {
    throw new DefinitionError(
      `Environment name ${JSON.stringify(name)} must be lower-case words joined by hyphens`
    )
  }
  if (!(Number.isSafeInteger(maxStatementLength) && maxStatementLength > 0)) {
    throw new DefinitionError(`Environment ${name}: maxStatementLength must be a positive whole number`)
  }
  return { ...definition, maxStatementLength }
}
