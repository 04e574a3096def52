/** The way without anything kept: a fresh Python for the instance, and a fresh g++ or Python for the answer, unconfined. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Cost } from "./cost.ts"
import type { Entry } from "./entries.ts"

/** Processor time that children have taken, in seconds. */
const run = (cmd: ReadonlyArray<string>, stdin: string) => {
  const { exitCode, resourceUsage, stderr, stdout } = Bun.spawnSync({
    cmd: [...cmd],
    stdin: Buffer.from(stdin)
  })
  if (exitCode !== 0) throw new Error(`${cmd[0]} failed: ${stderr.toString().slice(0, 500)}`)
  return { stdout: stdout.toString(), cpuSeconds: Number(resourceUsage.cpuTime.total) / 1e6 }
}

/** One instance of an entry and its answer. */
export const instance = (entry: Entry, language: "cpp" | "python"): Cost & { readonly answer: string } => {
  const folder = mkdtempSync(join(tmpdir(), "fresh-"))
  try {
    const startedAt = performance.now()
    const [generator, source, executable] = ["generator.py", `solution.${language}`, "solution"].map((name) =>
      join(folder, name)
    ) as [string, string, string]
    writeFileSync(
      generator,
      `${entry.generator}\nimport random, sys, json\nrandom.seed(0)\n`
        + `sys.stdout.write(generate_testcase(json.loads(sys.argv[1]))[0])\n`
    )
    writeFileSync(source, entry[language][0]!)
    const drawn = run(["python3", generator, JSON.stringify(entry.scale)], "")
    const compiled = language === "cpp"
      ? run(["g++", "-std=gnu++17", "-O2", "-w", source, "-o", executable], "")
      : undefined
    const ran = run(language === "cpp" ? [executable] : ["python3", source], drawn.stdout)
    return {
      count: 1,
      wallSeconds: (performance.now() - startedAt) / 1000,
      cpuSeconds: drawn.cpuSeconds + (compiled?.cpuSeconds ?? 0) + ran.cpuSeconds,
      answer: ran.stdout
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
