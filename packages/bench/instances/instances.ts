/**
 * Instances a second of processor time: ours as a training run draws them, against reasoning-gym's.
 *
 * Ours are drawn until they belong to the training split, stated and solved in a sandboxed process, and decoded and
 * validated in this one. What both use is counted, wherever it runs, and all are kept on one core: then neither a
 * second core nor other work on the machine shows in the figures.
 */
import type { Split } from "@scaler/dsl/Split"
import { registry } from "@scaler/envs/registry"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either, Option, Schema } from "effect"
import { alternate, type Benchmark, type Comparison, orBenchError } from "../Benchmark.ts"
import * as Peer from "../Peer.ts"
import { processorTime } from "../ProcessTree.ts"
import { onOneCore } from "./OneCore.ts"
import { type Task, tasks } from "./tasks.ts"

/** How long a round draws, in seconds. */
const seconds = 0.6

/** Rounds of each environment before any that is measured: engines compile what they see often. */
const warmUps = 4

/** Instances a call, as somebody draws who writes a data set. */
const size = 256

interface Way {
  readonly name: string
  readonly split?: Split
  readonly bounds?: { readonly must: number; readonly aim: number }
}

/**
 * The peer keeps no instances back for evaluation, and of ours two in five are drawn in vain for that: without it, the
 * work is the same.
 */
const ways: ReadonlyArray<Way> = [
  { name: "for training", split: "train", bounds: { must: 5, aim: 10 } },
  { name: "of any split" }
]

/** Draws for a round, and gives instances a second. Rounds with different seeds draw different ones. */
const draw = (
  environment: SandboxedEnvironment,
  { level }: Task,
  { split }: Way,
  seed: number
) =>
  Effect.gen(function*() {
    let index = 0
    const began = performance.now()
    const before = processorTime()
    while (performance.now() - began < seconds * 1000) {
      const requests = Array.from(
        { length: size },
        () => ({ level, seed, index: index++, ...(split === undefined ? {} : { split }) })
      )
      for (const result of yield* environment.draw(requests)) {
        if (Either.isLeft(result)) return yield* result.left
      }
    }
    return index / (processorTime() - before)
  })

const drawPeer = (peer: Peer.Peer, { dataset, parameters }: Task, seed: number) =>
  peer.ask(Schema.Number, { dataset, parameters, seconds, seed })

const compare = (task: Task, rounds: number, peer: Peer.Peer | undefined) =>
  Effect.gen(function*() {
    const { file } = registry.entries.find(({ name }) => name === task.environment)!
    const environment = yield* (yield* Sandbox.Sandbox).load(file)
    for (let round = 0; round < warmUps; round++) yield* draw(environment, task, ways[0]!, -1 - round)
    return yield* Effect.forEach(ways, (way) =>
      Effect.map(
        alternate(
          rounds,
          (round) => draw(environment, task, way, round),
          peer === undefined ? null : (round) => drawPeer(peer, task, round)
        ),
        (values): Comparison => ({
          name: `${task.environment} ${way.name}`,
          unit: "instances/s",
          better: "more",
          ours: values.ours,
          peer: peer === undefined
            ? null
            : { name: "reasoning-gym", version: peer.version, values: values.peer },
          ...way.bounds
        })
      ))
  })

export const instances: Benchmark = {
  name: "instances",
  description: "instances a second on one core, through the sandbox, against reasoning-gym",
  run: (settings) =>
    orBenchError(
      Effect.gen(function*() {
        yield* onOneCore
        const peer = Option.getOrUndefined(
          yield* Peer.open(settings, `${import.meta.dir}/reasoning_gym_peer.py`)
        )
        const comparisons = yield* Effect.forEach(tasks, (task) => compare(task, settings.rounds, peer)).pipe(
          Effect.provide(Sandbox.layer())
        )
        return {
          comparisons: comparisons.flat(),
          notes: peer === undefined
            ? [
              `${settings.python} has no reasoning-gym to compare with. Add it: ${settings.python} -m pip install reasoning-gym`
            ]
            : []
        }
      })
    )
}
