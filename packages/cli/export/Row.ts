/** One row of an exported dataset, in the columns that verl and TRL read. */
import type { Drawn, DrawRequest } from "@scaler/dsl/Runnable"
import type { Split } from "@scaler/dsl/Split"
import { systemPrompt, writeAnswer } from "@scaler/runtime/rollout/Prompt"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"

export interface Row {
  /** Chat messages. */
  readonly prompt: ReadonlyArray<{ readonly role: "system" | "user"; readonly content: string }>
  readonly data_source: string
  /** What one has to be able to do. */
  readonly ability: string
  /** `ground_truth` is the answer as a person writes it. */
  readonly reward_model: { readonly style: "rule"; readonly ground_truth: string }
  /**
   * Everything that draws the row again, (environment, seed, level, index, split), and that judges a response to it.
   * `scale`, `instance` and `gold` are JSON, so that every row has the same columns.
   */
  readonly extra_info: {
    readonly split: Split
    /** Of the draw: those between two rows' were instances that had been drawn before. */
    readonly index: number
    /** The name or file that it was asked for by. */
    readonly environment: string
    /** Hash of the environment's manifest: equal hashes draw equal instances. */
    readonly version: string
    readonly level: number
    readonly seed: number
    readonly scale: string
    readonly instance: string
    readonly gold: string
  }
}

/** Where a row comes from. */
export interface Origin extends DrawRequest {
  readonly seed: number
  readonly split: Split
}

/** The row of a drawn instance. */
export const make = (
  nameOrFile: string,
  { manifest }: SandboxedEnvironment,
  { index, level, seed, split }: Origin,
  { gold, instance, statement }: Drawn
): Row => ({
  prompt: [{ role: "system", content: systemPrompt }, { role: "user", content: statement }],
  data_source: `scaler/${manifest.name}`,
  ability: manifest.skill,
  reward_model: { style: "rule", ground_truth: writeAnswer(gold) },
  extra_info: {
    split,
    index,
    environment: nameOrFile,
    version: manifest.hash,
    level,
    seed,
    scale: JSON.stringify(manifest.ladder[level]),
    instance: JSON.stringify(instance),
    gold: JSON.stringify(gold)
  }
})
