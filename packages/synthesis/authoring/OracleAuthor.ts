/** Asks a language model for an oracle of a draft, without showing it any of the problem's programs. */
import type { ChatRequest } from "../llm/Llm.ts"
import type { Problem } from "../problems/Problem.ts"

const instructions =
  `You solve problems exactly. You are given a problem and a TypeScript module with the shape of its instances and the
question as it is asked. Write one TypeScript module that exports a function

\`\`\`ts
export const solve = (instance: Instance) => …
\`\`\`

where you declare \`interface Instance\` with readonly fields, as the module's Schema says. It returns the answer: a number or a bigint, an array of
them, or a string. Use bigint where numbers may exceed 2^53. Be fast: 100 milliseconds at the largest sizes. No imports, no input
or output, nothing random.

Answer with one block fenced by \`\`\`ts and \`\`\`. Nothing is asked back; decide for yourself.`

/** The question for an oracle. */
export const request = (problem: Problem, draft: string): ChatRequest => ({
  messages: [
    { role: "system", content: instructions },
    {
      role: "user",
      content: [`# ${problem.title}`, problem.statement, "# The module", `\`\`\`ts\n${draft.trim()}\n\`\`\``]
        .join(
          "\n\n"
        )
    }
  ],
  temperature: 0.6,
  maxTokens: 8192
})
