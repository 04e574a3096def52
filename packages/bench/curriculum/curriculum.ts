/** What a step costs the curriculum, by rule and number of environments. */
import { fromCoordinates } from "@scaler/dsl/Random"
import type { Curriculum, Entry, Result } from "@scaler/runtime/curriculum/Curriculum"
import * as Rules from "@scaler/runtime/curriculum/Rules"
import { Effect, Schema } from "effect"
import { alternate, type Benchmark, type Comparison } from "../Benchmark.ts"
import { median } from "../Report.ts"

/** The pool of SCALER and a much larger one, each with the milliseconds that a step must stay below. */
const pools = [
  { environments: 2739, must: 10, steps: 20 },
  { environments: 100_000, must: 500, steps: 2 }
] as const

const slots = 64
const prompts = 64
const samples = 8
const levels = 20
/** Environments that differ; all others of a pool are like one of them. */
const kinds = 256

/** Groups of a learner that solves level l of an environment with chance σ(skill − l). */
const rollouts = (environment: string, asked: ReadonlyArray<number>, step: number): Result => {
  const skill = fromCoordinates("skill", environment).unit() * levels
  const random = fromCoordinates("rollouts", environment, step)
  return {
    environment,
    observations: asked.map((level) => {
      const solves = 1 / (1 + Math.exp(level - skill))
      const accepted = Array.from({ length: samples }, () => random.unit()).filter((u) => u < solves).length
      return { level, accuracy: accepted / samples, rollouts: samples }
    })
  }
}

/** The state of a run in which every environment has been seen. */
const seen = (curriculum: Curriculum<Rules.State>, entries: ReadonlyArray<Entry>): Rules.State => {
  const state = curriculum.observe(
    curriculum.initial(entries),
    0,
    entries.slice(0, kinds).map(({ name }, i) => rollouts(name, [i % levels, (i * 7) % levels], 0))
  )
  const environments = state.environments.map(({ name }, i) => ({ ...state.environments[i % kinds]!, name }))
  return { ...state, environments } as Rules.State
}

/** A run of which each call makes so many steps, and gives milliseconds of one. */
const running = (name: Rules.Name, environments: number, steps: number) => {
  const settings = Schema.decodeSync(Rules.Settings)(
    Rules.named(name, { activeSet: { mode: "uniform", slots } })
  )
  const curriculum = Rules.make(settings, { seed: 1, samples })
  const entries = Array.from({ length: environments }, (_, i) => ({
    name: `environment-${String(i).padStart(6, "0")}`,
    maxLevel: levels - 1
  }))
  let step = 0
  let state = seen(curriculum, entries)
  return () => {
    let spent = 0
    for (let i = 0; i < steps; i++) {
      step++
      const began = performance.now()
      const plan = curriculum.plan(state, step, prompts)
      spent += performance.now() - began
      const results = plan.assignments.map(({ environment, levels }) => rollouts(environment, levels, step))
      const resumed = performance.now()
      state = curriculum.observe(plan.state, step, results)
      curriculum.standings(state)
      spent += performance.now() - resumed
    }
    return spent / steps
  }
}

/** There is no peer that does this work: the bounds are times. */
export const curriculum: Benchmark = {
  name: "curriculum",
  description:
    `a step's curriculum work: ${slots} active environments of ${levels} levels, ${prompts} groups of ${samples}`,
  run: ({ rounds }) =>
    Effect.gen(function*() {
      const comparisons: Array<Comparison> = []
      const notes: Array<string> = []
      for (const { environments, must, steps } of pools) {
        for (const name of Rules.names) {
          const next = running(name, environments, steps)
          const { ours } = yield* alternate(rounds, () => Effect.sync(next), null)
          comparisons.push({
            name: `${name}, ${environments} environments`,
            unit: "ms",
            better: "less",
            ours,
            peer: null
          })
          if (median(ours) >= must) {
            notes.push(`${name}, ${environments} environments: must < ${must} ms MISSED`)
          }
        }
        notes.push(`${environments} environments: must < ${must} ms`)
      }
      return { comparisons, notes }
    })
}
