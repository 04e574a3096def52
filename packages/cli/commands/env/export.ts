import { Command, Options } from "@effect/cli"
import { Effect, Option } from "effect"
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { CliError } from "../../CliError.ts"
import { load } from "../../Environments.ts"
import * as Card from "../../export/Card.ts"
import * as Draft from "../../export/Draft.ts"
import * as Drawing from "../../export/Drawing.ts"
import * as Files from "../../export/Files.ts"
import { note } from "../../Output.ts"
import { pool } from "../../Pools.ts"
import * as Rate from "../../progress/Rate.ts"
import { sandbox, sandboxed } from "../../Sandboxing.ts"
import { version } from "../../Versions.ts"
import { positive, selected, selection, splits, whole } from "./options.ts"

const formats: ReadonlyArray<Files.Format> = ["jsonl", "parquet"]

const options = {
  envs: Options.text("envs").pipe(
    Options.withDescription("Names or files, separated by commas"),
    Options.optional
  ),
  all: selection.all,
  family: selection.family,
  levels: Options.text("levels").pipe(
    Options.withDescription("Levels, as 0-9 or 3; all of each environment's unless given"),
    Options.optional
  ),
  count: positive("count", "Rows of each level of each environment", 100),
  split: Options.choice("split", splits).pipe(
    Options.withDescription("Which instances: an instance belongs to one split, whatever the seed")
  ),
  format: Options.choice("format", formats).pipe(Options.withDefault<Files.Format>("jsonl")),
  seed: whole("seed", "Seed: the same one gives the same rows", 0),
  out: Options.text("out").pipe(
    Options.withDescription("Folder that the dataset is put into; empty, or new")
  ),
  resume: Options.boolean("resume").pipe(
    Options.withDescription("Go on with the unfinished export in --out")
  ),
  pool,
  sandbox
}

interface Given extends Omit<Command.Command.ParseConfig<typeof options>, "sandbox"> {}

/** First and last level. */
const parseLevels = (text: string) => {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? []
  const range = { first: Number(first), last: Number(last ?? first) }
  return range.first <= range.last
    ? Effect.succeed(range)
    : new CliError({ message: `--levels ${text} is no range of levels, such as 0-9 or 3` })
}

/** The command that makes the same export. */
const commandOf = ({ all, count, envs, family, format, levels, pool, seed, split }: Given) =>
  [
    "scaler env export",
    ...(all ? ["--all"] : []),
    ...Option.match(envs, { onNone: () => [], onSome: (text) => [`--envs ${text}`] }),
    ...Option.match(family, { onNone: () => [], onSome: (text) => [`--family ${text}`] }),
    ...Option.match(pool, { onNone: () => [], onSome: (folder) => [`--pool ${folder}`] }),
    ...Option.match(levels, { onNone: () => [], onSome: (text) => [`--levels ${text}`] }),
    `--count ${count} --split ${split} --format ${format} --seed ${seed} --out DIR`
  ].join(" ")

const sourcesOf = (given: Given) =>
  Effect.gen(function*() {
    const names = yield* selected({
      ...given,
      environments: Option.match(given.envs, { onNone: () => [], onSome: (text) => text.split(",") })
    })
    return yield* Effect.forEach(
      names,
      (nameOrFile) =>
        Effect.map(load(nameOrFile), (environment): Drawing.Source => ({ nameOrFile, environment })),
      { concurrency: 2 }
    )
  })

/** Where the export is made and put. */
const placesOf = ({ format, out, resume, split }: Given) =>
  Effect.gen(function*() {
    const name = `${split}.${format}`
    const [file, draft] = [join(out, name), join(out, ".unfinished.sqlite")]
    const isBegun = existsSync(draft)
    if (isBegun && !resume) {
      return yield* new CliError({ message: `${out} holds an unfinished export: go on with it by --resume` })
    }
    if (!isBegun && existsSync(out) && readdirSync(out).length > 0) {
      return yield* new CliError({ message: `${out} is not empty: choose another folder` })
    }
    yield* Effect.try({
      try: () => mkdirSync(out, { recursive: true }),
      catch: (error) => new CliError({ message: `${out} could not be made: ${(error as Error).message}` })
    })
    return { name, file, draft, card: join(out, "README.md") }
  })

const removeDraft = (draft: string) => {
  for (const end of ["", "-wal", "-shm"]) rmSync(`${draft}${end}`, { force: true })
}

/** Draws and writes everything; its summary is the card. */
const run = (given: Given) =>
  Effect.gen(function*() {
    const { count, format, seed, split } = given
    const range = Option.getOrElse(
      yield* Effect.transposeMapOption(given.levels, parseLevels),
      () => ({ first: 0, last: Infinity })
    )
    const sources = yield* sourcesOf(given)
    const levelsOf = ({ environment }: Drawing.Source) =>
      [...environment.manifest.ladder.keys()].filter((level) => level >= range.first && level <= range.last)
    const total = sources.reduce((sum, source) => sum + count * levelsOf(source).length, 0)
    if (total === 0) {
      return yield* new CliError({ message: "There is nothing to export: no environment has these levels" })
    }
    const places = yield* placesOf(given)
    const versions = sources.map(({ environment, nameOrFile }) => [nameOrFile, environment.manifest.hash])
    const plan = JSON.stringify({ command: commandOf(given), scaler: version, versions })
    const environments = yield* Effect.scoped(Effect.gen(function*() {
      const draft = yield* Draft.open(places.draft, plan)
      const rate = Rate.make(draft.size(), total)
      yield* Drawing.draw(sources, draft, { seed, split, count, levelsOf }, rate.advance)
      rate.end()
      yield* Effect.sync(() => Files.writeRows(places.file, format, draft.rows()))
      return sources.map((source, environment): Card.EnvironmentCount => {
        const levels = levelsOf(source).map((level) => ({ level, ...draft.progress({ environment, level }) }))
        return { source, levels, faults: levels.flatMap(({ faults }) => faults) }
      })
    }))
    const card: Card.Card = {
      command: commandOf(given),
      scaler: version,
      split,
      count,
      file: { name: places.name, sha256: Files.hashOf(places.file) },
      environments
    }
    Files.writeText(places.card, Card.write(card))
    removeDraft(places.draft)
    yield* note(Card.summary(card))
    const faults = environments.flatMap((environment) => environment.faults)
    if (faults.length > 0) {
      return yield* new CliError({
        message: `${faults.length} draws failed and are no rows; README.md names them`
      })
    }
  })

export const exportCommand = Command.make("export", options, run).pipe(
  Command.withDescription("Write problems as a dataset that TRL, verl and Hugging Face datasets read"),
  sandboxed
)
