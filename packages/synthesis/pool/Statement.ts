/** A programming problem as a question about one input. */
import type { PoolEntry } from "./PoolFile.ts"

const boxes: Readonly<Record<PoolEntry["output"], string>> = {
  number: "a number",
  string: "a string without spaces",
  array: "a one-dimensional array, as in \\boxed{[1, 2, 3]}"
}

/** JSON on one line, with a space after commas and colons. */
const written = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  return `{${
    Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${written(part)}`).join(", ")
  }}`
}

/** What the reference shows too: title, problem, the instance's values, what to answer and in which form. */
export const statement = (
  { instruction, logic, name, output }: Pick<PoolEntry, "instruction" | "logic" | "name" | "output">,
  values: unknown
): string =>
  [
    name,
    logic,
    `The input is ${written(values)}.`,
    instruction,
    "Take this as one mathematical problem about this input alone: what is said of programs, of reading and printing "
    + `or of several test cases does not matter. The answer is ${boxes[output]}.`
  ].map((part) => part.trim()).filter((part) => part !== "").join("\n\n")
