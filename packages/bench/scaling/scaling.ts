/** What a training run of a large model on other machines asks of this one. */
import { registry } from "@scaler/envs/registry"
import * as FolderTokenizer from "@scaler/policy/huggingface/FolderTokenizer"
import { systemPrompt } from "@scaler/runtime/rollout/Prompt"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import { Effect } from "effect"
import { join } from "node:path"
import { type Benchmark, type Comparison, orBenchError } from "../Benchmark.ts"
import { measure } from "./MeasuredRun.ts"
import type { Figures } from "./Meter.ts"
import * as Recording from "./Recording.ts"
import * as Wire from "./Wire.ts"

/** More rollouts a second than eight GPUs come to with 4 billion weights: docs/scaling.md has the arithmetic. */
const asked = 160

const inFlight = [64, 256, 1024, 4096] as const

/** How long each load is measured, in seconds: at the rate that is asked for, and at the largest there is. */
const seconds = { asked: 8, most: 4 }

/** Processes of environments, as in training. */
const maxChildren = 64

/** Qwen's way of dividing text and its template, with few merges: what differs from Qwen's are lengths of tokens. */
const tokenizerFolder = join(import.meta.dir, "../../policy/huggingface/golden/tokenizers/qwen")

/** Percent of two cores. */
const share = ({ seconds, usage }: Figures): number => (100 * usage.all) / (2 * seconds)

const header = [
  "in flight",
  "asked, rollouts/s",
  "rollouts/s",
  "instances/s",
  "judgements/s",
  "decisions/s",
  "two cores, %",
  "of it this process, %",
  "ms of a core per rollout",
  "event loop p99, ms",
  "MiB, all",
  "MiB, this process"
]

const row = (load: number, rate: number, figures: Figures): ReadonlyArray<string> => {
  const { decisions, delay, instances, rollouts, seconds, usage } = figures
  const perSecond = (count: number) => (count / seconds).toFixed(count / seconds < 100 ? 1 : 0)
  return [
    String(load),
    rate === Infinity ? "all at once" : String(rate),
    perSecond(rollouts),
    perSecond(instances),
    perSecond(rollouts),
    perSecond(decisions),
    share(figures).toFixed(1),
    ((100 * usage.own) / (2 * seconds)).toFixed(1),
    ((1000 * usage.all) / rollouts).toFixed(2),
    delay.p99.toFixed(0),
    usage.allPeak.toFixed(0),
    usage.ownPeak.toFixed(0)
  ]
}

const markdown = (rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")

/** There is no peer that does this work. One pass, however many rounds are asked for. */
export const scaling: Benchmark = {
  name: "scaling",
  description:
    `a training run around recorded responses, ${asked} a second and as fast as it goes, in one pass`,
  run: () =>
    Effect.gen(function*() {
      const sandbox = yield* Sandbox.Sandbox
      const environments = new Map(
        yield* Effect.forEach(registry.entries, ({ file, name }) =>
          Effect.map(sandbox.load(file), (environment) => [name, environment] as const))
      )
      const tokenizer = yield* FolderTokenizer.openAlone(tokenizerFolder, systemPrompt)
      const recording = yield* Recording.make(tokenizer)
      const wire = yield* Wire.measure(recording)
      const stage = { environments, tokenizer, recording }
      const rows: Array<ReadonlyArray<string>> = []
      const comparisons: Array<Comparison> = [
        {
          name: "Tinker protocol, sampling",
          unit: "ms of a core per rollout",
          better: "less",
          ours: [wire.reading],
          peer: null
        },
        {
          name: "Tinker protocol, updating",
          unit: "ms of a core per rollout",
          better: "less",
          ours: [wire.updating],
          peer: null
        }
      ]
      const all: Array<Figures> = []
      for (const load of inFlight) {
        const most = yield* measure(stage, { inFlight: load, rate: Infinity, seconds: seconds.most })
        const paced = yield* measure(stage, { inFlight: load, rate: asked, seconds: seconds.asked })
        rows.push(row(load, asked, paced), row(load, Infinity, most))
        all.push(most, paced)
        comparisons.push(
          {
            name: `${load} in flight, ${asked} rollouts/s`,
            unit: "% of two cores",
            better: "less",
            ours: [share(paced)],
            peer: null
          },
          {
            name: `${load} in flight, all at once`,
            unit: "rollouts/s",
            better: "more",
            ours: [most.rollouts / most.seconds],
            peer: null
          }
        )
      }
      const sum = (of: (figures: Figures) => number) =>
        all.reduce((total, figures) => total + of(figures), 0)
      const rollouts = sum((figures) => figures.rollouts)
      return {
        comparisons,
        notes: [
          markdown(rows),
          `${environments.size} environments; responses of ${
            Math.round(sum(({ tokens }) => tokens) / rollouts)
          } tokens on average, ${
            (100 * sum(({ accuracy, rollouts }) => accuracy * rollouts) / rollouts).toFixed(0)
          } % of them right; ${sum(({ defects }) => defects)} defects`
        ]
      }
    }).pipe(Effect.provide(Sandbox.layer({ maxChildren })), orBenchError)
}
