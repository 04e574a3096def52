/** What the policy reads, and what a perfect response to it looks like. */
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"

/** The prompt of a statement, as the embedded character model reads it. */
export const ofStatement = (statement: string): string => `${statement}\n`

/** An answer as a person would write it: elements of an array in brackets, separated by commas. */
export const writeAnswer = (answer: AnswerJson): string => {
  if (typeof answer === "boolean") return answer ? "yes" : "no"
  if (typeof answer === "object") return `[${answer.map(writeAnswer).join(",")}]`
  return String(answer)
}

/** The shortest right response: the answer, boxed. */
export const idealResponse = (answer: AnswerJson): string => `\\boxed{${writeAnswer(answer)}}`
