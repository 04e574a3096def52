/**
 * What is trained and its optimiser on disk: `model.safetensors` with Hugging Face names, or `adapter_model.safetensors`
 * with PEFT's, and `optimizer.safetensors` beside it.
 */
import * as tf from "@tensorflow/tfjs-core"
import { Effect, type Scope } from "effect"
import { closeSync, fsyncSync, openSync } from "node:fs"
import { join } from "node:path"
import { PolicyError, type SnapshotFile } from "../Policy.ts"
import * as SafetensorsFile from "../safetensors/SafetensorsFile.ts"
import type { LearnerState } from "./Learner.ts"
import * as StoredWeights from "./StoredWeights.ts"
import type { Trained } from "./Trained.ts"
import type { Weights } from "./Weights.ts"

const optimizerFile = "optimizer.safetensors"

const failure = (message: string) => new PolicyError({ reason: "Snapshot", message })

const flushDirectory = (path: string): void => {
  const directory = openSync(path, "r")
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}

/** What a file holds for each weight: under its name, or with each of these before it. */
const expected = ({ parameters }: Trained, prefixes: ReadonlyArray<string>) =>
  prefixes.flatMap((prefix) => parameters.map(({ name, shape }) => ({ name: prefix + name, shape })))

const modelPrefixes = [""]
const momentPrefixes = ["first.", "second."]

/** Writes a state into an existing directory; returns once the disk holds it. */
export const write = (
  trained: Trained,
  { moments, weights }: LearnerState,
  directory: string
): Effect.Effect<ReadonlyArray<SnapshotFile>, PolicyError> =>
  Effect.gen(function*() {
    const model = yield* SafetensorsFile.write(
      join(directory, trained.file),
      StoredWeights.toStore(expected(trained, modelPrefixes), weights, "F32"),
      { format: "pt" }
    )
    const optimizer = yield* SafetensorsFile.write(
      join(directory, optimizerFile),
      StoredWeights.toStore(
        expected(trained, momentPrefixes),
        [...moments.first, ...moments.second],
        "F32"
      ),
      { steps: String(moments.steps) }
    )
    yield* Effect.try({ try: () => flushDirectory(directory), catch: String })
    return [{ name: trained.file, ...model }, { name: optimizerFile, ...optimizer }]
  }).pipe(
    Effect.mapError((reason) =>
      failure(
        `The snapshot could not be written into ${directory}: ${reason}. ` +
          `Earlier snapshots are whole: free space, then resume`
      )
    )
  )

interface Opened {
  readonly metadata: Readonly<Record<string, string>>
  readonly load: Effect.Effect<ReadonlyArray<tf.Tensor>, PolicyError>
}

/** The file, with the tensors of what is trained and no others. */
const open = (
  trained: Trained,
  directory: string,
  file: string,
  prefixes: ReadonlyArray<string>
): Effect.Effect<Opened, PolicyError, Scope.Scope> =>
  Effect.gen(function*() {
    const { metadata, tensors } = yield* Effect.mapError(
      SafetensorsFile.open(join(directory, file)),
      (reason) =>
        failure(`${join(directory, file)} could not be read: ${reason}. Resume from another snapshot`)
    )
    const wanted = expected(trained, prefixes)
    const difference = StoredWeights.mismatch(wanted, tensors)
    if (difference !== undefined) {
      return yield* failure(
        `${file} was written by a model of another shape (${difference}): restore it with that model's configuration`
      )
    }
    return {
      metadata,
      load: Effect.mapError(
        StoredWeights.load(wanted, tensors),
        (reason) => failure(`${file} could not be read from ${directory}: ${reason}`)
      )
    }
  })

/** Reads the weights alone. The caller disposes them. */
export const readWeights = (trained: Trained, directory: string): Effect.Effect<Weights, PolicyError> =>
  Effect.scoped(Effect.flatMap(open(trained, directory, trained.file, modelPrefixes), ({ load }) => load))

/** Reads a state; nothing stays allocated where it fails. The caller disposes the result. */
export const read = (trained: Trained, directory: string): Effect.Effect<LearnerState, PolicyError> =>
  Effect.scoped(Effect.gen(function*() {
    const model = yield* open(trained, directory, trained.file, modelPrefixes)
    const optimizer = yield* open(trained, directory, optimizerFile, momentPrefixes)
    const steps = Number(optimizer.metadata["steps"])
    if (!(Number.isSafeInteger(steps) && steps >= 0)) {
      return yield* failure(`${join(directory, optimizerFile)} does not say how many steps were taken`)
    }
    const weights = yield* model.load
    const moments = yield* Effect.tapError(optimizer.load, () => Effect.sync(() => tf.dispose([...weights])))
    return {
      weights,
      moments: { steps, first: moments.slice(0, weights.length), second: moments.slice(weights.length) }
    }
  }))
