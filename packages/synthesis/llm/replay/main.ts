/** `bun packages/synthesis/llm/replay/main.ts --replies FILE.json [--port N] [--log FILE]` serves, and prints its address. */
import { Effect, Schema } from "effect"
import { parseArgs } from "node:util"
import * as ReplayServer from "./ReplayServer.ts"
import { Script } from "./Script.ts"

const { values } = parseArgs({
  options: { replies: { type: "string" }, port: { type: "string", default: "0" }, log: { type: "string" } }
})

const serve = Effect.gen(function*() {
  if (values.replies === undefined) return yield* Effect.dieMessage("--replies FILE.json is missing")
  const file = Bun.file(values.replies)
  const script = yield* Schema.decode(Schema.parseJson(Script))(yield* Effect.promise(() => file.text()))
  const { url } = yield* ReplayServer.start({
    script,
    port: Number(values.port),
    ...values.log !== undefined && { logFile: values.log }
  })
  yield* Effect.sync(() => console.log(url))
  return yield* Effect.never
})

await Effect.runPromise(Effect.scoped(serve))
