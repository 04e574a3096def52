import { Command, Options } from "@effect/cli"
import { Path } from "@effect/platform"
import * as Rules from "@scaler/runtime/curriculum/Rules"
import * as Checkpoints from "@scaler/runtime/run/Checkpoints"
import type { RunRecord } from "@scaler/runtime/run/RunRecord"
import * as PoolEnvironment from "@scaler/synthesis/pool/PoolEnvironment"
import * as TrainingState from "@scaler/synthesis/pool/TrainingState"
import { Effect } from "effect"
import { CliError } from "../../CliError.ts"
import { note, print } from "../../Output.ts"
import * as Pools from "../../Pools.ts"
import * as ReferenceState from "../../ReferenceState.ts"
import * as Runs from "../../Runs.ts"
import { poolFile, readPool } from "./file.ts"

/** The environments of a pool's folder that a run trains on; fails where one is another there by now. */
const trainedOn = (folder: string, { facts, recipe }: RunRecord, names: ReadonlySet<string>) =>
  Effect.gen(function*() {
    const pool = yield* Pools.entriesIn(folder, names)
    const changed = [...pool.values()].filter((admitted) => {
      const { hash } = PoolEnvironment.manifestOf({ ...admitted, statements: recipe.rollout.statements })
      return facts[`environment ${admitted.name}`] !== hash
    })
    return changed.length === 0 ? pool : yield* new CliError({
      message:
        `${folder} holds ${changed[0]!.name} with other levels or programs than the run was started with:`
        + " name the pool's folder of the run"
    })
  })

export const state = Command.make("state", {
  run: Runs.run,
  file: poolFile,
  pool: Options.text("pool").pipe(
    Options.withDescription("The folder that `scaler pool import` wrote, and the run was started with")
  ),
  out: Options.text("out").pipe(Options.withDescription("Folder for the two files")),
  dir: Runs.dir
}, ({ dir, file, out, pool: folder, run }) =>
  Effect.gen(function*() {
    const record = yield* Runs.find(run, dir)
    const path = yield* Path.Path
    const found = yield* Checkpoints.latest(path.join(record.path, "checkpoints"))
    if (found === undefined) return yield* new CliError({ message: `${run} has no checkpoint yet` })
    const { curriculum } = found.state
    const settings = record.recipe.curriculum
    if (!Rules.isReference(curriculum) || !Rules.isReference(settings)) {
      return yield* new CliError({
        message: `${run} has another rule than the reference, which cannot go on from it`
      })
    }
    const { pool: { entries }, text } = yield* readPool(file)
    const pool = yield* trainedOn(folder, record, new Set(curriculum.environments.map(({ name }) => name)))
    const { active, environments, notes } = ReferenceState.write(
      curriculum,
      pool,
      settings,
      { entries, start: ReferenceState.firstStep(record.facts) }
    )
    if (environments.size === 0) {
      return yield* new CliError({ message: `None of the environments of ${run} are in ${file}` })
    }
    yield* TrainingState.encode(text, environments, active).pipe(
      Effect.flatMap((texts) => TrainingState.writeFolder(out, texts)),
      Effect.mapError(({ message }) => new CliError({ message }))
    )
    yield* Effect.forEach(notes, note, { discard: true })
    yield* print(
      `${environments.size} environments, ${active.length} of them active, as of ${found.name}: ${out}\n`
    )
  })).pipe(
    Command.withDescription(
      "Write the difficulties and the active set of a run, for the reference to go on from:"
        + ` ${TrainingState.files.configs} and ${TrainingState.files.windows}`
    )
  )
