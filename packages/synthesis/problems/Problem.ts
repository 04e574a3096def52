/** A programming problem: the input of synthesis. */
import { Schema } from "effect"
import { Solution } from "../oracle/Solution.ts"

export const Problem = Schema.Struct({
  /** Of one problem in a file only. */
  id: Schema.String,
  title: Schema.String,
  /** The whole text as given. */
  statement: Schema.String,
  /** The statement up to its Input section, without a heading that is the title. */
  logic: Schema.String,
  /** The Input section, with the constraints where these stand after it; empty where there is none. */
  input: Schema.String,
  /** The Output section: the reference takes it as the instruction. Empty where there is none. */
  output: Schema.String,
  solutions: Schema.Array(Solution),
  licence: Schema.optionalWith(Schema.String, { exact: true }),
  /** Where the problem was published. */
  source: Schema.optionalWith(Schema.String, { exact: true })
})
export interface Problem extends Schema.Schema.Type<typeof Problem> {}
