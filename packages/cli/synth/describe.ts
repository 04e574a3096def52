/** The funnel of a synthesis, as text. */
import type { Funnel, Lost } from "@scaler/synthesis/Funnel"
import { table } from "../summary/layout.ts"

/** Prices of a language model, in any currency. */
export interface Prices {
  /** Of a million tokens that it reads, and that it writes. */
  readonly prompt: number
  readonly reply: number
}

const percent = (part: number, whole: number) => whole === 0 ? "–" : `${(100 * part / whole).toFixed(0)} %`

/** What was spent, in the currency of the prices. */
export const cost = ({ completionTokens, promptTokens }: Funnel, { prompt, reply }: Prices): number =>
  (promptTokens * prompt + completionTokens * reply) / 1e6

const reasons = (title: string, lost: ReadonlyArray<Lost>): ReadonlyArray<string> =>
  lost.flatMap(({ problems, stage }) => [
    `${title}: ${stage}`,
    ...problems.map(({ message, title }) => `  ${title}: ${message.split("\n", 1)[0]!.slice(0, 200)}`),
    ""
  ])

export const describe = (funnel: Funnel, prices: Prices | undefined): string => {
  const {
    admitted,
    completionTokens,
    filtered,
    open,
    overlaps,
    problems,
    promptTokens,
    rejected,
    replies,
    rows
  } = funnel
  const stages: Array<readonly [string, number]> = [["rows of the file", rows]]
  for (const { problems, stage } of filtered) stages.push([`  dropped: ${stage}`, problems.length])
  stages.push(["problems", problems])
  for (const { problems, stage } of rejected) stages.push([`  rejected: ${stage}`, problems.length])
  if (open > 0) stages.push(["  not done yet", open])
  stages.push(["environments", admitted.length])
  const each = (value: number, digits = 0) =>
    admitted.length === 0 ? "" : `, ${(value / admitted.length).toFixed(digits)} for each environment`
  return [
    ...reasons("dropped", filtered),
    ...reasons("rejected", rejected),
    ...(overlaps.length === 0
      ? []
      : ["repeats a benchmark", ...overlaps.map(({ message, title }) => `  ${title}: ${message}`), ""]),
    ...(admitted.length === 0 ? [] : [
      ...table(
        [
          ["environment", "levels", "replies", "tokens"],
          ...admitted.map(({ levels, name, replies, tokens }) => [
            name,
            String(levels),
            String(replies),
            String(tokens)
          ])
        ],
        ["left", "right", "right", "right"]
      ),
      ""
    ]),
    ...table(
      stages.map(([name, value]) => [name, String(value), percent(value, rows)]),
      ["left", "right", "right"]
    ),
    "",
    `${replies} replies${each(replies, 1)}; ${promptTokens} tokens read and ${completionTokens} written${
      each(promptTokens + completionTokens)
    }`,
    ...Object.keys(funnel.refused).length === 0 ? [] : [
      `replies that would not do: ${
        Object.entries(funnel.refused).map(([stage, times]) => `${stage} ${times}`).join(", ")
      }`
    ],
    ...(prices === undefined
      ? []
      : [`cost ${cost(funnel, prices).toFixed(2)}${each(cost(funnel, prices), 4)}`]),
    ...(problems > 0 && open > 0 ? ["`scaler synth … --resume` goes on with what is not done yet"] : [])
  ].map((line) => `${line}\n`).join("")
}
