import { Data, Schema } from "effect"

/**
 * Where verification ends.
 * - `reply`: a language model's reply is not what it was asked for.
 * - `unsuitable`: the problem has no sizes, or no single answer of a type that can be judged.
 * - `compile`: a draft does not type-check, is refused by the compiler or cannot be loaded.
 * - `generator`: its instances cannot be drawn, or are not what it promised.
 * - `repetition`: one seed and one setting drew two instances.
 * - `constraints`: an instance breaks what the problem promises.
 * - `agreement`: there are instances that nobody knows the answer of.
 * - `solutions`: too few are left that are never wrong.
 * - `diversity`: the answer can be guessed.
 * - `contract`: it does not keep what every environment keeps.
 * - `calibration`: there are no levels.
 */
export const Stage = Schema.Literal(
  "reply",
  "unsuitable",
  "compile",
  "generator",
  "repetition",
  "constraints",
  "agreement",
  "solutions",
  "diversity",
  "contract",
  "calibration"
)
export type Stage = typeof Stage.Type

/** Why an environment cannot be used. It is counted, and the others go on. */
export class Defect extends Data.TaggedError("Defect")<{
  readonly stage: Stage
  readonly message: string
}> {}
