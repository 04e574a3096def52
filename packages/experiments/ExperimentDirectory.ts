/** What an experiment's directory was run with. */
import { FileSystem, Path } from "@effect/platform"
import { asDiskError, replaceDurably } from "@scaler/runtime/run/Checkpoints"
import { issue, RunError } from "@scaler/runtime/run/RunError"
import { Effect, Schema } from "effect"
import { Experiment } from "./Experiment.ts"

const ExperimentFile = Schema.parseJson(Experiment, { space: 2 })

const fileIn = (directory: string) => Effect.map(Path.Path, (path) => path.join(directory, "experiment.json"))

/** Writes down what is run. Fails with `Exists` where the directory is another experiment's. */
export const write = (directory: string, experiment: Experiment) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const before = yield* Effect.either(read(directory))
    if (before._tag === "Right" && before.right.name !== experiment.name) {
      return yield* new RunError({
        reason: "Exists",
        message: `${directory} is of the experiment ${before.right.name}: choose another --dir`
      })
    }
    const file = yield* fileIn(directory)
    const content = yield* Effect.orDie(Schema.encode(ExperimentFile)(experiment))
    yield* asDiskError(
      "The experiment could not be written down",
      Effect.zipRight(fs.makeDirectory(directory, { recursive: true }), replaceDurably(file, content))
    )
  })

/** Fails with `Missing` where there is no experiment, with `Changed` where another version wrote it. */
export const read = (directory: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const file = yield* fileIn(directory)
    const text = yield* Effect.mapError(
      fs.readFileString(file),
      ({ message }) =>
        new RunError({ reason: "Missing", message: `${directory} holds no experiment: ${message}` })
    )
    return yield* Effect.mapError(
      Schema.decode(ExperimentFile)(text),
      (error) =>
        new RunError({
          reason: "Changed",
          message: `${file} is not as this version writes it: ${issue(error)}`
        })
    )
  })
