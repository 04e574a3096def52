/** Findings for people. */
import type { Comparison } from "./Benchmark.ts"

/** What a comparison comes to. */
export interface Verdict {
  /** The median over rounds of ours / peer. */
  readonly ratio: number
  /** undefined where there is no such bound. */
  readonly meetsMust: boolean | undefined
  readonly meetsAim: boolean | undefined
}

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** How ours compares with the peer; undefined without one. Rounds are compared one by one, since machines drift. */
export const judge = ({ aim, better, must, ours, peer }: Comparison): Verdict | undefined => {
  if (peer === null) return undefined
  const ratio = median(ours.map((value, round) => value / peer.values[round]!))
  const meets = (bound: number | undefined) =>
    bound === undefined ? undefined : better === "less" ? ratio <= bound : ratio >= bound
  return { ratio, meetsMust: meets(must), meetsAim: meets(aim) }
}

const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en").replaceAll(",", " ") : value.toPrecision(3)

const spread = (values: ReadonlyArray<number>): string =>
  `${figure(median(values))} (${figure(Math.min(...values))}–${figure(Math.max(...values))})`

const bound = (comparison: Comparison, verdict: Verdict | undefined): string => {
  const { aim, better, must } = comparison
  const sign = better === "less" ? "≤" : "≥"
  const one = (name: string, value: number | undefined, met: boolean | undefined) =>
    value === undefined
      ? []
      : [`${name} ${sign} ${value}${met === undefined ? "" : met ? " met" : " MISSED"}`]
  return [...one("must", must, verdict?.meetsMust), ...one("aim", aim, verdict?.meetsAim)].join(", ")
}

/** A comparison in short, for those who wait for the others. */
export const line = (comparison: Comparison): string => {
  const { name, ours, peer, unit } = comparison
  const verdict = judge(comparison)
  return `${name}: ${figure(median(ours))} ${unit}${
    peer === null || verdict === undefined
      ? ""
      : `, ${peer.name} ${figure(median(peer.values))}, ${verdict.ratio.toFixed(2)}×`
  }`
}

/** A table with a line per comparison: medians with least and most, and the ratio beside its bounds. */
export const table = (comparisons: ReadonlyArray<Comparison>): string => {
  const rows = [
    ["", "ours", "peer", "ours/peer", "bounds"],
    ...comparisons.map((comparison) => {
      const { name, ours, peer, unit } = comparison
      const verdict = judge(comparison)
      return [
        `${name}, ${unit}`,
        spread(ours),
        peer === null ? "–" : `${spread(peer.values)} ${peer.name} ${peer.version}`,
        verdict === undefined ? "–" : verdict.ratio.toFixed(2),
        bound(comparison, verdict)
      ]
    })
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd())
    .join("\n")
}
