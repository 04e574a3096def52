/**
 * RLVE's rule (arXiv 2511.07317): every environment has a ceiling, which rises by one level where the policy has
 * mastered it and never falls; levels are drawn alike from the ceiling and a few below it.
 */
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import type { Curriculum } from "./Curriculum.ts"
import { figure } from "./Explanation.ts"
import * as PerEnvironment from "./PerEnvironment.ts"
import * as UniformCuration from "./UniformCuration.ts"

const Whole = Schema.Int.pipe(Schema.nonNegative())

/** Defaults are those of RLVE. */
export const Settings = Schema.Struct({
  rule: Schema.Literal("ceiling"),
  slots: ActiveSet.Slots,
  below: setting(Whole, 3, "Levels below the ceiling that are drawn from too; default 3"),
  accuracy: setting(
    Schema.Number.pipe(Schema.between(0, 1)),
    0.9,
    "Accuracy at the ceiling from which it rises; default 0.9"
  ),
  prompts: setting(
    Schema.Int.pipe(Schema.positive()),
    8,
    "Prompts at the ceiling, at least, over which that accuracy is taken; default 8"
  )
})
export type Settings = typeof Settings.Type

const Environment = Schema.Struct({
  name: Schema.String,
  maxLevel: Whole,
  ceiling: Whole,
  /** At the ceiling since it was last judged. */
  prompts: Whole,
  rollouts: Whole,
  accepted: Schema.JsonNumber
})
type Environment = typeof Environment.Type

export const State = Schema.Struct({
  rule: Schema.Literal("ceiling"),
  environments: Schema.Array(Environment),
  activeSet: ActiveSet.State
})
export type State = typeof State.Type

const unjudged = { prompts: 0, rollouts: 0, accepted: 0 }

/** Counts what was seen at the ceiling; once there is enough of it, judges, and counts anew. */
const observe = (
  { accuracy, prompts: enough }: Settings,
  environment: Environment,
  seen: ReadonlyArray<PerEnvironment.Seen>
): Environment => {
  const atCeiling = seen.filter(({ level }) => level === environment.ceiling)
  const prompts = environment.prompts + atCeiling.length
  const rollouts = environment.rollouts + atCeiling.reduce((sum, each) => sum + each.rollouts, 0)
  // Accepted rollouts are whole numbers, whose sum does not depend on their order.
  const accepted = environment.accepted
    + atCeiling.reduce((sum, each) => sum + Math.round(each.accuracy * each.rollouts), 0)
  if (prompts < enough) return { ...environment, prompts, rollouts, accepted }
  const rises = accepted >= accuracy * rollouts && environment.ceiling < environment.maxLevel
  return { ...environment, ...unjudged, ceiling: environment.ceiling + (rises ? 1 : 0) }
}

/** The curriculum of the ceiling for a run with this seed. */
export const make = (settings: Settings, seed: number): Curriculum<State> =>
  PerEnvironment.make<Environment, State>(
    {
      schema: State,
      empty: { rule: "ceiling", environments: [], activeSet: ActiveSet.initial(settings.slots) },
      begin: ({ maxLevel, name }) => ({ name, maxLevel, ceiling: 0, ...unjudged }),
      withMaxLevel: (environment, maxLevel) => ({
        ...environment,
        ...(environment.ceiling > maxLevel ? { ceiling: maxLevel, ...unjudged } : {}),
        maxLevel
      }),
      standing: ({ ceiling, maxLevel }) => ({ difficulty: ceiling, maxLevel }),
      curate: (state, environments, step) => UniformCuration.curate(state, { seed, step, environments }),
      propose: (environment, count, _, random) => {
        const { accepted, ceiling, maxLevel, prompts, rollouts } = environment
        const lowest = Math.max(0, ceiling - settings.below)
        return {
          levels: Array.from({ length: count }, () => lowest + random.below(ceiling - lowest + 1)),
          choice: {
            _tag: "ceiling",
            lowest,
            ceiling,
            maxLevel,
            prompts,
            accuracy: rollouts === 0 ? null : figure(accepted / rollouts)
          },
          memory: environment
        }
      },
      observe: (environment, _, seen) => observe(settings, environment, seen)
    },
    seed,
    settings.slots
  )
