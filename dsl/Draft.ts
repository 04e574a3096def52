/**
 * Drafts: environments whose answers come from a problem's own programs, which read instances as text. What a draft
 * `solve`s is that text; whoever verifies it puts the programs behind it.
 */
import * as Answer from "./Answer.ts"
import * as Environment from "./Environment.ts"
import type { Axes, Scale } from "./Scale.ts"

/** What the author of a draft writes. */
export interface Definition<Name extends string, A extends Axes, I> extends
  Pick<
    Environment.Definition<Name, A, I, string>,
    "name" | "tags" | "skill" | "source" | "scale" | "instance" | "generate" | "statement"
  >
{
  /** The instance as the problem's programs read it, one test case. */
  readonly input: (instance: NoInfer<I>) => string
  /** What the problem promises of every instance, one entry for each bound or property. */
  readonly constraints: Readonly<Record<string, (instance: NoInfer<I>) => boolean>>
}

/** An environment without an oracle of its own. */
export type Draft<Name extends string, A extends Axes, I> = Environment.Environment<Name, A, I, string>

/** Declares a draft. Throws a DefinitionError for what types cannot refuse. */
export const make = <const Name extends string, const A extends Axes, I>(
  { constraints, input, ...definition }: Definition<Name, A, I>
): Draft<Name, A, I> => {
  if (typeof input !== "function") {
    throw new Environment.DefinitionError(`Draft ${definition.name}: input is missing`)
  }
  if (Object.keys(constraints ?? {}).length === 0) {
    throw new Environment.DefinitionError(`Draft ${definition.name}: constraints are missing`)
  }
  return Environment.make<Name, A, I, string>({
    ...definition,
    answer: Answer.string,
    solve: input,
    properties: constraints
  })
}

/** The draft with the levels that were found for it. */
export const withLadder = <D extends Environment.Any>(draft: D, ladder: ReadonlyArray<Scale>): D => ({
  ...draft,
  ladder
})

/** The draft with an oracle of its own, which needs no programs any more. */
export const withOracle = <Name extends string, A extends Axes, I, Ans>(
  draft: Draft<Name, A, I>,
  { answer, solve }: Pick<Environment.Definition<Name, A, I, Ans>, "answer" | "solve">
): Environment.Environment<Name, A, I, Ans> => {
  const { brute: _, check: __, properties = {}, ...rest } = draft
  return { ...rest, answer, solve, properties: withoutGold(properties) }
}

/** Constraints do not look at answers, of whatever type those are. */
const withoutGold = <I, S>(
  constraints: Readonly<Record<string, (instance: I, gold: string, scale: S) => boolean>>
): Readonly<Record<string, (instance: I, gold: unknown, scale: S) => boolean>> =>
  Object.fromEntries(
    Object.entries(constraints).map(([name, holds]) =>
      [name, (instance: I, _: unknown, scale: S) => holds(instance, "", scale)] as const
    )
  )
