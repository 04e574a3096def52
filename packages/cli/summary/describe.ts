/** Runs in words, for a terminal of 80 columns. */
import * as EnvironmentSuite from "@scaler/evals/EnvironmentSuite"
import { type Difference, show } from "@scaler/runtime/run/Differences"
import type { EventRow, RunRecord } from "@scaler/runtime/run/RunRecord"
import { benchmarks, curves, summarize, type Summary } from "@scaler/runtime/run/Summary"
import { duration, percent } from "../progress/describe.ts"
import type { Unread } from "../Runs.ts"
import { chart } from "./chart.ts"
import { named, table } from "./layout.ts"

const shownEvents = 12
const shownHash = 12

const none = "–"
const orNone = (value: number | null, format: (value: number) => string) =>
  value === null ? none : format(value)
const level = (value: number) => value.toFixed(2)
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 })

const progress = ({ position: { phase, step }, steps }: Summary) =>
  `${phase === "warmup" ? "warm-up " : ""}${step}/${steps}`

/** One line per run. */
export const figures = (runs: ReadonlyArray<Summary>): ReadonlyArray<string> =>
  table(
    [
      ["run", "status", "steps", "warm-up", "end", "level", "time", "tokens"],
      ...runs.map((run) => [
        run.name,
        run.status,
        progress(run),
        orNone(run.test.afterWarmup, percent),
        orNone(run.test.final, percent),
        orNone(run.meanLevel, level),
        duration(run.time / 1000),
        compact.format(run.tokens)
      ])
    ],
    ["left", "left", "right", "right", "right", "right", "right", "right"]
  )

/** All runs of a folder, then what is none. */
export const list = (
  runs: ReadonlyArray<Summary>,
  unread: ReadonlyArray<Unread>,
  folder: string
): ReadonlyArray<string> => [
  ...(runs.length === 0 ? [`There are no runs in ${folder} yet.`] : figures(runs)),
  ...unread.map(({ name, error }) => `${name}: ${error}`)
]

/** A part of a recipe in one line: `prompts 64, samples 16`. */
const inline = (value: unknown, isInner = false): string => {
  if (value === null || typeof value !== "object") return String(value)
  const parts = Array.isArray(value)
    ? value.map((part) => inline(part, true))
    : Object.entries(value).map(([key, part]) => `${key}\u00a0${inline(part, true)}`)
  const [open, close] = !isInner ? ["", ""] : Array.isArray(value) ? "[]" : "()"
  return `${open}${parts.join(", ")}${close}`
}

const shortHash = (value: string | number) =>
  /^[0-9a-f]{64}$/.test(String(value)) ? String(value).slice(0, shownHash) : String(value)

const described = ({ event, phase, step }: EventRow): readonly [string, string] => [
  `${phase === "warmup" ? "warm-up" : "step"} ${step}`,
  event._tag === "entered"
    ? `${event.environment} enters slot ${event.slot}`
    : event._tag === "left"
    ? `${event.environment} leaves slot ${event.slot}: ${event.reason}`
    : event._tag === "defect"
    ? `defect of ${event.environment}: ${event.message}`
    : `benchmarks failed: ${event.message}`
]

const events = (all: ReadonlyArray<EventRow>): ReadonlyArray<string> => {
  const hidden = Math.max(0, all.length - shownEvents)
  return all.length === 0 ? ["  none"] : [
    ...(hidden === 0 ? [] : [`  ${hidden} earlier ones are in --json`]),
    ...named(all.slice(hidden).map(described))
  ]
}

const environments = (summary: Summary): ReadonlyArray<string> =>
  table(
    [
      ["environment", "status", "level", "accuracy", "validation", "defects"],
      ...summary.environments.map((each) => [
        each.environment,
        each.status,
        level(each.level),
        orNone(each.accuracy, percent),
        orNone(each.validation, percent),
        String(each.defects)
      ])
    ],
    ["left", "left", "right", "right", "right", "right"]
  )

/** Suites with their first, last and highest accuracy; nothing where there are none. */
const benchmarked = (record: RunRecord): ReadonlyArray<string> => {
  const rows = benchmarks(record).map(({ points, problems, suite }) => {
    const highest = points.reduce((highest, next) => next.value > highest.value ? next : highest)
    return [
      suite === EnvironmentSuite.together.suite ? EnvironmentSuite.together.title : suite,
      String(problems),
      percent(points[0]!.value),
      percent(points.at(-1)!.value),
      `${percent(highest.value)} (${highest.step})`
    ]
  })
  return rows.length === 0 ? [] : [
    ...table(
      [["benchmark", "problems", "first", "last", "highest (step)"], ...rows],
      ["left", "right", "right", "right", "right"]
    ),
    ""
  ]
}

const outcome = ({ best, meanLevel, test }: Summary): ReadonlyArray<string> => {
  const final = test.final === null ? "not at the end yet" : `${percent(test.final)} at the end`
  return named([
    [
      "test accuracy",
      test.afterWarmup === null
        ? "not measured yet"
        : `${percent(test.afterWarmup)} after warm-up, ${final} (${test.instances}\u00a0instances)`
    ],
    [
      "best checkpoint",
      best === null ? "none yet" : `${best.checkpoint}, validation accuracy ${percent(best.validation)}`
    ],
    ["mean level", orNone(meanLevel, level)]
  ])
}

/** Everything about a run. */
export const run = (record: RunRecord): ReadonlyArray<string> => {
  const summary = summarize(record)
  const { accuracy, meanLevel, validation } = curves(record)
  const lastStep = summary.position.phase === "training" ? summary.position.step : 0
  return [
    `${summary.name}: ${summary.status}, ${progress(summary)} steps, ${duration(summary.time / 1000)},`
    + ` ${compact.format(summary.tokens)} tokens sampled`,
    "",
    ...outcome(summary),
    "",
    ...environments(summary),
    "",
    ...benchmarked(record),
    "training accuracy",
    ...chart(accuracy, lastStep, percent),
    "",
    "validation accuracy",
    ...chart(validation, lastStep, percent),
    "",
    "mean level",
    ...chart(meanLevel, lastStep, level),
    "",
    "changes of the active set, defects, and benchmarks that failed",
    ...events(record.events),
    "",
    "recipe",
    ...named(Object.entries(record.recipe).map(([name, part]) => [name, inline(part)])),
    "",
    "facts",
    ...named(Object.entries(record.facts).map(([name, fact]) => [name, shortHash(fact)]))
  ]
}

const shownValue = (value: unknown) => typeof value === "string" ? shortHash(value) : show(value)

/** The figures of several runs, and what they were started with that differs, in the same order. */
export const comparison = (
  runs: ReadonlyArray<Summary>,
  differences: ReadonlyArray<Difference>
): ReadonlyArray<string> => [
  ...figures(runs),
  "",
  ...(differences.length === 0
    ? ["Recipes and facts are the same."]
    : [
      "what differs, in the order of the runs above",
      ...named(differences.map(({ path, values }) => [path, values.map(shownValue).join(" | ")]))
    ])
]
