/** Asks a language model for a generator in Python, in the form of the reference's pools. */
import type { ChatRequest } from "../llm/Llm.ts"
import type { Problem } from "../problems/Problem.ts"
import type { Meta } from "./Meta.ts"

const instructions = `You write a generator of random inputs for a programming problem, in Python 3:

\`\`\`python
def generate_testcase(json_obj):
    ...
    return text, values
\`\`\`

- json_obj maps the name of each size to a whole number. Each size of the input is exactly what it says.
- text is the input of one test case as the problem's programs read it (write the number of test cases as 1 where the format has
  one).
- values is a dictionary of the same data for a reader, with names from the problem: numbers, strings, lists of them.
- Everything but the sizes is random, with values below 10000, by the module random alone; keep all that the problem promises.
- Any two answers should differ most of the time: draw such that trivial answers (0, -1, "no solution") are rare.

Answer with one block fenced by \`\`\`python and \`\`\`. Nothing is asked back; decide for yourself.`

/** The question for a generator. */
export const request = (
  { meta, problem }: { readonly problem: Problem; readonly meta: Meta }
): ChatRequest => ({
  messages: [
    { role: "system", content: instructions },
    {
      role: "user",
      content: `sizes: ${JSON.stringify(meta.parameters)}\n\n# ${problem.title}\n\n${problem.statement}`
    }
  ],
  temperature: 0.6,
  maxTokens: 4096
})
