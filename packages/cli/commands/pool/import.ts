import { Command, Options } from "@effect/cli"
import * as Native from "@scaler/sandbox/native/Native"
import * as Import from "@scaler/synthesis/pool/Import"
import { Effect } from "effect"
import { availableParallelism } from "node:os"
import { CliError } from "../../CliError.ts"
import { note, print, printJson } from "../../Output.ts"
import * as Meter from "../../progress/Meter.ts"
import { table } from "../../summary/layout.ts"
import { positive } from "../env/options.ts"
import { poolFile, readPool } from "./file.ts"

const options = {
  file: poolFile,
  out: Options.text("out").pipe(
    Options.withDescription(
      "Folder of the verified environments; what it holds already is not verified again"
    )
  ),
  ladder: Options.choice("ladder", ["derived", "upstream"] as const).pipe(
    Options.withDescription(
      "Levels of the environments: derived rise without repeating, up to the largest setting;"
        + " upstream are the reference's own"
    ),
    Options.withDefault("derived" as const)
  ),
  jobs: positive("jobs", "Entries that are verified at a time", availableParallelism()),
  json: Options.boolean("json").pipe(
    Options.withDescription("Print one object per entry, the last one the summary")
  )
}

const outcome = (imported: Import.Imported): string =>
  imported.status === "admitted" ? "is admitted" : `is rejected (${imported.stage})`

const asJson = ({ name, title, ...imported }: Import.Imported) =>
  imported.status === "rejected" ? { name, title, ...imported } : {
    name,
    title,
    status: imported.status,
    hash: imported.admitted.hash,
    levels: imported.admitted.ladder.length,
    ladder: imported.admitted.ladderKind,
    ...imported.admitted.verified
  }

const summarise = (all: ReadonlyArray<Import.Imported>) => {
  const stages = Map.groupBy(
    all.flatMap((one) => one.status === "rejected" ? [one.stage] : []),
    (stage) => stage
  )
  return {
    entries: all.length,
    admitted: all.filter(({ status }) => status === "admitted").length,
    rejected: Object.fromEntries([...stages].map(([stage, { length }]) => [stage, length]))
  }
}

/** What was admitted, with its figures; what was rejected, and why; solutions that are wrong, with an instance each. */
const describe = (all: ReadonlyArray<Import.Imported>): string => {
  const admitted = all.flatMap((one) => one.status === "admitted" ? [one.admitted] : [])
  const rejected = all.filter((one) => one.status === "rejected")
  const refuted = admitted.flatMap(({ entry, name, verified }) =>
    verified.refuted.map(({ message, solution }) =>
      `  ${name}, solution ${solution + 1} of ${entry.solutions.length}: ${message}`
    )
  )
  const rows = admitted.map(({ entry, ladder, name, verified }) => [
    name,
    verified.answer.kind,
    String(ladder.length),
    `${entry.solutions.length - verified.refuted.length} of ${entry.solutions.length}`,
    String(verified.instances),
    String(verified.distinct),
    `${(100 * verified.commonest).toFixed(0)} %`
  ])
  const heading = ["admitted", "answer", "levels", "right", "instances", "answers", "commonest"]
  const { rejected: stages } = summarise(all)
  return [
    ...(rows.length === 0
      ? []
      : [...table([heading, ...rows], ["left", "left", "right", "right", "right", "right", "right"]), ""]),
    ...Object.keys(stages).flatMap((stage) => [
      `rejected: ${stage}`,
      ...rejected.filter((one) => one.stage === stage).map(({ message, title }) => `  ${title}: ${message}`),
      ""
    ]),
    ...(refuted.length === 0 ? [] : ["solutions that are wrong and are not used", ...refuted, ""]),
    `${all.length} entries: ${admitted.length} admitted, ${rejected.length} rejected`
    + Object.entries(stages).map(([stage, count], i) => `${i === 0 ? " (" : ", "}${stage} ${count}`).join("")
    + (rejected.length === 0 ? "" : ")")
  ].map((line) => `${line}\n`).join("")
}

export const importCommand = Command.make(
  "import",
  options,
  ({ file, jobs, json, ladder, out }) =>
    Effect.gen(function*() {
      const { pool } = yield* readPool(file)
      const meter = yield* Meter.make(pool.entries.length)
      const all = yield* Import.run(pool, {
        folder: out,
        ladder,
        jobs,
        onDone: (imported) => meter(`${imported.title} ${outcome(imported)}`)
      }).pipe(
        Effect.onInterrupt(() =>
          note(`What has been verified is kept in ${out}; the same command goes on from there.`)
        ),
        Effect.provide(Native.layer({ maxProcesses: jobs }))
      )
      if (json) {
        yield* Effect.forEach(all, (one) => printJson(asJson(one)), { discard: true })
        yield* printJson(summarise(all))
      } else yield* print(describe(all))
      if (summarise(all).admitted === 0) {
        return yield* new CliError({ message: "No entry of the pool was admitted" })
      }
    })
).pipe(
  Command.withDescription(
    "Verify the environments of a pool, and write those that hold to a folder for --pool of other commands"
  )
)
