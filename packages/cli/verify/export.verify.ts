/**
 * An export is read by Hugging Face datasets in both formats, and TRL's GRPO trains on it with our judge as the reward.
 * SCALER_PYTHON names the interpreter that has `datasets`, `trl`, `torch`, `transformers`; python3 unless set. Skipped,
 * and said so, where they are missing.
 *
 * Usage: bun packages/cli/verify/export.verify.ts
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "./scaler.ts"

/** What the Python part exits with where a library is missing. */
const skipped = 77

const python = process.env["SCALER_PYTHON"] ?? "python3"
const folder = mkdtempSync(join(tmpdir(), "scaler-export-"))
const [jsonl, parquet] = [join(folder, "jsonl"), join(folder, "parquet")]
for (const [format, out] of [["jsonl", jsonl], ["parquet", parquet]] as const) {
  const args = [
    "--envs",
    "sum,topological-order,letter-count",
    "--levels",
    "0-3",
    "--count",
    "20",
    "--split",
    "train"
  ]
  await run("env", "export", ...args, "--format", format, "--out", out)
}

const code = Bun.which(python) === null ? skipped : await Bun.spawn(
  [python, join(import.meta.dir, "export.verify.py"), jsonl, parquet],
  {
    env: { ...process.env, SCALER: `'${process.execPath}' '${join(import.meta.dir, "../main.ts")}'` },
    stdio: ["ignore", "inherit", "inherit"]
  }
).exited
rmSync(folder, { recursive: true })
if (code === skipped) {
  console.warn(`skipped: ${python} lacks what this needs; SCALER_PYTHON names another interpreter`)
}
process.exit(code === skipped ? 0 : code)
