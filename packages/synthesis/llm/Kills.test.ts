/** A process may be killed at any moment: what it has paid for is not asked again. */
import { expect, test } from "bun:test"
import { Effect } from "effect"
import { join } from "node:path"
import * as ReplayServer from "./replay/ReplayServer.ts"
import type { Script } from "./replay/Script.ts"
import { outcomes, temporaryFile, usage } from "./testing/Asking.ts"

const spawn = (...args: ReadonlyArray<string>) =>
  Bun.spawn(["bun", join(import.meta.dir, "testing", "ask.ts"), ...args], {
    stdout: "pipe",
    stderr: "inherit",
    env: { ...process.env, SCALER_LLM_KEY: "" }
  })

const finish = (child: ReturnType<typeof spawn>) =>
  Effect.promise(async () => ({
    lines: (await new Response(child.stdout).text()).trim().split("\n").filter((line) => line !== ""),
    signal: (await child.exited, child.signalCode)
  }))

const script: Script = [1, 2, 3, 4].map((index) => ({
  match: `^Question ${index}$`,
  answers: [{ content: `Reply ${index}`, usage, faults: index === 3 ? [{ kind: "silence" }] : [] }]
}))

const replies = ["Reply 1", "Reply 2", "Reply 3", "Reply 4"]

test(
  "killed with a reply in its hands, and again with a question under way",
  () =>
    Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const server = yield* ReplayServer.start({ script })
      const file = yield* temporaryFile

      expect(yield* finish(spawn(server.url, file, "1"))).toEqual({ lines: [], signal: "SIGKILL" })
      expect(outcomes(server)).toEqual(["reply"])

      const waiting = spawn(server.url, file)
      while (!outcomes(server).includes("silence")) yield* Effect.sleep("5 millis")
      waiting.kill("SIGKILL")
      expect(yield* finish(waiting)).toEqual({ lines: replies.slice(0, 2), signal: "SIGKILL" })
      expect(outcomes(server)).toEqual(["reply", "reply", "silence"])

      const { lines } = yield* finish(spawn(server.url, file))
      expect(lines.slice(0, 4)).toEqual(replies)
      expect(outcomes(server)).toEqual(["reply", "reply", "silence", "reply", "reply"])
      const paid = server.log.filter(({ outcome }) => outcome === "reply").map(({ hash }) => hash)
      expect(new Set(paid).size).toBe(4)

      // The question that was under way may have been paid for in vain.
      expect(JSON.parse(lines[4]!)).toMatchObject({
        calls: 5,
        kept: 2,
        completionTokens: 4 * usage.completionTokens + 8192,
        estimated: true
      })
    }))),
  60_000
)
