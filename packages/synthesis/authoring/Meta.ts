/** What a problem is, before anyone makes an environment of it: its sizes, and its answer. */
import { Effect, Schema } from "effect"
import type { ChatRequest } from "../llm/Llm.ts"
import { Defect } from "../oracle/Defect.ts"
import { OutputType } from "../oracle/Solution.ts"
import type { Problem } from "../problems/Problem.ts"
import * as Reply from "./Reply.ts"

const Bounds = Schema.Struct({ min: Schema.NonNegativeInt, max: Schema.NonNegativeInt }).pipe(
  Schema.filter(({ max, min }) => min <= max || "min is above max")
)

export const Meta = Schema.Struct({
  /** Sizes that the problem bounds, by name. */
  parameters: Schema.Record({ key: Schema.String.pipe(Schema.pattern(/^[A-Za-z]\w*$/)), value: Bounds }),
  output: OutputType
})
export interface Meta extends Schema.Schema.Type<typeof Meta> {}

/** As the reference asks for it. */
const Wire = Schema.Struct({
  scale_params: Meta.fields.parameters,
  output_type: Schema.Literal("number", "array", "string", "bool", "graph", "matrix", "others"),
  is_output_unique: Schema.Boolean
})

const instructions =
  `You classify programming problems. Read the problem and answer with one JSON object and nothing else:

\`\`\`json
{
  "scale_params": { "n": { "min": 1, "max": 100000 } },
  "output_type": "number",
  "is_output_unique": true
}
\`\`\`

- scale_params: the sizes that make an input larger, such as the length of a list or a string, the number of vertices, rows or
  queries. Only those with explicit bounds in the text, with these bounds as whole numbers. Never the number of test cases, and
  never the range of values inside the input. Names are identifiers; call a size as the text calls it.
- output_type, of the output for one test case: "number" (one number), "array" (a list of numbers), "string" (one word without
  spaces), "bool", "graph", "matrix", or "others".
- is_output_unique: false where the text accepts any of several outputs for one input.`

/** The question about a problem. */
export const request = ({ statement, title }: Problem): ChatRequest => ({
  messages: [
    { role: "system", content: instructions },
    { role: "user", content: `# ${title}\n\n${statement}` }
  ],
  temperature: 0,
  maxTokens: 1024
})

const unsuitable = (message: string) => new Defect({ stage: "unsuitable", message })

/** Reads a reply. A defect of stage `unsuitable` is the problem's own: asking again does not help. */
export const read = (reply: string): Effect.Effect<Meta, Defect> =>
  Effect.flatMap(Reply.json(reply, Wire), ({ is_output_unique, output_type, scale_params }) => {
    const parameters = Object.entries(scale_params).filter(([, { max, min }]) => min < max)
    if (parameters.length === 0) return unsuitable("no size of it is bounded by the text")
    if (!is_output_unique) return unsuitable("several answers are right")
    return Schema.is(OutputType)(output_type)
      ? Effect.succeed({ parameters: Object.fromEntries(parameters), output: output_type })
      : unsuitable(`its answer is of type ${output_type}, which cannot be judged`)
  })
