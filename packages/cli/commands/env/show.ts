import { Command } from "@effect/cli"
import { plainPrompt } from "@scaler/policy/tokenizer/Tokenizer"
import * as Levels from "@scaler/runtime/rollout/Levels"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import { load } from "../../Environments.ts"
import { printJson, printLines } from "../../Output.ts"
import { pool } from "../../Pools.ts"
import { sandbox, sandboxed } from "../../Sandboxing.ts"
import { environment, json } from "./options.ts"

/** Characters of the longest prompt that was probed at a level; null where a draw fails. */
const promptLength = (environment: SandboxedEnvironment, level: number) =>
  Levels.statements(environment, level).pipe(
    Effect.map((statements) => Math.max(...statements.map((statement) => plainPrompt(statement).length))),
    Effect.catchIf(
      (error) => error._tag === "EnvironmentDefect" || error.reason !== "Unavailable",
      () => Effect.succeed(null)
    )
  )

export const show = Command.make("show", {
  environment,
  pool,
  sandbox,
  json
}, ({ environment, json }) =>
  Effect.gen(function*() {
    const loaded = yield* load(environment)
    const { manifest } = loaded
    const lengths = yield* Effect.forEach(manifest.ladder, (_, level) => promptLength(loaded, level))
    if (json) return yield* printJson({ ...manifest, promptLengths: lengths })
    const first = manifest.ladder[0]
    const last = manifest.ladder.at(-1)
    yield* printLines(
      [
        `${manifest.name}  (${manifest.tags.join(", ")})`,
        `skill       ${manifest.skill}`,
        `source      ${manifest.source}`,
        `answer      ${JSON.stringify(manifest.answer)}${
          manifest.hasCheck ? ", judged by its own checker" : ""
        }`,
        `levels      ${manifest.ladder.length}, from ${JSON.stringify(first)} to ${JSON.stringify(last)}`,
        `prompts     ${lengths.map((length) => length ?? "–").join(" ")}`,
        `            characters of the longest of ${Levels.probes}, level by level, – where drawing fails;`,
        "            a recipe's rollout.maxPromptTokens ends the levels, and the quickstart's tokens are characters",
        `brute force ${
          manifest.bruteUpTo === undefined ? "none" : `up to ${JSON.stringify(manifest.bruteUpTo)}`
        }`,
        `properties  ${manifest.properties.join("; ") || "none"}`,
        `artifact    ${manifest.flavour}, ${manifest.hash}`
      ]
    )
  })).pipe(
    Command.withDescription("What an environment declares, and its ladder of levels"),
    sandboxed
  )
