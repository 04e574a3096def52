/** Weights and optimiser on disk: `model.safetensors` with Hugging Face names, `optimizer.safetensors` beside it. */
import * as tf from "@tensorflow/tfjs-core"
import { Effect, Either } from "effect"
import { createHash } from "node:crypto"
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import { PolicyError, type SnapshotFile } from "../Policy.ts"
import type { LearnerState } from "./Learner.ts"
import { type ModelConfig, parameters } from "./ModelConfig.ts"
import * as Safetensors from "./Safetensors.ts"
import type { Weights } from "./Weights.ts"

const modelFile = "model.safetensors"
const optimizerFile = "optimizer.safetensors"

const failure = (message: string) => new PolicyError({ reason: "Snapshot", message })
const messageOf = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause)

const flush = (path: string, bytes?: Uint8Array): void => {
  const file = openSync(path, bytes === undefined ? "r" : "w")
  try {
    for (let at = 0; bytes !== undefined && at < bytes.length;) at += writeSync(file, bytes, at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

const named = (
  names: ReadonlyArray<string>,
  tensors: ReadonlyArray<tf.Tensor>
): ReadonlyArray<readonly [string, Safetensors.Tensor]> =>
  tensors.map((
    tensor,
    index
  ) => [names[index]!, { shape: tensor.shape, values: tensor.dataSync<"float32">() }])

/** Writes a state into an existing directory; returns once the disk holds it. */
export const write = (
  config: ModelConfig,
  { moments, weights }: LearnerState,
  directory: string
): Effect.Effect<ReadonlyArray<SnapshotFile>, PolicyError> =>
  Effect.try({
    try: () => {
      const names = parameters(config).map(({ name }) => name)
      const optimizer = [
        ...named(names.map((name) => `first.${name}`), moments.first),
        ...named(names.map((name) => `second.${name}`), moments.second)
      ]
      const files = [
        [modelFile, { tensors: new Map(named(names, weights)), metadata: { format: "pt" } }],
        [optimizerFile, { tensors: new Map(optimizer), metadata: { steps: String(moments.steps) } }]
      ] as const
      const written = files.map(([name, contents]): SnapshotFile => {
        const bytes = Safetensors.encode(contents)
        flush(join(directory, name), bytes)
        return { name, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }
      })
      flush(directory)
      return written
    },
    catch: (cause) =>
      failure(
        `The snapshot could not be written into ${directory}: ${
          messageOf(cause)
        }. Earlier snapshots are whole: free space, then resume`
      )
  })

const readFile = (directory: string, name: string): Effect.Effect<Safetensors.Contents, PolicyError> =>
  Effect.try({
    try: () => readFileSync(join(directory, name)),
    catch: (cause) => failure(`${name} could not be read from ${directory}: ${messageOf(cause)}`)
  }).pipe(
    Effect.flatMap((bytes) =>
      Either.mapLeft(
        Safetensors.decode(bytes),
        (reason) =>
          failure(
            `${
              join(directory, name)
            } is not a whole safetensors file: ${reason}. Resume from another snapshot`
          )
      )
    )
  )

const wrong = (file: string, what: string) =>
  failure(
    `${file} was written by a model of another shape (${what}): restore it with that model's configuration`
  )

/** The tensors of a file in the model's order, or an error naming the first that is missing, unknown or of another shape. */
const pick = (
  config: ModelConfig,
  file: string,
  { tensors }: Safetensors.Contents,
  prefixes: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<Safetensors.Tensor>, PolicyError> =>
  Effect.gen(function*() {
    const expected = prefixes.flatMap((prefix) =>
      parameters(config).map(({ name, shape }) => ({ name: prefix + name, shape }))
    )
    const unknown = new Set(tensors.keys())
    const picked: Array<Safetensors.Tensor> = []
    for (const { name, shape } of expected) {
      const tensor = tensors.get(name)
      if (tensor === undefined) return yield* wrong(file, `it lacks ${name}`)
      if (String(tensor.shape) !== String(shape)) {
        return yield* wrong(file, `${name} is [${tensor.shape.join(", ")}], not [${shape.join(", ")}]`)
      }
      unknown.delete(name)
      picked.push(tensor)
    }
    for (const name of unknown) return yield* wrong(file, `it has ${name}, which this model lacks`)
    return picked
  })

const tensors = (list: ReadonlyArray<Safetensors.Tensor>): ReadonlyArray<tf.Tensor> =>
  list.map(({ shape, values }) => tf.tensor(values, [...shape], "float32"))

const pickWeights = (config: ModelConfig, directory: string) =>
  Effect.flatMap(readFile(directory, modelFile), (contents) => pick(config, modelFile, contents, [""]))

/** Reads the weights alone. The caller disposes them. */
export const readWeights = (config: ModelConfig, directory: string): Effect.Effect<Weights, PolicyError> =>
  Effect.map(pickWeights(config, directory), tensors)

/** Reads a state; nothing is allocated where it fails. The caller disposes the result. */
export const read = (config: ModelConfig, directory: string): Effect.Effect<LearnerState, PolicyError> =>
  Effect.gen(function*() {
    const weights = yield* pickWeights(config, directory)
    const optimizer = yield* readFile(directory, optimizerFile)
    const moments = yield* pick(config, optimizerFile, optimizer, ["first.", "second."])
    const steps = Number(optimizer.metadata["steps"])
    if (!(Number.isSafeInteger(steps) && steps >= 0)) {
      return yield* failure(`${join(directory, optimizerFile)} does not say how many steps were taken`)
    }
    return {
      weights: tensors(weights),
      moments: {
        steps,
        first: tensors(moments.slice(0, weights.length)),
        second: tensors(moments.slice(weights.length))
      }
    }
  })
