/** The dataset card of an export: what is in it, of which versions, and the command that makes it again. */
import type { Split } from "@scaler/dsl/Split"
import { systemPrompt } from "@scaler/runtime/rollout/Prompt"
import type { Source } from "./Drawing.ts"

/** Rows of one level. */
export interface LevelCount {
  readonly level: number
  readonly rows: number
}

export interface EnvironmentCount {
  readonly source: Source
  readonly levels: ReadonlyArray<LevelCount>
  readonly faults: ReadonlyArray<string>
}

export interface Card {
  readonly command: string
  readonly scaler: string
  readonly split: Split
  /** Rows per level that were asked for. */
  readonly count: number
  readonly file: { readonly name: string; readonly sha256: string }
  readonly environments: ReadonlyArray<EnvironmentCount>
}

/** `0–3: 100, 4: 37` for rows by level. */
const counts = (levels: ReadonlyArray<LevelCount>): string => {
  const runs: Array<{ first: number; last: number; rows: number }> = []
  for (const { level, rows } of levels) {
    const run = runs.at(-1)
    if (run?.rows === rows && run.last === level - 1) run.last = level
    else runs.push({ first: level, last: level, rows })
  }
  return runs
    .map(({ first, last, rows }) => `${first === last ? first : `${first}–${last}`}: ${rows}`)
    .join(", ")
}

const total = (levels: ReadonlyArray<LevelCount>) => levels.reduce((sum, { rows }) => sum + rows, 0)

const table = (environments: ReadonlyArray<EnvironmentCount>) =>
  [
    "| environment | answer | rows | rows by level | version |",
    "| --- | --- | --- | --- | --- |",
    ...environments.map(({ levels, source: { environment: { manifest }, nameOrFile } }) =>
      `| ${nameOrFile} | ${manifest.answer.kind}${manifest.hasCheck ? ", by a checker" : ""} | ${
        total(levels)
      }`
      + ` | ${counts(levels)} | \`${manifest.hash}\` |`
    )
  ].join("\n")

const rowsOf = (environments: ReadonlyArray<EnvironmentCount>) =>
  environments.reduce((sum, { levels }) => sum + total(levels), 0)

/** What is short of what was asked for, as paragraphs; none where nothing is. */
const shortfalls = ({ count, environments }: Card): ReadonlyArray<string> => {
  const short = environments.filter(({ levels }) => levels.some(({ rows }) => rows < count))
  const faulty = environments.filter(({ faults }) => faults.length > 0)
  return [
    ...(short.length === 0 ? [] : [
      `Of ${
        short.map(({ source }) => source.nameOrFile).join(", ")
      } some levels have fewer rows than the ${count} that`
      + " were asked for: no more different instances were found there."
    ]),
    ...(faulty.length === 0 ? [] : [
      "Draws that failed, none of which is a row:\n\n"
      + faulty.flatMap(({ faults, source }) => faults.map((fault) => `- ${source.nameOrFile}: ${fault}`))
        .join("\n")
    ])
  ]
}

export const write = (card: Card): string => {
  const { command, environments, file, scaler, split } = card
  const rows = rowsOf(environments)
  return `${
    [
      `---
pretty_name: Scaler, ${environments.length} reasoning environments
tags:
- reasoning
- verifiable-rewards
configs:
- config_name: default
  data_files:
  - split: ${split}
    path: ${file.name}
---`,
      "# Verifiable reasoning problems",
      `${rows} problems of ${environments.length} environments, drawn by Scaler ${scaler}, for the split **${split}**. An`
      + " instance belongs to one split by a hash of its content, so no row of this export can be one of another split's,"
      + " whatever its seed; and no two rows are the same instance.",
      `\`\`\`sh\n${command}\n\`\`\``,
      "The same command with the same versions writes the same bytes.",
      `| file | rows | SHA-256 |\n| --- | --- | --- |\n| ${file.name} | ${rows} | \`${file.sha256}\` |`,
      "## Environments",
      table(environments),
      ...shortfalls(card),
      "## Columns",
      [
        `- \`prompt\`: chat messages; the system message is “${systemPrompt}”`,
        "- `data_source`: `scaler/` and the environment's name",
        "- `ability`: the skill that it asks for",
        "- `reward_model`: `style` is `rule`; `ground_truth` is the answer as a person writes it",
        "- `extra_info`: `environment`, `version`, `seed`, `level`, `index` and `split` draw the row again; `scale`,"
        + " `instance` and `gold` are JSON. `scaler judge --rows -` judges responses by them"
      ].join("\n")
    ].join("\n\n")
  }\n`
}

/** The export in one line. */
export const summary = ({ environments, file }: Card): string =>
  `${
    rowsOf(environments)
  } rows of ${environments.length} environments in ${file.name}, SHA-256 ${file.sha256}`
