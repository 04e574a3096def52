/** The report on an experiment: a page, its pictures, and its numbers. */
import { FileSystem, Path } from "@effect/platform"
import { Effect, Schema } from "effect"
import { compare, type Comparison, missingRuns } from "../Comparison.ts"
import { Experiment } from "../Experiment.ts"
import type { Results } from "../Results.ts"
import { type Figure, toPng, toSvg } from "./Figure.ts"
import { page } from "./Page.ts"
import { activeSet } from "./plots/ActiveSet.ts"
import { calibration } from "./plots/Calibration.ts"
import { learningCurves } from "./plots/LearningCurves.ts"
import { levels } from "./plots/Levels.ts"
import { differences, scores } from "./plots/Scores.ts"
import { signal } from "./plots/Signal.ts"

/** The report could not be written. */
export class ReportError
  extends Schema.TaggedError<ReportError>("@scaler/experiments/ReportError")("ReportError", {
    message: Schema.String
  })
{}

export interface Report {
  readonly comparisons: ReadonlyArray<Comparison>
  /** Path of the page. */
  readonly page: string
}

/** All figures, in the order of the page. */
export const figures = (results: Results, comparisons: ReadonlyArray<Comparison>): ReadonlyArray<Figure> => [
  differences(results, comparisons),
  scores(results, comparisons),
  learningCurves(results),
  signal(results),
  levels(results),
  activeSet(results),
  calibration(results)
]

const encodeExperiment = Schema.encodeSync(Experiment)

/** Everything but the steps. */
const numbers = (results: Results, comparisons: ReadonlyArray<Comparison>): string =>
  JSON.stringify(
    {
      experiment: encodeExperiment(results.experiment),
      missing: missingRuns(results),
      runs: results.runs.map(({ steps, ...run }) => ({ ...run, steps: steps.length })),
      comparisons
    },
    null,
    2
  )

/** Writes `report.html`, `plots/NAME.png` and `results.json` in a directory, over those of an earlier report. */
export const write = (
  results: Results,
  directory: string
): Effect.Effect<Report, ReportError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const plots = path.join(directory, "plots")
    yield* fs.makeDirectory(plots, { recursive: true })
    const comparisons = compare(results)
    const drawn = yield* Effect.forEach(figures(results, comparisons), (figure) =>
      Effect.gen(function*() {
        const { name, spec } = figure
        const png = path.join(plots, `${name}.png`)
        if (spec === null) {
          yield* fs.remove(png, { force: true })
          return { figure, svg: null }
        }
        const svg = yield* Effect.promise(() => toSvg(spec))
        yield* fs.writeFile(png, toPng(svg))
        return { figure, svg }
      }))
    yield* fs.writeFileString(path.join(directory, "results.json"), numbers(results, comparisons))
    const file = path.join(directory, "report.html")
    yield* fs.writeFileString(file, page(results, comparisons, drawn))
    return { comparisons, page: file }
  }).pipe(
    Effect.mapError(({ message }) =>
      new ReportError({
        message: `The report could not be written: ${message}. Make room there, or choose another directory`
      })
    )
  )
