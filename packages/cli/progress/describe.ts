/** A run in words, the same in the terminal and in a log. */
import * as EnvironmentSuite from "@scaler/evals/EnvironmentSuite"
import type { Outcome, RunEvent } from "@scaler/runtime/run/Progress"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import type { Position } from "@scaler/runtime/run/State"

/** `61.5 %`. */
export const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** `1:05`, or `2:01:05`. */
export const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const [first, ...rest] = parts[0] === 0 ? parts.slice(1) : parts
  return [String(first), ...rest.map((part) => String(part).padStart(2, "0"))].join(":")
}

/** `training 12/150`. */
export const position = ({ phase, step }: Position, recipe: Recipe): string =>
  phase === "warmup" ? `warm-up ${step}/${recipe.warmup.steps}` : `training ${step}/${recipe.steps}`

export const started = ({ policy, recipe }: Extract<RunEvent, { _tag: "Started" }>): string =>
  `${recipe.name}, seed ${recipe.seed}: ${recipe.environments.length} environments, ${policy}`

export const stepped = (
  { clock, metrics }: Extract<RunEvent, { _tag: "Stepped" }>
): string => {
  const figures = [
    metrics.loss === null ? "no signal" : `loss ${metrics.loss.toFixed(3)}`,
    ...(metrics.reward === null ? [] : [`reward ${metrics.reward.toFixed(2)}`]),
    ...(metrics.meanLevel === null ? [] : [`level ${metrics.meanLevel.toFixed(2)}`]),
    `${Math.round(metrics.tokens / (clock.total / 1000))} tokens/s`,
    ...(metrics.defects === 0 ? [] : [`${metrics.defects} defects`])
  ]
  return figures.join("  ")
}

export const evaluated = ({ scores, split }: Extract<RunEvent, { _tag: "Evaluated" }>): string =>
  `${split} accuracy ${percent(scores.macro)} on ${scores.instances} instances`

/** `benchmarks: MATH-500 25.0 %, all levels 50.0 %`; levels one by one only where there is no mean of them. */
export const benchmarked = ({ measured }: Extract<RunEvent, { _tag: "Benchmarked" }>): string => {
  const hasMean = measured.some(({ suite }) => suite === EnvironmentSuite.together.suite)
  const shown = measured.filter(({ suite }) =>
    !hasMean || suite === EnvironmentSuite.together.suite || !suite.startsWith(EnvironmentSuite.prefix)
  )
  if (shown.length === 0) return "benchmarks: no response could be judged"
  return `benchmarks: ${shown.map(({ scores, title }) => `${title} ${percent(scores.macro)}`).join(", ")}`
}

export const finished = (outcome: Outcome): ReadonlyArray<string> => {
  const { best, eventLoopDelay, meanLevel, neverTrained, notReproducible } = outcome
  const { quarantined, status, test, waitingShare } = outcome
  return [
    status === "finished" ? "Finished." : "Stopped and saved; go on with --resume.",
    ...(test === null ? [] : [
      `Test accuracy ${percent(test.afterWarmup)} after warm-up, ${percent(test.final)} at the end`
      + ` (${test.instances} instances; checkpoint ${best}, chosen by validation)`
    ]),
    ...(neverTrained === null ? [] : [
      `Environments never trained on: ${percent(neverTrained.afterWarmup)} after warm-up,`
      + ` ${percent(neverTrained.final)} at the end (${neverTrained.instances} instances)`
    ]),
    `Mean level ${meanLevel.toFixed(2)}; the learner waited ${
      percent(waitingShare)
    } of the time for anything but`
    + ` sampling; event loop delay ${eventLoopDelay.p99.toFixed(0)} ms at p99`,
    ...(quarantined.length === 0 ? [] : [`Quarantined after faults: ${quarantined.join(", ")}`]),
    ...(notReproducible === 0
      ? []
      : [`${notReproducible} steps hit a clock limit and may differ when repeated`])
  ]
}

/** Estimates the time left from the steps seen so far, phase by phase. */
export const makeTimeLeft = () => {
  const spent = { warmup: { steps: 0, ms: 0 }, training: { steps: 0, ms: 0 } }
  return (
    { clock, position: { phase, step } }: Extract<RunEvent, { _tag: "Stepped" }>,
    recipe: Recipe
  ): string => {
    spent[phase].steps++
    spent[phase].ms += clock.total
    const perStep = spent[phase].ms / spent[phase].steps
    const left = (phase === "warmup" ? recipe.warmup.steps : recipe.steps) - step
    return phase === "warmup"
      ? `${duration((left * perStep) / 1000)} of warm-up left`
      : `${duration((left * perStep) / 1000)} left`
  }
}
