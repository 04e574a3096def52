/** What the results say, in figures and as text. */
import type { Result, Survivor } from "./Mutation.ts"

export interface Figures {
  readonly tried: number
  readonly invalid: number
  /** By the contract alone. */
  readonly killed: number
  /** Survivors that change the snapshot, rulings or not: what its test finds in addition. */
  readonly bySnapshot: number
  /** Survivors found to be equivalent. */
  readonly ruled: number
  /** Other survivors. */
  readonly unruled: number
  /** `killed` of all that were tried. */
  readonly share: number
  /** `killed` of those that are not ruled equivalent. */
  readonly shareOfOthers: number
  /** Killed by contract or snapshot, of those that are not ruled equivalent. */
  readonly shareWithSnapshot: number
}

const isRuled = ({ ruling }: Survivor) => ruling !== undefined

const sum = (numbers: ReadonlyArray<number>) => numbers.reduce((total, each) => total + each, 0)

const ratio = (part: number, whole: number) => whole === 0 ? 1 : part / whole

/** Figures over results. */
export const of = (results: ReadonlyArray<Result>): Figures => {
  const survivors = results.flatMap((result) => result.survivors)
  const tried = sum(results.map((result) => result.tried))
  const killed = tried - survivors.length
  const unruled = survivors.filter((survivor) => !isRuled(survivor))
  const others = killed + unruled.length
  return {
    tried,
    invalid: sum(results.map((result) => result.invalid)),
    killed,
    bySnapshot: survivors.filter(({ changesSnapshot }) => changesSnapshot).length,
    ruled: survivors.length - unruled.length,
    unruled: unruled.length,
    share: ratio(killed, tried),
    shareOfOthers: ratio(killed, others),
    shareWithSnapshot: ratio(
      killed + unruled.filter(({ changesSnapshot }) => changesSnapshot).length,
      others
    )
  }
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

const row = (cells: ReadonlyArray<string>) =>
  cells.map((cell, at) => at === 0 ? cell.padEnd(34) : cell.padStart(at < 6 ? 9 : 12)).join("")

const head = row([
  "",
  "tried",
  "invalid",
  "killed",
  "ruled",
  "unruled",
  "share",
  "of others",
  "+ snapshot"
])

const figuresRow = (name: string, figures: Figures) =>
  row([
    name,
    ...[figures.tried, figures.invalid, figures.killed, figures.ruled, figures.unruled].map(String),
    ...[figures.share, figures.shareOfOthers, figures.shareWithSnapshot].map(percent)
  ])

const survivorLines = (environment: string, survivor: Survivor): ReadonlyArray<string> => [
  `${environment}:${survivor.line} ${survivor.target}, ${survivor.operator}${
    survivor.changesSnapshot ? ", changes the snapshot" : ""
  }`,
  `  - ${survivor.original}`,
  `  + ${survivor.replacement}`,
  ...(survivor.ruling === undefined ? [] : [`  equivalent: ${survivor.ruling}`])
]

/** A table of the results, then the survivors without a ruling, or all, and rulings that are about nothing. */
export const format = (results: ReadonlyArray<Result>, allSurvivors: boolean): string =>
  [
    head,
    ...results.map((result) => figuresRow(result.environment, of([result]))),
    figuresRow("all", of(results)),
    ...results.flatMap(({ environment, stale, survivors }) => [
      ...survivors.filter((survivor) => allSurvivors || !isRuled(survivor)).flatMap((survivor) => [
        "",
        ...survivorLines(environment, survivor)
      ]),
      ...stale.map(({ original }) => `\n${environment} has a ruling on what it no longer holds: ${original}`)
    ])
  ].map((line) => `${line}\n`).join("")
