/** Memory of a long run: at most 3 GiB over all its processes, and less than 50 MiB more at step 1000 than at step 200. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { residentMiB } from "../Processes.ts"
import { start } from "./scaler.ts"

const directory = join(mkdtempSync(join(tmpdir(), "scaler-memory-")), "run")
const child = start([
  "train",
  "quickstart",
  "--json",
  "--steps",
  "1000",
  "--warmup-steps",
  "20",
  "--run-dir",
  directory
])
const errors = child.stderr.text()
const samples: Array<{ readonly step: number; readonly resident: number }> = []
let step = 0
let peak = 0
let running = true

const watching = (async () => {
  while (running) {
    const resident = residentMiB(child.pid)
    peak = Math.max(peak, resident)
    samples.push({ step, resident })
    await Bun.sleep(500)
  }
})()

let rest = ""
for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + chunk).split("\n")
  rest = lines.pop()!
  for (const line of lines) {
    const seen = JSON.parse(line) as { readonly phase?: string; readonly step?: number }
    if (seen.phase === "training" && seen.step !== undefined) step = seen.step
  }
}
const code = await child.exited
running = false
await watching
if (code !== 0) throw new Error(`The run ended with ${code}: ${(await errors).slice(-2000)}`)

/** Median over a window of steps: one sample may fall on an evaluation or just before a collection. */
const around = (center: number) => {
  const near = samples.filter((sample) => Math.abs(sample.step - center) <= 40).map(({ resident }) =>
    resident
  ).sort((
    a,
    b
  ) => a - b)
  return near[Math.floor(near.length / 2)]!
}
const growth = around(960) - around(200)
console.log(
  `peak ${peak.toFixed(0)} MiB; ${around(200).toFixed(0)} MiB at step 200, ${
    around(960).toFixed(0)
  } MiB at the end:`
    + ` growth ${growth.toFixed(0)} MiB`
)
process.exit(peak <= 3072 && growth < 50 ? 0 : 1)
