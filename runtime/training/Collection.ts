/** The groups of all training steps, planned, drawn and sampled in order, ahead of the learner as far as it is allowed. */
import { Policy, type PublishedWeights } from "@scaler/policy/Policy"
import { Effect, Mailbox, Queue, type Scope } from "effect"
import type { Result, Standing } from "../curriculum/Curriculum.ts"
import type { Explanation } from "../curriculum/Explanation.ts"
import { accuracy, type Group } from "../rollout/Rollout.ts"
import type { Recipe } from "../run/Recipe.ts"
import type { RecordedEvent } from "../run/RunTables.ts"
import type { State } from "../run/State.ts"
import { type Line, none } from "./Benchmarks.ts"
import { countDefects, requireEnvironments, type Run, type TrainingError } from "./Run.ts"
import { draw, sampleStep, type StepGroups } from "./StepGroups.ts"

/** What the learner gets for a step. */
export interface Collected extends StepGroups {
  readonly step: number
  /** Updates between the weights that sampled and those that learn. */
  readonly staleness: number
  /** What happened in the curriculum up to these groups' defects. */
  readonly events: ReadonlyArray<RecordedEvent>
  /** Why the step's environments and levels. */
  readonly explanations: ReadonlyArray<Explanation>
  /** How the environments stand after these groups, before their defects count. */
  readonly standings: ReadonlyArray<Standing>
  /** The curriculum and the counts of defects after these groups. */
  readonly state: CollectedState
}

type CollectedState = Pick<State, "curriculum" | "defects">

/** The weights after a step's update; undefined where they are the policy's present ones. */
interface Weights {
  readonly step: number
  readonly published: PublishedWeights | undefined
}

export interface Collection {
  /** The groups of the next step; waits for them. */
  readonly next: Effect.Effect<Collected, TrainingError>
  /** Says that the update of a step has been made, and lets sampling go on with its weights. */
  readonly updated: (step: number) => Effect.Effect<void, TrainingError>
}

/**
 * The step whose update makes the weights that sample a step: the one before it, or up to `maxStaleness` earlier.
 * Sampling never runs ahead over a step after which the run may be saved, so that a run resumed there has nothing to
 * make up for. It is a function of the recipe and of where the run was last started, so that timing changes nothing.
 */
export const weightsFor = (
  step: number,
  start: number,
  { checkpoints, evaluation, rollout: { maxStaleness } }: Pick<
    Recipe,
    "checkpoints" | "evaluation" | "rollout"
  >,
  { every: benchmarked }: Pick<Line, "every"> = none
): number => {
  const before = step - 1
  const saved = [checkpoints.every, evaluation.every, benchmarked].map((every) => before - before % every)
  return Math.max(before - maxStaleness, start, ...saved)
}

const results = (groups: ReadonlyArray<Group>, staleness: number): ReadonlyArray<Result> =>
  [...Map.groupBy(groups, ({ question }) => question.environment)].map(([environment, ofEnvironment]) => ({
    environment,
    staleness,
    observations: ofEnvironment.map((group) => ({
      level: group.question.level,
      accuracy: accuracy(group),
      rollouts: group.rollouts.length
    }))
  }))

/** Starts collecting from a state; ends with the scope. */
export const start = (
  run: Run,
  from: State
): Effect.Effect<Collection, TrainingError, Policy | Scope.Scope> =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const { rollout, steps } = run.recipe
    const publish = rollout.maxStaleness > 0 ? policy.publish : Effect.succeed(undefined)
    const weights = yield* Queue.unbounded<Weights>()
    const collected = yield* Mailbox.make<Collected, TrainingError>()
    const updated = (step: number) =>
      Effect.asVoid(Effect.flatMap(publish, (published) => Queue.offer(weights, { step, published })))

    yield* updated(from.step)
    yield* Effect.gen(function*() {
      let state: CollectedState = { curriculum: from.curriculum, defects: from.defects }
      let current = yield* Queue.take(weights)
      for (let step = from.step + 1; step <= steps; step++) {
        const plan = run.curriculum.plan(state.curriculum, step, rollout.prompts)
        yield* requireEnvironments(run, plan.state)
        const drawn = yield* draw(run, plan.assignments, step)
        while (current.step < weightsFor(step, from.step, run.recipe, run.benchmarks)) {
          current = yield* Queue.take(weights)
        }
        const sampled = yield* sampleStep(run, plan, drawn, step, current.published)
        const staleness = step - 1 - current.step
        const observed = run.curriculum.observe(plan.state, step, results(sampled.groups, staleness))
        const counted = countDefects(run, { ...state, curriculum: observed }, step, sampled.defects)
        state = counted.state
        yield* collected.offer({
          ...sampled,
          state,
          step,
          staleness,
          events: [...plan.events, ...counted.events],
          explanations: plan.explanations,
          standings: run.curriculum.standings(observed)
        })
      }
    }).pipe(Mailbox.into(collected), Effect.forkScoped)
    return { next: Effect.catchTag(collected.take, "NoSuchElementException", Effect.die), updated }
  })
