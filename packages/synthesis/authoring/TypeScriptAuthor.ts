/** Asks a language model for a draft in our DSL. */
import { Effect } from "effect"
import { fileURLToPath } from "node:url"
import type { ChatRequest } from "../llm/Llm.ts"
import type { Problem } from "../problems/Problem.ts"
import type { Meta } from "./Meta.ts"

const textOf = (path: string): Promise<string> =>
  Bun.file(fileURLToPath(new URL(path, import.meta.url))).text()

/** The part of the authors' page that lists the generators. */
const generators = async (): Promise<string> => {
  const page = await textOf("../../../docs/authoring.md")
  return page.slice(page.indexOf("\n## Generators\n"), page.indexOf("\n## Answers\n")).trim()
}

const instructions = async (): Promise<string> =>
  `You turn programming problems into environments: unlimited questions of the same kind, each about one random instance, with
a difficulty that can be set. You write one TypeScript module in a small DSL. The answers come from accepted programs for the
problem, which read the text that your module makes of an instance.

# The module

- \`name\`: exactly the name that you are given.
- \`tags\`, \`skill\`: what one has to be able to do, in a few words. \`source\`: the problem's title.
- \`scale\`: the axes that make instances larger, each named as a size that you are given and within its bounds:
  \`Scale.geometric({ min, max })\` by equal factors, \`Scale.linear({ min, max })\` by equal steps. Start where an instance has
  many possible answers (for example 6 to 10 elements), not at trivial sizes. Let them end where a statement has 2000 characters.
- \`instance\`: an effect Schema of plain JSON. Bound every number, text and array as the problem does.
- \`generate\`: from a setting of the axes to a random instance. A size is exactly its axis. Everything else is random, with values
  below 10000. Any two answers should differ most of the time: draw such that trivial answers (0, -1, "no solution") are rare,
  at the smallest sizes too. Randomness comes from Gen alone.
- \`statement\`: the question about this instance, complete in itself and in good English: what is given, every rule, what is asked,
  how things are numbered. No word of programs, input, output, several test cases or answer formats. All data of the instance
  stands in it, written for a reader and not as raw lines.
- \`input\`: the instance in the problem's input format, exactly one test case (write the number of test cases as 1 where the
  format has one), every line ending with a line break.
- \`constraints\`: what the problem promises, one entry for each bound or property, named as the problem writes it. Promises that are
  not mere bounds count most: connected, distinct, sorted, a solution exists.

Import only these four, as in the example. No other files, no Math.random, no dates, no input or output.

${await generators()}

# Example

For a problem "Ferry Queue" with the size n (1 to 200000), whose input is "n capacity" and then n weights:

\`\`\`ts
${(await textOf("example.ts")).trim()}
\`\`\`

Answer with one module in a block fenced by \`\`\`ts and \`\`\`. Nothing is asked back; decide for yourself.`

/** The question for a draft. */
export const request = (
  { meta, name, problem }: { readonly problem: Problem; readonly meta: Meta; readonly name: string }
): Effect.Effect<ChatRequest> =>
  Effect.map(Effect.promise(instructions), (system) => ({
    messages: [
      { role: "system", content: system },
      {
        role: "user",
        content: [
          `name: ${name}`,
          `sizes: ${
            Object.entries(meta.parameters).map(([size, { max, min }]) => `${size} from ${min} to ${max}`)
              .join(", ")
          }`,
          `answer: ${meta.output}`,
          `# ${problem.title}`,
          problem.statement,
          "# One of the accepted programs, which shows how the input is read",
          `\`\`\`${problem.solutions[0]!.language}\n${problem.solutions[0]!.source}\n\`\`\``
        ].join("\n\n")
      }
    ],
    temperature: 0.6,
    maxTokens: 8192
  }))
