/** A programming problem as a question about one input. */
import type { OutputType } from "../oracle/Solution.ts"
import type { PoolEntry } from "./PoolFile.ts"

const boxes: Readonly<Record<OutputType, string>> = {
  number: "a number",
  string: "a string without spaces",
  array: "a one-dimensional array, as in \\boxed{[1, 2, 3]}"
}

/** Title and input alone, for a model that learns what a title means. */
export const brief = ({ name }: Pick<PoolEntry, "name">, printed: string): string => `${name}: ${printed}`

/** What the reference shows too: title, problem, the instance as Python prints it, what to answer and in which form. */
export const statement = (
  { instruction, logic, name, output }: Pick<PoolEntry, "instruction" | "logic" | "name" | "output">,
  printed: string
): string =>
  [
    name,
    logic,
    `The input is ${printed}.`,
    instruction,
    "Take this as one mathematical problem about this input alone: what is said of programs, of reading and printing "
    + `or of several test cases does not matter. The answer is ${boxes[output]}.`
  ].map((part) => part.trim()).filter((part) => part !== "").join("\n\n")
