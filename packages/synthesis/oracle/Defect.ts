import { Data, Schema } from "effect"

/**
 * Where verification ends.
 * - `generator`: its instances cannot be drawn, or are not what it promised.
 * - `repetition`: one seed and one setting drew two instances.
 * - `agreement`: there are instances that nobody knows the answer of.
 * - `solutions`: too few are left that are never wrong.
 * - `diversity`: the answer can be guessed.
 */
export const Stage = Schema.Literal("generator", "repetition", "agreement", "solutions", "diversity")

/** Why an environment cannot be used. It is counted, and the others go on. */
export class Defect extends Data.TaggedError("Defect")<{
  readonly stage: typeof Stage.Type
  readonly message: string
}> {}
