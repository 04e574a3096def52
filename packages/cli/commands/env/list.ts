import { Command, Options } from "@effect/cli"
import type { CompileError } from "@scaler/compiler/CompileError"
import type { Manifest } from "@scaler/compiler/Manifest"
import type { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import type { Entry } from "@scaler/dsl/Registry"
import { keptManifests } from "@scaler/sandbox/Load"
import type { Mode } from "@scaler/sandbox/Mode"
import { Array as Arr, Effect, Either, Option } from "effect"
import { CliError } from "../../CliError.ts"
import { entries, type EnvironmentError, load } from "../../Environments.ts"
import { note, print, printJson } from "../../Output.ts"
import * as Pools from "../../Pools.ts"
import { layerOf, sandbox } from "../../Sandboxing.ts"
import { json } from "./options.ts"

const kinds: ReadonlyArray<AnswerSpec["kind"]> = [
  "integer",
  "bigint",
  "rational",
  "decimal",
  "boolean",
  "choice",
  "string",
  "array"
]

const options = {
  family: Options.text("family").pipe(Options.withDescription("Those of this family"), Options.optional),
  tag: Options.text("tag").pipe(
    Options.withDescription("Those that have this tag; repeatable, then all of them"),
    Options.repeated
  ),
  answer: Options.choice("answer", kinds).pipe(
    Options.withDescription("Those that ask for this kind of answer"),
    Options.optional
  ),
  skill: Options.text("skill").pipe(
    Options.withDescription("Those whose skill has all of these words"),
    Options.optional
  ),
  pool: Pools.pool,
  sandbox,
  json
}

type Manifests = ReadonlyArray<Either.Either<Manifest, EnvironmentError>>

/** Manifests of environments that are modules, in order. Only those not yet kept are made, in the sandbox. */
const manifestsOfModules = (entries: ReadonlyArray<Entry>, sandbox: Option.Option<Mode>) =>
  Effect.gen(function*() {
    const kept = yield* keptManifests(entries.map(({ file }) => file))
    const lacking = entries.filter((_, i) => Either.isRight(kept[i]!) && kept[i]!.right === undefined)
    if (lacking.length === 0) return kept as Manifests
    yield* note(`Asking ${lacking.length} environments what they are, once`)
    const made = yield* Effect.forEach(lacking, ({ name }) => Effect.either(load(name)), { concurrency: 2 })
      .pipe(Effect.provide(layerOf({ sandbox })))
    const byName = new Map(
      lacking.map(({ name }, i) => [name, Either.map(made[i]!, ({ manifest }) => manifest)])
    )
    return entries.map(({ name }, i): Either.Either<Manifest, EnvironmentError> =>
      byName.get(name) ?? (kept[i] as Either.Either<Manifest, CompileError>)
    )
  })

/** Manifests in the order of the entries. */
const manifestsOf = (entries: ReadonlyArray<Entry>, sandbox: Option.Option<Mode>) =>
  Effect.gen(function*() {
    const [modules, pooled] = Arr.partition(entries, ({ file }) => Pools.isPooled(file))
    const ofModules: Manifests = modules.length === 0 ? [] : yield* manifestsOfModules(modules, sandbox)
    const ofPool: Manifests = yield* Effect.forEach(pooled, ({ file }) => Effect.either(Pools.manifest(file)))
    // The pool's entries come last.
    return [...ofModules, ...ofPool]
  })

const text = ({ family, name }: Entry, manifest?: Manifest) =>
  manifest === undefined
    ? `${name.padEnd(34)} ${family}\n`
    : `${name.padEnd(34)} ${family.padEnd(12)} ${manifest.answer.kind.padEnd(8)} ${manifest.skill}\n`

const fields = ({ family, name, package: from }: Entry, manifest?: Manifest) => ({
  name,
  family,
  ...(from === undefined ? {} : { package: from }),
  ...(manifest === undefined
    ? {}
    : { tags: manifest.tags, skill: manifest.skill, answer: manifest.answer, hash: manifest.hash })
})

export const list = Command.make(
  "list",
  options,
  ({ answer, family, json, pool, sandbox, skill, tag }) =>
    Effect.gen(function*() {
      const show = (entry: Entry, manifest?: Manifest) =>
        json ? printJson(fields(entry, manifest)) : print(text(entry, manifest))
      const inFamily = (yield* entries).filter((entry) =>
        Option.match(family, { onNone: () => true, onSome: (name) => entry.family === name })
      )
      if (tag.length === 0 && Option.isNone(answer) && Option.isNone(skill)) {
        return yield* Effect.forEach(inFamily, (entry) => show(entry), { discard: true })
      }
      const words = Option.match(skill, {
        onNone: () => [],
        onSome: (text) => text.toLowerCase().split(/\s+/)
      })
      const fits = (manifest: Manifest) =>
        tag.every((each) => manifest.tags.includes(each))
        && Option.match(answer, { onNone: () => true, onSome: (kind) => manifest.answer.kind === kind })
        && words.every((word) => manifest.skill.toLowerCase().includes(word))
      let faults = 0
      for (const [i, manifest] of (yield* manifestsOf(inFamily, sandbox)).entries()) {
        if (Either.isLeft(manifest)) {
          faults++
          yield* note(`${inFamily[i]!.name}: ${manifest.left.message}`)
        } else if (fits(manifest.right)) yield* show(inFamily[i]!, manifest.right)
      }
      if (faults > 0) return yield* new CliError({ message: `${faults} environments could not be read` })
    }).pipe(Effect.provideService(Pools.ChosenPool, pool))
).pipe(
  Command.withDescription(
    "The environments of the registry, of installed packages and of a pool: all, or those that fit every filter"
  )
)
