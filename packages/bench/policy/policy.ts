/** The policy against PyTorch on the same processor or card: training steps and sampling of one model on equal weights. */
import { FileSystem } from "@effect/platform"
import { type BackendName, names } from "@scaler/policy/backend/BackendName"
import * as Checkpoint from "@scaler/policy/huggingface/Checkpoint"
import { defaults as loss } from "@scaler/policy/Loss"
import { Policy } from "@scaler/policy/Policy"
import * as Sampling from "@scaler/policy/Sampling"
import { ModelConfig } from "@scaler/policy/tfjs/ModelConfig"
import * as ProcessPolicy from "@scaler/policy/tfjs/ProcessPolicy"
import { endToken } from "@scaler/policy/tokenizer/CharacterTokenizer"
import { Config, Console, Effect, Option, Schema } from "effect"
import { join } from "node:path"
import {
  alternate,
  BenchError,
  type Benchmark,
  type Comparison,
  orBenchError,
  type Settings,
  timed
} from "../Benchmark.ts"
import * as Peer from "../Peer.ts"
import * as Report from "../Report.ts"
import { makeEndless } from "./endless.ts"
import * as PeakMemory from "./PeakMemory.ts"
import { pretrained, requests, rollouts, type Size, sizes } from "./workload.ts"

const script = "pytorch.py"
const optimizer = { beta1: 0.9, beta2: 0.99, weightDecay: 0.01, maxGradientNorm: 1 }
/** So small that both sides' weights stay together over all rounds. */
const learningRate = 1e-6
/**
 * Sequences that PyTorch reads at once on the processor: the fastest of 8, 16, 32, 64 and all, in both sizes of
 * characters. On a card it reads all at once.
 */
const microBatch = 16

const Device = Schema.Struct({ device: Schema.Literal("cpu", "cuda") })
/** Backends beside which PyTorch computes on the card too, where it finds one. */
const cards: ReadonlySet<unknown> = new Set<BackendName>(["tensorflow-gpu", "webgpu"])

/** What PyTorch says of a step. */
const Step = Schema.Struct({
  seconds: Schema.Number,
  loss: Schema.Number,
  surprisal: Schema.Number,
  gradientNorm: Schema.Number
})
const Sampled = Schema.Struct({ seconds: Schema.Number, ended: Schema.Number })

/** Largest |difference| relative to 1 + |value| that float32 in another order explains. */
const tolerance = 1e-3

const requireEqual = (figure: string, ours: number, theirs: number) =>
  Math.abs(ours - theirs) <= tolerance * (1 + Math.abs(theirs))
    ? Effect.void
    : new BenchError({
      message:
        `The two sides do not compute the same: ${figure} is ${ours} here and ${theirs} in PyTorch, on equal weights`
    })

/** PyTorch with the weights of the policy. */
interface Side {
  /** Where it computes. */
  readonly device: typeof Device.Type["device"]
  readonly version: string
  readonly step: (input: unknown) => Effect.Effect<typeof Step.Type, BenchError>
  readonly sample: (input: unknown) => Effect.Effect<typeof Sampled.Type, BenchError>
}

const lists = (arrays: ReadonlyArray<ArrayLike<number>>) => arrays.map((array) => Array.from(array))

/** Seconds of a training step; the two sides' losses and gradients are compared in every round. */
const step = (size: Size, group: number, rounds: number, side: Side | undefined) =>
  Effect.gen(function*() {
    const policy = yield* Policy
    let report = { loss: 0, surprisal: 0, gradientNorm: 0 }
    const ours = (round: number) =>
      Effect.map(
        timed(policy.update(rollouts(size, group, round), {
          learningRate,
          loss,
          temperature: 1,
          maxTokens: size.response
        })),
        ({ seconds, value }) => {
          report = value
          return seconds
        }
      )
    const theirs = side === undefined ? null : (round: number) =>
      Effect.gen(function*() {
        const batch = rollouts(size, group, round)
        const { seconds, ...found } = yield* side.step({
          prompts: lists(batch.map(({ prompt }) => prompt)),
          responses: lists(batch.map(({ response }) => response)),
          logProbs: lists(batch.map(({ logProbs }) => logProbs)),
          advantages: batch.map(({ advantage }) => advantage),
          learningRate,
          clip: loss.clip,
          microBatch: side.device === "cpu" ? microBatch : size.sequences
        })
        for (const figure of ["loss", "surprisal", "gradientNorm"] as const) {
          yield* requireEqual(figure, report[figure], found[figure])
        }
        return seconds
      })
    const values = yield* alternate(rounds, ours, theirs)
    return {
      name: `${size.name}: step of ${size.sequences} responses, ${group} to a prompt`,
      unit: "s",
      better: "less",
      ours: values.ours,
      peer: side === undefined ? null : { name: "PyTorch", version: side.version, values: values.peer },
      must: 1.3,
      aim: 1
    } satisfies Comparison
  })

/** Tokens a second of sampling. */
const sample = (size: Size, sequences: number, group: number, rounds: number, side: Side | undefined) =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const tokens = sequences * size.response
    const rate = (seconds: number, sampled: number) =>
      sampled === tokens || isPretrained(size)
        ? Effect.succeed(sampled / seconds)
        : new BenchError({ message: `${tokens - sampled} tokens were not sampled: a response ended early` })
    const ours = (round: number) =>
      Effect.flatMap(
        timed(policy.sample(requests(size, sequences, group, round), {
          ...Sampling.defaults,
          maxTokens: size.response
        })),
        ({ seconds, value }) =>
          rate(seconds, value.flat().reduce((sum, response) => sum + response.tokens.length, 0))
      )
    const theirs = side === undefined ? null : (round: number) =>
      Effect.flatMap(
        side.sample({
          prompts: requests(size, sequences, group, round).flatMap(({ prompt }) =>
            Array.from({ length: group }, () => Array.from(prompt))
          ),
          tokens: size.response,
          endToken
        }),
        ({ ended, seconds }) => rate(seconds, tokens - (isPretrained(size) ? 0 : ended))
      )
    const values = yield* alternate(rounds, ours, theirs)
    return {
      name: `${size.name}: sampling ${sequences} responses, ${group} to a prompt`,
      unit: "tokens/s",
      better: "more",
      ours: values.ours,
      peer: side === undefined ? null : { name: "PyTorch", version: side.version, values: values.peer },
      must: 1,
      aim: 1.5
    } satisfies Comparison
  })

/** A pretrained model may end a response; the few tokens that are not sampled then are not counted. */
const isPretrained = ({ model }: Size): boolean => "directory" in model

/** The most memory that both sides have held, but for a card's. */
const memory = (size: Size, side: Side | undefined): ReadonlyArray<Comparison> => {
  if (side?.device === "cuda") return []
  const [ours, theirs] = [PeakMemory.ofChild("tfjs/main.ts"), PeakMemory.ofChild(script)]
  if (ours === undefined) return []
  return [{
    name: `${size.name}: peak memory`,
    unit: "MiB",
    better: "less",
    ours: [ours],
    peer: side === undefined || theirs === undefined
      ? null
      : { name: "PyTorch", version: side.version, values: [theirs] },
    must: 1.5,
    aim: 1
  }]
}

const tell = (comparison: Comparison) => Console.error(Report.line(comparison))

/** All comparisons of one size, on weights that both sides read from one file. */
const ofSize = (size: Size, settings: Settings) =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const { rounds } = settings
    const peer = Option.getOrUndefined(yield* Peer.open(settings, join(import.meta.dir, script)))
    const directory = yield* (yield* FileSystem.FileSystem).makeTempDirectoryScoped()
    const file = join(directory, "model.safetensors")
    yield* policy.snapshot(directory)
    if (!isPretrained(size)) {
      yield* Effect.orDieWith(makeEndless(file), (why) => new Error(why))
      yield* policy.restore(directory)
    }
    let side: Side | undefined
    if (peer !== undefined) {
      const { model, name } = size
      const config = "directory" in model
        ? { ...(yield* Checkpoint.open(model.directory)).model, context: model.context }
        : yield* Schema.decode(ModelConfig)(model)
      const { device } = yield* peer.ask(Device, {
        do: "load",
        name,
        config,
        optimizer,
        file,
        threads: policy.info.facts["threads"],
        onCard: cards.has(policy.info.facts["backend"])
      })
      side = {
        version: device === "cpu" ? peer.version : `${peer.version} on ${device}`,
        device,
        step: (input) => peer.ask(Step, { do: "step", name, with: input }),
        sample: (input) => peer.ask(Sampled, { do: "sample", name, with: input })
      }
    }
    return {
      hasPeer: peer !== undefined,
      comparisons: [
        ...yield* Effect.forEach(size.groups, (group) => Effect.tap(step(size, group, rounds, side), tell)),
        ...yield* Effect.forEach(
          size.sampled,
          ([sequences, group]) => Effect.tap(sample(size, sequences, group, rounds, side), tell)
        ),
        ...memory(size, side)
      ]
    }
  })

/** Where the folder of a pretrained model is named, which is measured too. */
const folder = Config.option(Config.string("SCALER_SMOLLM2"))

/** The tensor backend, where it is not the best that works. */
const backend = Config.option(Config.literal(...names)("SCALER_BACKEND"))

/** Ours runs as users have it: in its process, on the best backend, with that backend's threads, which PyTorch gets too. */
export const policy: Benchmark = {
  name: "policy",
  description:
    "training steps, sampling and peak memory of two models, and of the pretrained one in the folder"
    + " SCALER_SMOLLM2, on the backend SCALER_BACKEND, against PyTorch on the same processor, or the same card",
  run: (settings) =>
    Effect.gen(function*() {
      const named = yield* folder
      const chosen = Option.match(yield* backend, { onNone: () => ({}), onSome: (backend) => ({ backend }) })
      const found = yield* Effect.forEach(
        [...sizes, ...yield* Effect.forEach(Option.toArray(named), pretrained)],
        (size) =>
          ofSize(size, settings).pipe(
            Effect.provide(ProcessPolicy.layer({ model: size.model, optimizer, seed: 1, ...chosen })),
            Effect.scoped
          )
      )
      return {
        comparisons: found.flatMap(({ comparisons }) => comparisons),
        notes: found.every(({ hasPeer }) => hasPeer) ? [] : [
          `${settings.python} has no PyTorch to compare with. Add it: ${settings.python} -m pip install torch safetensors`
        ]
      }
    }).pipe(orBenchError)
}
