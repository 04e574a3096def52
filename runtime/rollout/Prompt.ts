/** What the policy reads, and what a perfect response to it looks like. */
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"

/** What a model with a chat template is told before every statement. */
export const systemPrompt = "Please reason step by step, and put your final answer within \\boxed{}."

/** An answer as a person would write it: elements of an array in brackets, separated by commas. */
export const writeAnswer = (answer: AnswerJson): string => {
  if (typeof answer === "boolean") return answer ? "yes" : "no"
  if (typeof answer === "object") return `[${answer.map(writeAnswer).join(",")}]`
  return String(answer)
}

/** The shortest right response: the answer, boxed. */
export const idealResponse = (answer: AnswerJson): string => `\\boxed{${writeAnswer(answer)}}`
