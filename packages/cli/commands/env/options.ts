import { Args, Options } from "@effect/cli"
import type { Split } from "@scaler/dsl/Split"

export const json = Options.boolean("json").pipe(Options.withDescription("Print JSON instead of text"))

export const environment = Args.text({ name: "name-or-file" }).pipe(
  Args.withDescription("A name in the registry, or a file whose default export is an environment")
)

export const whole = (name: string, description: string, fallback: number) =>
  Options.integer(name).pipe(Options.withDescription(description), Options.withDefault(fallback))

export const splits: ReadonlyArray<Split> = ["train", "validation", "test"]
