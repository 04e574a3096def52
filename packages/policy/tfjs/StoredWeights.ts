/** Weights from files: names and shapes are compared first, then each is read and put into a tensor of its own. */
import * as tf from "@tensorflow/tfjs-core"
import { Effect, type Scope } from "effect"
import type { NumberFormat } from "../safetensors/NumberFormat.ts"
import * as SafetensorsFile from "../safetensors/SafetensorsFile.ts"

/** A tensor that a model needs. */
export interface Expected {
  readonly name: string
  readonly shape: ReadonlyArray<number>
}

export type Stored = ReadonlyMap<string, SafetensorsFile.StoredTensor>

/** Most names that a message lists. */
const listed = 5

const list = (names: ReadonlyArray<string>): string =>
  names.slice(0, listed).join(", ") + (names.length > listed ? ` and ${names.length - listed} more` : "")

/** In what files and a model differ: tensors that are missing, of another shape, or unknown; undefined where in nothing. */
export const mismatch = (expected: ReadonlyArray<Expected>, stored: Stored): string | undefined => {
  const missing = expected.filter(({ name }) => !stored.has(name)).map(({ name }) => name)
  if (missing.length > 0) return `it lacks ${list(missing)}`
  for (const { name, shape } of expected) {
    const found = stored.get(name)!.shape
    if (String(found) !== String(shape)) {
      return `${name} is [${found.join(", ")}], not [${shape.join(", ")}]`
    }
  }
  const known = new Set(expected.map(({ name }) => name))
  const surplus = [...stored.keys()].filter((name) => !known.has(name))
  return surplus.length > 0 ? `it has ${list(surplus)}, which this model lacks` : undefined
}

/** Reads what `mismatch` found nothing against, in order. Fails with the reason; nothing is left allocated then. */
export const load = (
  expected: ReadonlyArray<Expected>,
  stored: Stored
): Effect.Effect<ReadonlyArray<tf.Tensor>, string> =>
  Effect.suspend(() => {
    const tensors: Array<tf.Tensor> = []
    return Effect.forEach(expected, ({ name, shape }) =>
      Effect.map(stored.get(name)!.read, (values) => {
        tensors.push(tf.tensor(values, [...shape], "float32"))
      })).pipe(
        Effect.as(tensors),
        Effect.tapError(() => Effect.sync(() => tf.dispose(tensors)))
      )
  })

/** Tensors in the order of `expected`, as they are written into a file; each leaves the backend when it is its turn. */
export const toStore = (
  expected: ReadonlyArray<Expected>,
  tensors: ReadonlyArray<tf.Tensor>,
  format: NumberFormat
): ReadonlyArray<SafetensorsFile.NewTensor> =>
  expected.map(({ name, shape }, index) => ({
    name,
    shape,
    format,
    read: Effect.tryPromise({
      try: () => tensors[index]!.data<"float32">() as Promise<Float32Array<ArrayBuffer>>,
      catch: String
    })
  }))

/** All tensors of a file in the order of `expected`, to be written into another; fails with the reason. */
export const fromFile = (
  file: string,
  expected: ReadonlyArray<Expected>,
  format: NumberFormat
): Effect.Effect<ReadonlyArray<SafetensorsFile.NewTensor>, string, Scope.Scope> =>
  Effect.gen(function*() {
    const { tensors } = yield* SafetensorsFile.open(file)
    const difference = mismatch(expected, tensors)
    return yield* difference === undefined
      ? Effect.succeed(expected.map(({ name }) => ({ ...tensors.get(name)!, name, format })))
      : Effect.fail(`${file} is of another model: ${difference}`)
  })
