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
  readonly equivalent: number
  /** Other survivors. */
  readonly missed: number
  /** `killed` of all that were tried. */
  readonly share: number
  /** `killed` of those that are not equivalent. */
  readonly shareOfOthers: number
  /** Killed by contract or snapshot, of those that are not equivalent. */
  readonly shareWithSnapshot: number
}

const isEquivalent = ({ ruling }: Survivor) => ruling !== undefined && ruling.missed === undefined

const sum = (numbers: ReadonlyArray<number>) => numbers.reduce((total, each) => total + each, 0)

const ratio = (part: number, whole: number) => whole === 0 ? 1 : part / whole

/** Figures over results. */
export const of = (results: ReadonlyArray<Result>): Figures => {
  const survivors = results.flatMap((result) => result.survivors)
  const tried = sum(results.map((result) => result.tried))
  const killed = tried - survivors.length
  const missed = survivors.filter((survivor) => !isEquivalent(survivor))
  const others = killed + missed.length
  return {
    tried,
    invalid: sum(results.map((result) => result.invalid)),
    killed,
    bySnapshot: survivors.filter(({ changesSnapshot }) => changesSnapshot).length,
    equivalent: survivors.length - missed.length,
    missed: missed.length,
    share: ratio(killed, tried),
    shareOfOthers: ratio(killed, others),
    shareWithSnapshot: ratio(
      killed + missed.filter(({ changesSnapshot }) => changesSnapshot).length,
      others
    )
  }
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

const row = (cells: ReadonlyArray<string>) =>
  cells.map((cell, at) => at === 0 ? cell.padEnd(34) : cell.padStart(at < 6 ? 11 : 12)).join("")

const head = row([
  "",
  "tried",
  "invalid",
  "killed",
  "equivalent",
  "missed",
  "share",
  "of others",
  "+ snapshot"
])

const figuresRow = (name: string, figures: Figures) =>
  row([
    name,
    ...[figures.tried, figures.invalid, figures.killed, figures.equivalent, figures.missed].map(String),
    ...[figures.share, figures.shareOfOthers, figures.shareWithSnapshot].map(percent)
  ])

const survivorLines = (environment: string, survivor: Survivor): ReadonlyArray<string> => [
  `${environment}:${survivor.line} ${survivor.target}, ${survivor.operator}${
    survivor.changesSnapshot ? ", changes the snapshot" : ""
  }`,
  `  - ${survivor.original}`,
  `  + ${survivor.replacement}`,
  survivor.ruling === undefined
    ? "  nobody has looked at it"
    : `  ${survivor.ruling.missed === true ? "missed" : "equivalent"}: ${survivor.ruling.why}`
]

/** A table of the results, then the survivors that are not equivalent, or all, and rulings that are about nothing. */
export const format = (results: ReadonlyArray<Result>, allSurvivors: boolean): string =>
  [
    head,
    ...results.map((result) => figuresRow(result.environment, of([result]))),
    figuresRow("all", of(results)),
    ...results.flatMap(({ environment, stale, survivors }) => [
      ...survivors.filter((survivor) => allSurvivors || !isEquivalent(survivor)).flatMap((survivor) => [
        "",
        ...survivorLines(environment, survivor)
      ]),
      ...stale.map(({ original }) => `\n${environment} has a ruling on what it no longer holds: ${original}`)
    ])
  ].map((line) => `${line}\n`).join("")
