/**
 * A run that is killed at twenty random moments and resumed each time ends as one that was left alone: the same
 * weights, rollouts, curriculum events and metrics. Some kills wait for a checkpoint in the making, some for a write
 * to the record.
 *
 * Usage: bun packages/cli/verify/kills.verify.ts [--max-staleness N]
 */
import { fromCoordinates } from "@scaler/dsl/Random"
import type { Outcome } from "@scaler/runtime/run/Progress"
import { recorded } from "@scaler/runtime/testing/testRun"
import { existsSync, mkdtempSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { lastLine, run, start } from "./scaler.ts"

const kills = 20
const folder = mkdtempSync(join(tmpdir(), "scaler-kills-"))
const train = (directory: string, ...more: ReadonlyArray<string>) =>
  [
    "train",
    "smoke",
    "--steps",
    "60",
    "--json",
    "--run-dir",
    directory,
    ...process.argv.slice(2),
    ...more
  ] as const

const whole = join(folder, "whole")
const began = performance.now()
const expected = lastLine<Outcome>(await run(...train(whole)))
const duration = performance.now() - began

const killed = join(folder, "killed")
const random = fromCoordinates("kills", 1)

/** Waits until something is true, at most as long as a run takes; looks every millisecond. */
const until = async (condition: () => boolean) => {
  for (let waited = 0; waited < duration && !condition(); waited++) await Bun.sleep(1)
}
const writtenAt = () => {
  const file = join(killed, "run.sqlite-wal")
  return existsSync(file) ? statSync(file).mtimeMs : 0
}

let done = 0
while (done < kills) {
  const child = start(train(killed, ...(existsSync(join(killed, "run.json")) ? ["--resume"] : [])))
  let ended = false
  void child.exited.then(() => {
    ended = true
  })
  await Bun.sleep(300 + random.below(Math.round(duration / 4)))
  const kind = ["at any moment", "in a checkpoint", "in a write"][done % 3]!
  if (kind === "in a checkpoint") {
    await until(() => ended || existsSync(join(killed, "checkpoints/.unfinished")))
  }
  if (kind === "in a write") {
    const before = writtenAt()
    await until(() => ended || writtenAt() > before)
  }
  if (ended) {
    console.log(`The run ended after ${done} kills`)
    break
  }
  child.kill("SIGKILL")
  await child.exited
  done++
  console.log(`kill ${done}, ${kind}`)
}
const outcome = lastLine<Outcome>(await run(...train(killed, "--resume")))

const same = isDeepStrictEqual(outcome.weights, expected.weights)
  && isDeepStrictEqual(outcome.test, expected.test)
  && isDeepStrictEqual(recorded(killed), recorded(whole))
console.log(
  `${done} kills; weights ${outcome.weights?.last.slice(0, 12)} and ${expected.weights?.last.slice(0, 12)}: ${
    same ? "the same run" : "ANOTHER RUN"
  }`
)
process.exit(same && done === kills ? 0 : 1)
