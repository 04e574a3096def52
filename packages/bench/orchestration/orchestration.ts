/** Everything of a training run but its model: curriculum, sandbox, prompts, judging, advantages, record. */
import { FileSystem } from "@effect/platform"
import { registry } from "@scaler/envs/registry"
import { quickstart } from "@scaler/recipes/quickstart"
import { Progress, type RunEvent } from "@scaler/runtime/run/Progress"
import * as Recipe from "@scaler/runtime/run/Recipe"
import { train } from "@scaler/runtime/training/Train"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Layer } from "effect"
import { join } from "node:path"
import { alternate, type Benchmark, type Comparison, orBenchError } from "../Benchmark.ts"
import * as InstantPolicy from "./InstantPolicy.ts"

/** Milliseconds of a quickstart's update on two cores. */
const updateMillis = 700

/** A run of the quickstart's environments, of so many steps and without warm-up. */
const recipe = (steps: number, seed: number) =>
  Recipe.decode({
    ...quickstart,
    seed,
    steps,
    warmup: { ...quickstart.warmup, steps: 0 },
    evaluation: { every: steps, levels: [0], instances: 8 },
    checkpoints: { every: steps, keep: 2 }
  })

/** A whole run: seconds of its training steps, groups sampled in them, and the learner's waiting share. */
const run = (
  environments: ReadonlyMap<string, SandboxedEnvironment>,
  options: { readonly steps: number; readonly seed: number; readonly update: number }
) =>
  Effect.gen(function*() {
    const directory = yield* (yield* FileSystem.FileSystem).makeTempDirectoryScoped()
    let millis = 0
    let groups = 0
    const report = (event: RunEvent) =>
      Effect.sync(() => {
        if (event._tag !== "Stepped") return
        millis += event.clock.total
        groups += event.metrics.groups
      })
    const { waitingShare } = yield* train({
      recipe: yield* recipe(options.steps, options.seed),
      environments,
      directory: join(directory, "run"),
      mode: "start",
      allowChanged: false,
      facts: {},
      stopRequested: Effect.succeed(false)
    }).pipe(
      Effect.provide(Layer.merge(InstantPolicy.layer(options.update), Layer.succeed(Progress, { report })))
    )
    return { seconds: millis / 1000, groups, waitingShare }
  }).pipe(Effect.scoped)

/** There is no peer that does this work. */
export const orchestration: Benchmark = {
  name: "orchestration",
  description:
    "a training run around a policy that answers at once: 64 groups of 16 a step, four environments",
  run: ({ rounds }) =>
    Effect.gen(function*() {
      const sandbox = yield* Sandbox.Sandbox
      const environments = new Map(
        yield* Effect.forEach(quickstart.environments, (name) =>
          Effect.gen(function*() {
            const { file } = yield* registry.find(name)
            return [name, yield* sandbox.load(file)] as const
          }))
      )
      const rates = yield* alternate(
        rounds,
        (seed) =>
          Effect.map(
            run(environments, { steps: 50, seed, update: 0 }),
            ({ groups, seconds }) => groups / seconds
          ),
        null
      )
      const shares = yield* alternate(
        rounds,
        (seed) =>
          Effect.map(
            run(environments, { steps: 4, seed, update: updateMillis }),
            ({ waitingShare }) => 100 * waitingShare
          ),
        null
      )
      const comparisons: ReadonlyArray<Comparison> = [
        {
          name: "groups drawn, judged and recorded",
          unit: "groups/s",
          better: "more",
          ours: rates.ours,
          peer: null
        },
        {
          name: `learner's waiting beside updates of ${updateMillis} ms`,
          unit: "% of a step",
          better: "less",
          ours: shares.ours,
          peer: null
        }
      ]
      return { comparisons, notes: [] }
    }).pipe(Effect.provide(Sandbox.layer()), orBenchError)
}
