/** Scores and differences in words, by their unit. */
import type { Estimate } from "@scaler/statistics/Bootstrap"
import type { Metric } from "./Metric.ts"

type Unit = Metric["unit"]

/** A true minus, as wide as a plus, and none before what is rounded to 0. */
const signed = (text: string) => /[1-9]/.test(text) ? text.replace("-", "−") : text.replace("-", "")

const number = (value: number, unit: Unit): string => {
  switch (unit) {
    case "share":
      return (100 * value).toFixed(1)
    case "level":
      return value.toFixed(2)
    case "rollouts":
      return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u00a0")
    case "error":
      return value.toFixed(4)
  }
}

const bare = (value: number, unit: Unit) => signed(number(value, unit))

const relative = (value: number, unit: Unit) => {
  const text = bare(value, unit)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** What follows a score: `61.2 %`. */
const scoreUnits: Readonly<Record<Unit, string>> = { share: " %", level: "", rollouts: "", error: "" }

/** What follows a difference: `+3.1 points` are percentage points. */
const differenceUnits: Readonly<Record<Unit, string>> = { ...scoreUnits, share: " points" }

const interval = ({ interval }: Estimate, shown: (value: number) => string) =>
  interval === null ? "" : ` [${shown(interval.low)}, ${shown(interval.high)}]`

/** A mean with its interval: `61.2 [58.0, 64.9] %`; a dash for none. */
export const score = (estimate: Estimate | null, unit: Unit): string =>
  estimate === null
    ? "–"
    : bare(estimate.mean, unit) + interval(estimate, (value) => bare(value, unit)) + scoreUnits[unit]

/** A mean difference without its interval: `+3.1 points`. */
export const difference = (mean: number, unit: Unit): string => relative(mean, unit) + differenceUnits[unit]

/** A mean difference with its interval: `+3.1 [0.4, 5.2] points`; a dash for none. */
export const differenceWithInterval = (estimate: Estimate | null, unit: Unit): string =>
  estimate === null
    ? "–"
    : relative(estimate.mean, unit) + interval(estimate, (value) => relative(value, unit))
      + differenceUnits[unit]
