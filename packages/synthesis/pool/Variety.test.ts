import { layer } from "@scaler/sandbox/native/Native"
import { expect } from "bun:test"
import { Effect } from "effect"
import { nativeTest } from "../testing/nativeTest.ts"
import * as Levels from "./Levels.ts"
import { entry, generator } from "./testing.ts"
import { withoutMonotony } from "./Variety.ts"

/** At `n` it has 10ⁿ instances. */
const digits = generator(`    x = random.randrange(10 ** scale["n"])
    return f"{x}\\n", {"x": x}`)

nativeTest("levels begin where there are instances enough", async () => {
  const some = entry({ generator: digits })
  const ladder = Levels.derived(some)
  expect(ladder[0]).toEqual({ n: 1 })
  const varied = await Effect.runPromise(Effect.provide(withoutMonotony(some, ladder), layer()))
  expect(varied).toEqual([{ n: 3 }, ...ladder.slice(3)])
})

nativeTest("an environment whose every level has the same few instances is rejected", async () => {
  const coin = entry({
    generator: generator("    x = random.randrange(2)\n    return f\"{x}\\n\", {\"x\": x}")
  })
  const result = Effect.flip(withoutMonotony(coin, Levels.derived(coin)))
  expect(await Effect.runPromise(Effect.provide(result, layer()))).toMatchObject({ stage: "diversity" })
})
