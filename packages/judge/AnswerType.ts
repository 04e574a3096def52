import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import type { Either, Option } from "effect"

/**
 * How answers of one type are read, compared and written.
 *
 * @typeParam A an answer as it was read, exact: nothing is rounded before it is compared
 */
export interface AnswerType<A> {
  /**
   * Reads what stands in the box, or as an element of a list there (`nested`); Left says why it is no such answer.
   * Within a list, words may be in quotation marks, and lists need brackets.
   */
  readonly read: (latex: string, nested: boolean) => Either.Either<A, string>
  readonly fromJson: (json: AnswerJson) => Option.Option<A>
  /** Left where the answer is beyond what its JSON can hold, and therefore right for no gold answer. */
  readonly toJson: (answer: A) => Either.Either<AnswerJson, string>
  /** Why `answer` is not the gold answer, or undefined where it is. */
  readonly difference: (gold: A, answer: A) => string | undefined
  /** The plainest spelling, which `read` reads as that answer. */
  readonly spell: (answer: A, nested: boolean) => string
  /** Whether elements of a list may be separated by spaces alone. */
  readonly spaced: boolean
  /** Whether elements of a list may be in quotation marks. */
  readonly quoted: boolean
}

/** The reason for two answers that differ, as they would be written. */
export const differs = (gold: string, answer: string): string => {
  const cut = (text: string) => text.length <= 80 ? text : `${text.slice(0, 79)}…`
  return `answered ${cut(answer)}, expected ${cut(gold)}`
}
