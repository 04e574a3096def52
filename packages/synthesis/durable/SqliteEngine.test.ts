import { fromCoordinates } from "@scaler/dsl/Random"
import { afterAll, describe, expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Log from "./testing/Log.ts"
import { exits, start, type Workload, wrote } from "./testing/Process.ts"

const folder = mkdtempSync(join(tmpdir(), "scaler-durable-"))
afterAll(() => rmSync(folder, { recursive: true }))

const workload = (name: string, executions: number): Workload => {
  const log = join(folder, `${name}.log`)
  writeFileSync(log, "")
  return { engine: ["sqlite", join(folder, `${name}.sqlite`)], log, executions }
}

describe("workflows in a file", () => {
  test(
    "killed at any moment, resume after what was done, and are read back once they have ended",
    async () => {
      const work = workload("killed", 12)
      const random = fromCoordinates("kills")
      for (let kill = 0; kill < 15; kill++) {
        const runner = start(work)
        await wrote(runner, work.log, random.below(8))
        await Bun.sleep(random.below(100))
        runner.kill("SIGKILL")
        await runner.exited
      }
      const ended = await exits(start(work))
      const lines = Log.read(work.log)
      Log.check(lines, ended)
      expect(new Set(lines.map(({ process }) => process)).size).toBeGreaterThan(5)

      expect(await exits(start(work))).toEqual([...ended])
      expect(Log.read(work.log)).toEqual([...lines])
    },
    120_000
  )

  test("told to end, end at once and resume", async () => {
    const work = workload("interrupted", 6)
    for (const lines of [3, 7]) {
      const runner = start(work)
      await wrote(runner, work.log, lines)
      const at = performance.now()
      runner.kill("SIGINT")
      await runner.exited
      expect(performance.now() - at).toBeLessThan(5000)
    }
    const ended = await exits(start(work))
    Log.check(Log.read(work.log), ended)
  }, 60_000)

  test("are run by one process at a time", async () => {
    const work = workload("shared", 6)
    const first = start(work)
    await wrote(first, work.log, 1)
    first.kill("SIGSTOP")
    const second = start(work)
    expect(await second.exited).not.toBe(0)
    expect(await new Response(second.stdout).text() + await new Response(second.stderr).text())
      .toMatch(/EngineError: The workflows in .*shared\.sqlite cannot be run: database is locked/)
    first.kill("SIGCONT")
    const ended = await exits(first)
    Log.check(Log.read(work.log), ended)
  }, 60_000)
})
