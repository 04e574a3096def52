/** Needs a PostgreSQL server's programs: `bun run test:postgres`. The other tests leave it out. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect, Either, Layer, Redacted } from "effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as PostgresEngine from "./PostgresEngine.ts"
import * as Log from "./testing/Log.ts"
import * as PostgresServer from "./testing/PostgresServer.ts"
import { exits, start, type Workload, wrote } from "./testing/Process.ts"

const asked = process.env["SCALER_POSTGRES"] === "1"

describe.skipIf(!asked)("workflows in PostgreSQL (only in `bun run test:postgres`)", () => {
  const folder = mkdtempSync(join(tmpdir(), "scaler-durable-"))
  let server: PostgresServer.PostgresServer
  beforeAll(async () => {
    server = await PostgresServer.start()
  }, 60_000)
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true })
  })

  const workload = (name: string, executions: number): Workload => {
    const log = join(folder, `${name}.log`)
    writeFileSync(log, "")
    return { engine: ["postgres", server.database(name)], log, executions }
  }

  test(
    "of two runners one is killed: the other takes over, nothing is lost and nothing done twice",
    async () => {
      const work = workload("killed", 60)
      const killed = start(work)
      const survivor = start(work)
      await Promise.all([wrote(killed, work.log, 20), wrote(survivor, work.log, 20)])
      killed.kill("SIGKILL")
      await killed.exited
      const atKill = Log.read(work.log)
      const ended = await exits(survivor)

      const lines = Log.read(work.log)
      Log.check(lines, ended)
      const of = (runner: typeof killed, among: ReadonlyArray<Log.Line>) =>
        new Set(among.filter(({ process }) => process === `${runner.pid}`).map(({ execution }) => execution))
      expect(of(survivor, atKill).size).toBeGreaterThan(0)
      // What the killed one had begun and not ended, the other went on with.
      const shared = of(killed, lines).intersection(of(survivor, lines))
      expect(shared.size).toBeGreaterThan(0)

      expect(await exits(start(work))).toEqual([...ended])
      expect(Log.read(work.log)).toEqual([...lines])
    },
    180_000
  )

  test("a runner that joins takes executions over and does nothing that was done", async () => {
    const work = workload("joined", 90)
    const first = start(work)
    await wrote(first, work.log, 20)
    const joined = start(work)
    const ended = await Promise.all([exits(first), exits(joined)])

    const lines = Log.read(work.log)
    Log.check(lines, ended[0])
    expect(ended[1]).toEqual([...ended[0]])
    expect(new Set(lines.map(({ process }) => process)).size).toBe(2)
    const given = lines.filter(({ word }) => word === "gave").map(({ activity, execution }) =>
      `${execution} ${activity}`
    )
    expect(given).toEqual([...new Set(given)])
  }, 180_000)

  test("a server that is not there is named", async () => {
    const layer = PostgresEngine.layer({ url: Redacted.make("postgres://scaler:secret@127.0.0.1:1/none") })
    const outcome = await Effect.runPromise(Effect.either(Effect.scoped(Layer.build(layer))))
    const message = Either.isLeft(outcome) ? outcome.left.message : ""
    expect(message).toContain("The PostgreSQL database cannot be used: ")
    expect(message).not.toContain("secret")
  }, 60_000)
})
