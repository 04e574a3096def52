/** Runs an experiment and writes its report. Imported only where that is done: libraries of plots take long to load. */
import * as ArmRuns from "@scaler/experiments/ArmRuns"
import * as ComparisonTable from "@scaler/experiments/ComparisonTable"
import type { Experiment } from "@scaler/experiments/Experiment"
import * as ExperimentDirectory from "@scaler/experiments/ExperimentDirectory"
import * as ExperimentRunner from "@scaler/experiments/ExperimentRunner"
import * as Report from "@scaler/experiments/report/Report"
import * as SimulatedStage from "@scaler/experiments/simulation/SimulatedStage"
import { type Task, tasksOf } from "@scaler/experiments/Tasks"
import type { BackendName } from "@scaler/policy/backend/BackendName"
import { Effect } from "effect"
import { CliError } from "../CliError.ts"
import { embeddedPolicy } from "../embeddedPolicy.ts"
import { loadParticipants } from "../Environments.ts"
import { note, print, printJson } from "../Output.ts"
import * as Signals from "../Signals.ts"
import { facts } from "../Versions.ts"
import * as Progress from "./progress.ts"

/** Writes the report of what is finished, and prints its table. */
export const report = (experiment: Experiment, directory: string, json: boolean) =>
  Effect.gen(function*() {
    const results = yield* ArmRuns.read(experiment, directory)
    if (results.runs.length === 0) {
      return yield* new CliError({
        message: `No run of ${directory} is finished yet: \`scaler experiment run\` goes on with it`
      })
    }
    const { comparisons, page } = yield* Report.write(results, directory)
    yield* json
      ? printJson({ experiment: experiment.name, comparisons, report: page })
      : print(`${ComparisonTable.text(experiment, comparisons)}\n`)
    yield* note(`The report is in ${page}`)
  })

/** Runs what is not finished. */
export const run = (
  { backend, directory, experiment, jobs, json }: {
    readonly experiment: Experiment
    readonly directory: string
    readonly jobs: number
    readonly backend: BackendName | undefined
    readonly json: boolean
  }
) =>
  Effect.scoped(
    Effect.gen(function*() {
      let stopRequested = false
      yield* Signals.handleFirst(() => {
        stopRequested = true
      })
      yield* ExperimentDirectory.write(directory, experiment)
      const { runs } = tasksOf(experiment)
      const finished = (yield* Effect.filter(runs, (task) =>
        Effect.map(ExperimentRunner.standing(directory, task), ({ _tag }) => _tag === "finished"))).length
      yield* note(
        `${experiment.name}: ${experiment.arms.length} arms × ${experiment.seeds.length} seeds,`
          + ` ${experiment.rollouts} rollouts each; ${finished} of ${runs.length} runs are finished.`
          + ` Ctrl-C saves; the same command goes on`
      )
      const progress = Progress.make({ total: runs.length, finished, jobs })
      const { learner } = experiment
      const stage = (task: Task) => ({
        ...(learner._tag === "simulated" ? SimulatedStage.make(learner, task.seed) : {
          participants: loadParticipants(task.recipe),
          // Runs side by side use the cores better than threads do, and come to the same however many there are.
          policy: embeddedPolicy(task.recipe, { backend, threads: 1 })
        }),
        progress: progress(task)
      })
      const isWhole = yield* ExperimentRunner.run({
        experiment,
        directory,
        jobs,
        facts: facts(),
        stage,
        stopRequested: Effect.sync(() =>
          stopRequested
        )
      })
      if (!isWhole) yield* note("Stopped and saved.")
      if (isWhole || finished > 0) yield* report(experiment, directory, json)
    })
  )
