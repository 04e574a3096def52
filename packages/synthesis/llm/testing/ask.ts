/**
 * `bun ask.ts URL FILE [LAST]` asks questions 1, 2 and so on with the replies in FILE, writes each reply's first word to
 * standard output, and kills itself with the reply to LAST in its hands.
 */
import { Effect } from "effect"
import * as Client from "../Client.ts"
import { Llm } from "../Llm.ts"

const [url = "", file = "", last] = process.argv.slice(2)

const ask = Effect.gen(function*() {
  const llm = yield* Llm
  for (const index of [1, 2, 3, 4]) {
    const { content } = yield* llm.complete({ messages: [{ role: "user", content: `Question ${index}` }] })
    if (String(index) === last) process.kill(process.pid, "SIGKILL")
    console.log(content)
  }
  console.log(JSON.stringify(yield* llm.spent))
})

await Effect.runPromise(Effect.provide(ask, Client.layer({ url, model: "tiny", file })))
