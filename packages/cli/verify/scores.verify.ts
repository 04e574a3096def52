/**
 * Responses of all kinds to every problem of the benchmarks are judged as they were made to be, and the independent script
 * (packages/evals/verify/score.py) scores them, too: a server on this machine answers with the gold in a box or a sentence,
 * with another problem's gold, with none, or cut off. The script's table shows where Math-Verify and BBEH's authors differ.
 *
 * SCALER_PYTHON names the interpreter that has what the script needs; python3 unless set. EVALUATE is BBEH's script.
 *
 * Usage: bun run verify:scores DATA EVALUATE
 */
import { BunContext } from "@effect/platform-bun"
import { fromCoordinates } from "@scaler/dsl/Random"
import type { Suite } from "@scaler/evals/Suite"
import * as SuiteFile from "@scaler/evals/SuiteFile"
import { suites } from "@scaler/evals/suites/registry"
import * as FinalAnswer from "@scaler/judge/FinalAnswer"
import { Database } from "bun:sqlite"
import { Effect, Option } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "./scaler.ts"

const [data, evaluate] = process.argv.slice(2)
if (data === undefined || evaluate === undefined) {
  throw new Error("Usage: bun run verify:scores DATA EVALUATE")
}

const box = FinalAnswer.box

/** Kinds of responses, and what becomes of each; where a sentence counts is the suite's matter. */
const kinds: ReadonlyArray<
  { readonly say: (gold: string, other: string) => string; readonly isRight: (suite: string) => boolean }
> = [
  { say: (gold) => `We count, and get ${box(gold)}.`, isRight: () => true },
  { say: (gold, other) => `It is ${box(other)}. No, it is\n$${box(gold)}$`, isRight: () => true },
  { say: (gold) => `It is ${box(`$${gold}$`)}`, isRight: () => true },
  {
    say: (gold) => `We count.\n\nThe answer is: ${gold}.`,
    isRight: (suite) => suite === "bbeh" || suite === "mmlu-pro"
  },
  { say: (_, other) => `We count.\n\nThe answer is: ${other}`, isRight: () => false },
  { say: (gold, other) => `It is ${box(gold)}. No, it is ${box(other)}`, isRight: () => false },
  { say: (_, other) => box(other), isRight: () => false },
  { say: (gold) => `We count, and get \\boxed{${gold}`, isRight: () => false },
  { say: () => "We cannot say.", isRight: () => false }
]

interface Asked {
  readonly suite: string
  readonly statement: string
  readonly reply: string
  readonly isRight: boolean
}

const unboxed = (gold: string) => Option.getOrElse(FinalAnswer.extract(gold), () => gold)

const asked = (suite: Suite) =>
  Effect.gen(function*() {
    const problems = yield* SuiteFile.read(suite, yield* SuiteFile.find(suite, data))
    const golds = [...new Set(problems.map(({ gold }) => unboxed(gold)))]
    return problems.map(({ gold, id, statement }): readonly [string, Asked] => {
      const right = unboxed(gold)
      const other = golds[(golds.indexOf(right) + 1) % golds.length]!
      const { isRight, say } = kinds[fromCoordinates("kind", id).below(kinds.length)]!
      return [id, { suite: suite.name, statement, reply: say(right, other), isRight: isRight(suite.name) }]
    })
  })

const names = ["math500", "amc23", "aime24", "mmlu-pro", "bbeh"]
const problems = new Map(
  (await Effect.runPromise(
    Effect.forEach(suites.filter(({ name }) => names.includes(name)), asked).pipe(
      Effect.provide(BunContext.layer)
    )
  )).flat()
)
const replies = new Map([...problems.values()].map(({ reply, statement }) => [statement, reply]))

const server = Bun.serve({
  port: 0,
  fetch: async (request) => {
    const { messages } = await request.json() as {
      readonly messages: ReadonlyArray<{ readonly content: string }>
    }
    const content = replies.get(messages.at(-1)!.content)
    return Response.json({
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }]
    })
  }
})
const folder = mkdtempSync(join(tmpdir(), "scaler-scores-"))
const suite = ["--suite", names.join(","), "--data", data, "--limit", "all"]
const engine = ["--engine", "openai", "--url", `http://127.0.0.1:${server.port}/v1`, "--base-model", "golds"]
console.log(await run("eval", ...suite, ...engine, "--out", folder))
server.stop(true)

const record = join(folder, "eval.sqlite")
const database = new Database(record, { readonly: true })
const verdicts = database.query("SELECT problem, verdict FROM responses").all() as ReadonlyArray<
  { readonly problem: string; readonly verdict: string }
>
database.close()
const otherwise = verdicts.filter(({ problem, verdict }) =>
  problems.get(problem)!.isRight !== (verdict === "accepted")
)
for (const { problem, verdict } of otherwise) console.log(verdict, problems.get(problem))
console.log(`${verdicts.length} responses, ${otherwise.length} judged otherwise than they were made\n`)

const script = `${import.meta.dir}/../../evals/verify/score.py`
const code = await Bun.spawn(
  [process.env["SCALER_PYTHON"] ?? "python3", script, record, data, "--bbeh", evaluate],
  { stdio: ["ignore", "inherit", "inherit"] }
).exited
rmSync(folder, { recursive: true })
process.exit(code === 0 && otherwise.length === 0 && verdicts.length === problems.size ? 0 : 1)
