import { expect, test } from "bun:test"
import { Effect } from "effect"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { question } from "../testing/Asking.ts"
import * as ReplayServer from "./ReplayServer.ts"
import type { Script } from "./Script.ts"

const post = (url: string, ...texts: ReadonlyArray<string>) =>
  fetch(`${url}/chat/completions`, {
    method: "POST",
    body: JSON.stringify({
      model: "tiny",
      max_tokens: 10,
      messages: texts.map((content) => question(content).messages[0])
    })
  })

const content = async (response: Response) =>
  ((await response.json()) as { choices: [{ message: { content: string } }] }).choices[0].message.content

const script: Script = [
  {
    match: "heaps.*environment",
    answers: [{ content: "A" }, { content: "B", faults: [{ kind: "status", status: 500 }] }]
  },
  {
    match: "says",
    within: "heaps",
    answers: [{ content: "C", usage: { promptTokens: 3, completionTokens: 2 } }]
  },
  { match: "says", answers: [{ content: "D", usage: null }] }
]

const serving = (use: (url: string, log: ReadonlyArray<ReplayServer.Logged>) => Promise<void>) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(ReplayServer.start({ script }), ({ log, url }) => Effect.promise(() => use(url, log)))
    )
  )

test("answers are given in turn, the same to the same request", () =>
  serving(async (url, log) => {
    expect(await content(await post(url, "heaps:\nwrite the environment"))).toBe("A")
    const second = () => post(url, "heaps:\nwrite the environment again")
    expect((await second()).status).toBe(500)
    expect(await content(await post(url, "heaps:\nwrite the environment"))).toBe("A")
    expect(await content(await second())).toBe("B")
    const third = await post(url, "heaps: environment")
    expect([third.status, await third.text()]).toEqual([400, expect.stringContaining("heaps: environment")])
    expect(log.map(({ outcome }) => outcome)).toEqual(["reply", "status", "reply", "reply", "unmatched"])
    expect(log.filter(({ hash }) => hash === log[0]!.hash).length).toBe(2)
  }))

test("the rest of a conversation may tell whose answer it is", () =>
  serving(async (url, log) => {
    expect(await content(await post(url, "heaps: environment", "the compiler says no"))).toBe("C")
    expect(await content(await post(url, "stacks: environment", "the compiler says no"))).toBe("D")
    expect(log.map(({ usage }) => usage)).toEqual([{ promptTokens: 3, completionTokens: 2 }, null])
  }))

test("what is no question is refused", () =>
  serving(async (url) => {
    expect((await fetch(`${url}/models`)).status).toBe(404)
    const response = await fetch(`${url}/chat/completions`, { method: "POST", body: "{}" })
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("messages")])
  }))

test("a process of its own serves a file, and writes down what it was asked before it answers", async () => {
  const folder = mkdtempSync(join(tmpdir(), "scaler-replay-"))
  const [replies, log] = [join(folder, "replies.json"), join(folder, "log.jsonl")] as const
  writeFileSync(replies, JSON.stringify(script))
  const child = Bun.spawn(["bun", join(import.meta.dir, "main.ts"), "--replies", replies, "--log", log], {
    stdout: "pipe",
    stderr: "inherit"
  })
  const { value } = await child.stdout.getReader().read()
  const url = new TextDecoder().decode(value).trim()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
  expect(await content(await post(url, "heaps: environment"))).toBe("A")
  child.kill("SIGKILL")
  await child.exited
  const lines = readFileSync(log, "utf8").trim().split("\n").map((line) => JSON.parse(line) as unknown)
  expect(lines).toEqual([{
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    outcome: "reply",
    usage: { promptTokens: expect.any(Number), completionTokens: 1 }
  }])
  rmSync(folder, { recursive: true })
}, 60_000)

test("a script that is none is refused by the place of its fault", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "scaler-replay-")), "replies.json")
  writeFileSync(file, JSON.stringify([{ match: "(", answers: [] }]))
  const child = Bun.spawn(["bun", join(import.meta.dir, "main.ts"), "--replies", file], { stderr: "pipe" })
  expect(await new Response(child.stderr).text()).toContain("[\"match\"]")
  expect(await child.exited).not.toBe(0)
}, 60_000)
