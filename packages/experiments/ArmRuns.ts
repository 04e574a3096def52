/** From the records of runs to the results of an experiment. */
import type * as RunRecord from "@scaler/runtime/run/RunRecord"
import { Effect } from "effect"
import type { Experiment } from "./Experiment.ts"
import { standing } from "./ExperimentRunner.ts"
import type { ArmRun, Results } from "./Results.ts"
import { tasksOf } from "./Tasks.ts"

const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)

/** The figures of a finished run. */
export const armRun = (
  arm: string,
  { evaluations, metrics, recipe: { rollout, seed } }: RunRecord.RunRecord
): ArmRun => {
  const training = metrics.filter(({ phase }) => phase === "training")
  const measured = (wanted: string) =>
    evaluations.filter(({ phase, split }) => phase === "training" && split === wanted)
      .map(({ scores, step }) => ({ step, accuracy: scores.macro }))
  const ends = (wanted: string) => {
    const rows = measured(wanted)
    const [first] = rows
    return first === undefined ? null : { start: first.accuracy, final: rows.at(-1)!.accuracy }
  }
  return {
    arm,
    seed,
    rolloutsPerStep: rollout.prompts * rollout.samples,
    steps: training.map((
      { metrics: { calibration, environments, groups, groupsWithSignal, meanLevel }, step }
    ) => ({
      step,
      groups,
      groupsWithSignal,
      meanLevel,
      environments,
      calibration
    })),
    validation: measured("validation"),
    test: ends("test")!,
    neverTrained: ends("never-trained"),
    time: sum([...training, ...evaluations].map(({ clock }) => clock.total))
  }
}

/** What the finished runs of an experiment's directory came to. */
export const read = (experiment: Experiment, directory: string) =>
  Effect.gen(function*() {
    const runs = yield* Effect.forEach(tasksOf(experiment).runs, (task) =>
      Effect.map(
        standing(directory, task),
        (found) => found._tag === "finished" ? [armRun(task.arm!, found.record)] : []
      ))
    const place = new Map(experiment.arms.map(({ name }, index) => [name, index]))
    const results: Results = {
      experiment,
      runs: runs.flat().sort((a, b) => place.get(a.arm)! - place.get(b.arm)! || a.seed - b.seed)
    }
    return results
  })
