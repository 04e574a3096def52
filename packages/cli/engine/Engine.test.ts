/** Engines as users of the command line meet them. */
import * as ChatServer from "@scaler/policy/openai/testing/LoopbackServer"
import * as Dialect from "@scaler/policy/tinker/Dialect"
import * as LoopbackServer from "@scaler/policy/tinker/testing/LoopbackServer"
import { recipes } from "@scaler/recipes/registry"
import type { Outcome } from "@scaler/runtime/run/Progress"
import * as Recipe from "@scaler/runtime/run/Recipe"
import { expect, test } from "bun:test"
import { Effect, Option } from "effect"
import { mkdtempSync, readdirSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import type { Plan } from "../summary/plan.ts"
import { jsonLines, lastLine, outcome as scaler } from "../verify/scaler.ts"
import * as Engine from "./Engine.ts"

const seconds = 1000
const key = "a-key-that-nobody-may-read"
/** Some 430 tokens, with Qwen's chat template. */
const tokenizer = resolve(import.meta.dir, "../../policy/huggingface/golden/tokenizers/qwen")

/** Small in size, and in nothing else. */
const small = [
  "rollout.prompts=2",
  "rollout.maxTokens=3",
  "rollout.maxPromptTokens=1000",
  "model.context=1003",
  "warmup.examples=2",
  "evaluation={\"every\":2,\"levels\":[0],\"instances\":2}",
  "checkpoints.every=1"
].flatMap((setting) => ["--set", setting])

/** The base model on a loopback server. */
const onTinker = (url: string): ReadonlyArray<string> => [
  "--engine",
  "tinker",
  "--url",
  url,
  "--base-model",
  "tiny",
  "--tokenizer",
  tokenizer,
  "--sandbox",
  "none",
  "--json"
]

/** A run of a few steps, in a new directory. */
const train = (url: string, recipe: string, ...more: ReadonlyArray<string>) => {
  const directory = join(mkdtempSync(join(tmpdir(), "scaler-engine-")), "run")
  const args = [
    "train",
    recipe,
    ...onTinker(url),
    "--lora-rank",
    "4",
    "--run-dir",
    directory,
    ...small,
    ...more
  ]
  return {
    directory,
    go: (...others: ReadonlyArray<string>) => Effect.promise(() => scaler([...args, ...others]))
  }
}

/** What `scaler eval --json` says, the last suite being all levels together. */
interface Measured {
  readonly suites: ReadonlyArray<
    { readonly metrics: { readonly problems: number; readonly accuracy: { readonly mean: number } } }
  >
}

const onServer = <A>(
  options: LoopbackServer.Options,
  use: (server: LoopbackServer.LoopbackServer) => Effect.Effect<A>
): Promise<A> =>
  Effect.runPromise(
    Effect.scoped(Effect.flatMap(LoopbackServer.start({ vocabulary: 430, polls: 1, ...options }), use))
  )

test(
  "a recipe is trained on a Tinker server, goes on from its checkpoint, and is measured there",
  async () => {
    process.env["TINKER_API_KEY"] = key
    const { directory, losses, measured, outcomes, url } = await onServer(
      {},
      (server) =>
        Effect.gen(function*() {
          const { directory, go } = train(server.url, "smoke", "--warmup-steps", "1")
          const outcomes = [yield* go("--steps", "1"), yield* go("--steps", "2", "--resume")]
          const checkpoint = join(directory, "checkpoints", "step-000000")
          const measured = yield* Effect.promise(() =>
            scaler([
              "eval",
              "--suite",
              "recipe:smoke",
              "--out",
              join(directory, "eval"),
              ...onTinker(server.url),
              "--lora-rank",
              "4",
              ...small,
              "--from-checkpoint",
              checkpoint
            ])
          )
          return { directory, losses: server.engine.losses.length, measured, outcomes, url: server.url }
        })
    ).finally(() => delete process.env["TINKER_API_KEY"])
    for (const { code, errors } of outcomes) expect(code, errors).toBe(0)
    expect(lastLine<unknown>(outcomes[1]!.output)).toMatchObject({
      status: "finished",
      position: { phase: "training", step: 2 }
    })
    expect(jsonLines(outcomes[1]!.output).filter(({ phase }) => phase === "warmup")).toEqual([])
    expect(losses).toBeGreaterThan(0)
    const { afterWarmup, instances } = lastLine<Outcome>(outcomes[1]!.output).test!
    expect(measured.code, measured.errors).toBe(0)
    const { metrics } = lastLine<Measured>(measured.output).suites.at(-1)!
    expect({ macro: metrics.accuracy.mean, instances: metrics.problems }).toEqual({
      macro: afterWarmup!,
      instances
    })

    const { facts } = JSON.parse(readFileSync(join(directory, "run.json"), "utf8"))
    expect(facts).toMatchObject({ engine: "tinker", url, "base model": "tiny", "lora rank": 4 })
    expect(facts.tokenizer).toMatch(/^[0-9a-f]{64}$/)
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile()
    )
    expect(files.length).toBeGreaterThan(5)
    for (const { name, parentPath } of files) {
      expect(readFileSync(join(parentPath, name)).includes(key), name).toBe(false)
    }
  },
  300 * seconds
)

test("what a server does not do is refused by the field's name before anything starts", async () => {
  const refused = await onServer({ dialect: Dialect.skyrl }, ({ log, url }) =>
    Effect.gen(function*() {
      const { directory, go } = train(url, "smoke")
      const local = yield* go("--set", "loss.clip.dual=10", "--set", "rollout.sampling.minP=0.1")
      const requests = log.length
      const remote = yield* go("--max-staleness", "1")
      return { directory, local, requests, remote }
    }))
  expect(refused.local.code).toBe(1)
  expect(refused.local.errors).toMatch(/loss\.clip\.dual must be null.*rollout\.sampling\.minP must be 0/)
  expect(refused.requests).toBe(0)
  expect(refused.remote.errors).toMatch(
    /optimizer\.maxGradientNorm must be null.*rollout\.maxStaleness must be 0/
  )
  expect(() => readdirSync(refused.directory)).toThrow()
}, 120 * seconds)

test("the recipe of Qwen3 is trained on a Tinker server, as it is but for its size", async () => {
  const environments = ["sum", "sorting", "shortest-path-length"].flatMap((name) => ["--env", name])
  const { plan, trained } = await onServer({}, ({ url }) =>
    Effect.gen(function*() {
      const { go } = train(url, "qwen3-1.7b", ...environments)
      return { plan: yield* go("--dry-run"), trained: yield* go("--steps", "2") }
    }))
  const { levels, plan: { training }, recipe } = lastLine<
    { levels: object; plan: Plan; recipe: Recipe.Recipe }
  >(plan.output)
  expect(levels).toMatchObject({ sum: 30, sorting: 30, "shortest-path-length": expect.any(Number) as number })
  expect(training).toMatchObject({ steps: 400, groups: 800, rollouts: 6400, responseTokens: 19_200 })
  expect(recipe).toMatchObject({
    optimizer: { maxGradientNorm: 1 },
    reward: { refused: -1 },
    loss: { surrogate: "ppo" }
  })
  expect(trained.code, trained.errors).toBe(0)
  expect(lastLine<unknown>(trained.output)).toMatchObject({ status: "finished", position: { step: 2 } })
}, 300 * seconds)

test("a server of chat completions is measured on a recipe's environments", async () => {
  const { code, errors, output } = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const { url } = yield* ChatServer.start()
    const args = [
      "eval",
      "--suite",
      "recipe:smoke:validation",
      "--out",
      join(mkdtempSync(join(tmpdir(), "scaler-engine-")), "eval"),
      "--engine",
      "openai",
      "--url",
      url,
      "--base-model",
      "tiny",
      "--json",
      ...small
    ]
    return yield* Effect.promise(() => scaler(args))
  })))
  expect(code, errors).toBe(0)
  expect(lastLine<unknown>(output)).toMatchObject({
    model: { engine: "openai", "base model": "tiny" },
    suites: [
      { suite: "env:comparison@0:validation", metrics: { problems: 2 } },
      { suite: "env:parity@0:validation", metrics: { problems: 2 } },
      { suite: "env:", metrics: { problems: 4 } }
    ]
  })
}, 120 * seconds)

test("errors of the command line say what to do", async () => {
  const nothing = { url: Option.none(), baseModel: Option.none(), tokenizer: Option.none() }
  const refused = async (given: Partial<Engine.Given>) => {
    const all = {
      engine: "embedded" as const,
      loraRank: Option.none(),
      backend: Option.none(),
      ...nothing,
      ...given
    }
    const recipe = await Effect.runPromise(Recipe.decode(recipes.smoke))
    return (await Effect.runPromise(Effect.flip(Engine.policy(recipe, all)))).message
  }
  const url = Option.some("http://127.0.0.1:1")
  expect(await refused({ engine: "tinker", url })).toContain("--base-model NAME")
  expect(await refused({ url })).toContain("--engine embedded does not go with --url")
  expect(await refused({ engine: "openai" })).toMatch(/--engine embedded or --engine tinker/)
})
