/** What the policy reads, and what a perfect response to it looks like. */
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import { type Conversation, plain } from "@scaler/policy/tokenizer/Conversation"

/** How a model that was trained on conversations is to answer, as in the reference. */
export const instruction = "Please reason step by step, and put your final answer within \\boxed{}."

/** A statement as it is put to a policy. */
export const conversation = (statement: string): Conversation => [
  { role: "system", content: instruction },
  { role: "user", content: statement }
]

/** The prompt of a statement, as the embedded character model reads it. */
export const ofStatement = (statement: string): string => plain(conversation(statement).slice(-1))

/** An answer as a person would write it: elements of an array in brackets, separated by commas. */
export const writeAnswer = (answer: AnswerJson): string => {
  if (typeof answer === "boolean") return answer ? "yes" : "no"
  if (typeof answer === "object") return `[${answer.map(writeAnswer).join(",")}]`
  return String(answer)
}

/** The shortest right response: the answer, boxed. */
export const idealResponse = (answer: AnswerJson): string => `\\boxed{${writeAnswer(answer)}}`
