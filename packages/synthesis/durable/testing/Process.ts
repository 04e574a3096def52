/** Runners as processes. */
import { join } from "node:path"
import type { Exit } from "./Log.ts"
import * as Log from "./Log.ts"

export interface Workload {
  readonly engine: readonly ["sqlite" | "postgres", string]
  readonly log: string
  readonly executions: number
}

export const start = ({ engine, executions, log }: Workload) =>
  Bun.spawn(
    [
      process.execPath,
      join(import.meta.dir, "runner.ts"),
      ...engine,
      "--log",
      log,
      "--executions",
      `${executions}`
    ],
    { stdout: "pipe", stderr: "pipe" }
  )
export type Runner = ReturnType<typeof start>

/** Waits until a runner has written so many lines, or has ended. */
export const wrote = async (runner: Runner, log: string, lines: number): Promise<void> => {
  const own = () => Log.read(log).filter(({ process }) => process === `${runner.pid}`).length
  while (runner.exitCode === null && runner.signalCode === null && own() < lines) await Bun.sleep(5)
}

/** The exits that a runner prints when all executions have ended. */
export const exits = async (runner: Runner): Promise<ReadonlyArray<Exit>> => {
  const [out, errors] = await Promise.all([
    new Response(runner.stdout).text(),
    new Response(runner.stderr).text()
  ])
  if (await runner.exited !== 0) throw new Error(`The runner failed: ${errors}${out}`)
  return JSON.parse(out.trimEnd().split("\n").at(-1)!) as ReadonlyArray<Exit>
}
