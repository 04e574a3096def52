/** Accuracy on a fixed grid of environments and levels, with greedy responses. */
import { canonical, type HeldOut } from "@scaler/dsl/Split"
import { Policy, type PolicyError } from "@scaler/policy/Policy"
import * as Sampling from "@scaler/policy/Sampling"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import * as Groups from "../rollout/Groups.ts"
import * as Questions from "../rollout/Questions.ts"
import * as Reward from "../rollout/Reward.ts"
import { accuracy, type Group, type Question } from "../rollout/Rollout.ts"
import type { Scores } from "../run/Figures.ts"
import type { Recipe } from "../run/Recipe.ts"
import { RunError } from "../run/RunError.ts"

/** The questions of one split; the same for every run and seed of a recipe. */
export type Grid = ReadonlyArray<Questions.PromptedQuestion>

/** Draws per instance wanted at most, so that different ones can be chosen among them. */
export const surplus = 4

/** Seed of all grids: no seed of a run changes them. */
export const gridSeed = 0

/** Adds to questions by their instances those whose instance is not there yet. */
export const addDifferent = <Q extends Question>(
  known: Map<string, Q>,
  questions: Iterable<Q>
): Map<string, Q> => {
  for (const question of questions) {
    const instance = canonical(question.instance)
    if (!known.has(instance)) known.set(instance, question)
  }
  return known
}

const requests = (
  environments: Questions.Environments,
  { evaluation: { instances, levels } }: Recipe
): ReadonlyArray<Questions.Request> =>
  [...environments.keys()].sort().map((environment) => ({
    environment,
    places: levels.flatMap((level) =>
      Array.from({ length: instances * surplus }, (_, index) => ({ level, index }))
    )
  }))

/** Different instances in every cell, the first of those that were drawn. */
const choose = (
  { defects: [defect], questions }: Questions.DrawnQuestions,
  { evaluation: { instances } }: Recipe,
  split: HeldOut
): Effect.Effect<Grid, RunError> => {
  if (defect !== undefined) return new RunError({ reason: "Recipe", message: gridDefect(defect) })
  const cells = Map.groupBy(questions, ({ environment, level }) => `${environment} at level ${level}`)
  const chosen: Array<Questions.PromptedQuestion> = []
  for (const [cell, drawn] of cells) {
    const different = [...addDifferent(new Map(), drawn).values()]
    if (different.length < instances) {
      return new RunError({
        reason: "Recipe",
        message: `The evaluation needs ${instances} different ${split} instances of ${cell}, but`
          + ` ${drawn.length} draws gave ${different.length}: lower evaluation.instances or leave the level out`
      })
    }
    chosen.push(...different.slice(0, instances))
  }
  return Effect.succeed(chosen)
}

const gridDefect = ({ environment, message }: { readonly environment: string; readonly message: string }) =>
  `The evaluation grid could not be drawn from ${environment}: ${message}`

/** Draws the grid of a split: different instances in every cell, from coordinates that no seed of a run changes. */
export const grid = (
  environments: Questions.Environments,
  recipe: Recipe,
  split: HeldOut
): Effect.Effect<Grid, SandboxError | PolicyError | RunError, Policy> => {
  const { maxPromptTokens } = recipe.rollout
  return Effect.flatMap(
    Questions.draw(environments, requests(environments, recipe), { seed: gridSeed, split, maxPromptTokens }),
    (drawn) => choose(drawn, recipe, split)
  )
}

const scores = (groups: ReadonlyArray<Group>): Scores => {
  const cells = [
    ...Map.groupBy(groups, ({ question: { environment, level } }) => `${environment} ${level}`).values()
  ].map((cell) => ({
    environment: cell[0]!.question.environment,
    level: cell[0]!.question.level,
    accuracy: mean(cell.map(accuracy))
  }))
  return { macro: mean(cells.map((cell) => cell.accuracy)), cells, instances: groups.length }
}

const mean = (values: ReadonlyArray<number>) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Greedy accuracy on a grid. A group that could not be judged fails the evaluation: a score must not hide it. */
export const evaluate = (
  environments: Questions.Environments,
  questions: Grid,
  { rollout: { maxTokens } }: Recipe
): Effect.Effect<Scores, SandboxError | PolicyError | RunError, Policy> =>
  Effect.gen(function*() {
    const { defects, groups } = yield* Groups.sample(environments, questions, {
      ...Sampling.greedy,
      // Equal for all evaluations: what differs is the model.
      purpose: "evaluation",
      seed: 0,
      step: 0,
      samples: 1,
      maxTokens,
      reward: Reward.defaults
    })
    const [defect] = defects
    if (defect !== undefined) return yield* new RunError({ reason: "Recipe", message: gridDefect(defect) })
    return scores(groups)
  })
