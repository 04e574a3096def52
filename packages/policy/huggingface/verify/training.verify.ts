/**
 * Holds training at real sizes to PyTorch's: a model of 4 layers and width 256, and those in the folders that are named.
 *
 * Usage: SCALER_PYTHON=python bun run verify:training [FOLDER …]
 *
 * All weights, then adapters: gradients of the first step, and what three steps of AdamW change, each by the parameter that
 * is farthest off. AdamW divides by the gradient's own size, so an element whose gradient is no more than rounding changes by
 * chance; how far that goes shows in PyTorch's distance from itself in float64. Python needs torch, transformers and peft.
 */
import { fromCoordinates } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { Console, Effect, Schema } from "effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import * as Backend from "../../backend/Backend.ts"
import type { Lora } from "../../Lora.ts"
import * as SafetensorsFile from "../../safetensors/SafetensorsFile.ts"
import * as AdamW from "../../tfjs/AdamW.ts"
import { pack } from "../../tfjs/Batch.ts"
import * as Learner from "../../tfjs/Learner.ts"
import * as Memory from "../../tfjs/Memory.ts"
import { angles } from "../../tfjs/Rotary.ts"
import * as StoredWeights from "../../tfjs/StoredWeights.ts"
import * as Trained from "../../tfjs/Trained.ts"
import type { Weights } from "../../tfjs/Weights.ts"
import * as Checkpoint from "../Checkpoint.ts"

/** Relative L2 distances that must not be exceeded. */
const must = { gradients: 1e-4, changes: 1e-3 }
const steps = 3
const learningRate = 1e-4
/** An element whose gradient is all rounding would take a whole step with the usual epsilon, one way or the other. */
const optimizer = { beta1: 0.9, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1, maxGradientNorm: 1 }
const [sequences, prompt, length] = [4, 12, 36]
/** That of `pytorch.py`. */
const lora: Lora = {
  rank: 8,
  alpha: 16,
  targets: ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
}

const Distance = Schema.Struct({
  distance: Schema.Number,
  parameter: Schema.String,
  /** The largest distance of PyTorch from itself in float64. */
  rounding: Schema.Number
})
const Compared = Schema.parseJson(Schema.Struct({ gradients: Distance, changes: Distance }))

const python = process.env["SCALER_PYTHON"]
const ask = (...task: ReadonlyArray<string>) =>
  Effect.suspend(() => {
    if (python === undefined) {
      return Effect.fail("SCALER_PYTHON must name a Python with torch, transformers and peft")
    }
    const { exitCode, stderr, stdout } = Bun.spawnSync([
      python,
      "-B",
      join(import.meta.dir, "pytorch.py"),
      ...task
    ])
    return exitCode === 0 ? Effect.succeed(stdout.toString()) : Effect.fail(stderr.toString())
  })

/** Gradients and changes go to files; the values are freed. */
const train = (
  { keeps, places }: Memory.Plan,
  model: Checkpoint.Checkpoint["model"],
  trained: Trained.Trained,
  values: Weights,
  tokens: ReadonlyArray<ReadonlyArray<number>>,
  directory: string
) =>
  Effect.gen(function*() {
    const config = { model, trained, optimizer, angles: angles(model), microBatchTokens: places, keeps }
    const examples = tokens.map((row) => ({
      prompt: Int32Array.from(row.slice(0, prompt)),
      response: Int32Array.from(row.slice(prompt))
    }))
    const write = (kind: keyof typeof must, tensors: ReadonlyArray<tf.Tensor>) =>
      SafetensorsFile.write(
        join(directory, `${kind}.safetensors`),
        trained.parameters.map(({ name, shape }, index) => ({
          name,
          shape,
          format: "F32",
          read: Effect.promise(() => tensors[index]!.data<"float32">() as Promise<Float32Array<ArrayBuffer>>)
        })),
        {}
      )
    const batches = pack(examples, places)
    if (batches.length > 1) return yield* Effect.fail("memory is short: the batch would be divided")
    const objective = Learner.objectives.supervised(examples)
    const { gradients } = yield* Effect.promise(() =>
      Learner.differentiate(config, values, batches[0]!, objective)
    )
    yield* write("gradients", gradients)
    tf.dispose([...gradients])
    const before = values.map((value) => tf.clone(value))
    let state: Learner.LearnerState = { weights: values, moments: AdamW.initial(values) }
    for (let step = 0; step < steps; step++) {
      const stepped = yield* Effect.promise(() => Learner.supervise(config, state, examples, learningRate))
      state = stepped.state
    }
    const changes = state.weights.map((after, index) => tf.sub(after, before[index]!))
    yield* write("changes", changes)
    tf.dispose([...changes, ...before])
    Learner.dispose(state)
  })

/** Whether a model is trained as by PyTorch. */
const agrees = (folder: string, of: "all weights" | "adapters") =>
  Effect.gen(function*() {
    const directory = yield* Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "verify-training-"))),
      (directory) => Effect.sync(() => rmSync(directory, { recursive: true }))
    )
    const checkpoint = yield* Checkpoint.open(folder)
    const { model } = checkpoint
    const random = fromCoordinates("verify", "training")
    const tokens = Array.from(
      { length: sequences },
      () => Array.from({ length }, () => random.below(model.vocabulary))
    )
    writeFileSync(
      join(directory, "asked.json"),
      JSON.stringify({ tokens, prompt, steps, learningRate, ...optimizer })
    )
    const { name } = yield* Backend.activate({})
    const weights = yield* Checkpoint.load(checkpoint)
    const plan = yield* Memory.plan(model, name, of === "adapters" ? lora : undefined)
    const adapters = join(directory, "adapters")
    if (of === "adapters") {
      yield* ask("adapters", folder, adapters, "5")
      const trained = Trained.adapters(model, lora, weights)
      const { tensors } = yield* SafetensorsFile.open(join(adapters, "adapter_model.safetensors"))
      const values = yield* StoredWeights.load(trained.parameters, tensors)
      yield* train(plan, model, trained, values, tokens, directory)
      tf.dispose([...weights])
    } else {
      yield* train(plan, model, Trained.all(model), weights, tokens, directory)
    }
    const compared = yield* Schema.decode(Compared)(
      yield* ask("compare", folder, directory, ...(of === "adapters" ? [adapters] : []))
    )
    for (const kind of ["gradients", "changes"] as const) {
      const { distance, parameter, rounding } = compared[kind]
      yield* Console.log(
        `${basename(folder)}, ${of}, ${kind}: ${distance.toExponential(1)} (${parameter}), must ≤ ${
          must[kind]
        };`
          + ` PyTorch from itself in float64: ${rounding.toExponential(1)}`
      )
    }
    return compared.gradients.distance <= must.gradients && compared.changes.distance <= must.changes
  }).pipe(Effect.scoped)

const program = Effect.gen(function*() {
  const made = join(mkdtempSync(join(tmpdir(), "verify-model-")), "4 × 256")
  yield* ask("model", made)
  const outcomes = yield* Effect.forEach(
    [made, ...process.argv.slice(2)],
    (folder) => Effect.all([agrees(folder, "all weights"), agrees(folder, "adapters")])
  )
  rmSync(made, { recursive: true })
  return outcomes.flat().every((isEqual) => isEqual)
})

process.exitCode = await Effect.runPromise(
    Effect.catchAll(
      program,
      (reason) => Effect.as(Console.error(typeof reason === "string" ? reason : reason.message), false)
    )
  ) ?
  0 :
  1
