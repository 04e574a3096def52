/** Evaluations in words. */
import type { Exam } from "@scaler/evals/Evaluate"
import type { Difference } from "@scaler/evals/Scores"
import type { Estimate } from "@scaler/statistics/Bootstrap"
import { percent } from "../progress/describe.ts"
import { table } from "../summary/layout.ts"
import type { Scored } from "./scored.ts"

/** `61.5 [57.2, 65.9]`, in percent. */
const estimate = (of: Estimate | null): string => {
  if (of === null) return "–"
  const [mean, low, high] = [of.mean, of.interval?.low, of.interval?.high].map((share) =>
    share === undefined ? "" : (100 * share).toFixed(1)
  )
  return of.interval === null ? mean! : `${mean} [${low}, ${high}]`
}

const charactersPerToken = 4

/** What will be asked, before it is: responses, and tokens at most. */
export const budget = <E, R>(
  exams: ReadonlyArray<Exam<E, R> & { readonly of: number | null }>,
  maxTokens: number
): ReadonlyArray<string> => {
  const rows = exams.map(({ of, problems, samples, title }) => {
    const responses = problems.reduce((sum, problem) => sum + samples(problem), 0)
    const characters = problems.reduce(
      (sum, { statement, system }) => sum + statement.length + system.length,
      0
    )
    return { title, of, problems: problems.length, responses, prompts: characters / charactersPerToken }
  })
  const thousands = (tokens: number) => `${Math.ceil(tokens / 1000)}`
  return table(
    [
      ["benchmark", "problems", "responses", "prompts, k tokens", "responses, k tokens at most"],
      ...rows.map(({ of, problems, prompts, responses, title }) => [
        title,
        of === null ? String(problems) : problems === of ? `all ${of}` : `${problems} of ${of}`,
        String(responses),
        `≈ ${thousands(prompts)}`,
        thousands(responses * maxTokens)
      ])
    ],
    ["left", "right", "right", "right", "right"]
  )
}

/** What is left out of the scores. */
const faults = (all: ReadonlyArray<Scored>): ReadonlyArray<string> =>
  all.filter(({ metrics }) => metrics.faulty > 0).map(({ metrics: { faulty }, title }) =>
    `${title}: ${faulty} problems do not count, since a fault of the environment kept responses from being judged. Mend it,`
    + " then use `scaler eval rejudge`"
  )

/** Percents, with intervals of 95 % over problems. */
export const scores = (all: ReadonlyArray<Scored>): ReadonlyArray<string> => [
  ...table(
    [
      [
        "benchmark",
        "problems",
        "k",
        "avg@k, %",
        "pass@k, %",
        "maj@k, %",
        "truncated",
        "malformed",
        "timed out",
        "refused",
        "tokens"
      ],
      ...all.map(({ metrics: { accuracy, majority, pass, problems, samples, shares, tokens }, title }) => [
        title,
        String(problems),
        String(samples),
        estimate(accuracy),
        estimate(pass[samples] ?? null),
        estimate(majority),
        percent(shares.truncated),
        percent(shares.malformed),
        percent(shares["timed-out"]),
        percent(shares.refused),
        tokens === null ? "–" : tokens.toFixed(0)
      ])
    ],
    ["left", ...Array.from({ length: 10 }, () => "right" as const)]
  ),
  ...faults(all)
]

/** A difference in words. */
export const difference = (
  title: string,
  { after, before, difference, p, problems }: Difference
): ReadonlyArray<string> => [
  title,
  String(problems),
  (100 * before).toFixed(1),
  (100 * after).toFixed(1),
  estimate(difference),
  p < 0.001 ? "< 0.001" : p.toFixed(3)
]

export const differences = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> =>
  table(
    [["benchmark", "problems", "A, %", "B, %", "B − A, points", "p"], ...rows],
    ["left", "right", "right", "right", "right", "right"]
  )
