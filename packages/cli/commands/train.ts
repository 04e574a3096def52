import { Args, Command, Options } from "@effect/cli"
import { recipes } from "@scaler/recipes/registry"
import * as Rules from "@scaler/runtime/curriculum/Rules"
import type * as Recipe from "@scaler/runtime/run/Recipe"
import { train } from "@scaler/runtime/training/Train"
import * as TrainingState from "@scaler/synthesis/pool/TrainingState"
import { Effect, Layer, Option } from "effect"
import { CliError } from "../CliError.ts"
import * as Engine from "../engine/Engine.ts"
import { loadParticipants, meant, named } from "../Environments.ts"
import * as DuringTraining from "../eval/duringTraining.ts"
import { note, noteNow, printJson, printLines } from "../Output.ts"
import * as Pools from "../Pools.ts"
import { json as jsonProgress } from "../progress/json.ts"
import { lines } from "../progress/lines.ts"
import { terminal } from "../progress/terminal.ts"
import * as RecipeChanges from "../RecipeChanges.ts"
import * as ReferenceState from "../ReferenceState.ts"
import { sandbox, sandboxed, trainingChildren } from "../Sandboxing.ts"
import * as Signals from "../Signals.ts"
import { describePlan, levelsOf, planOf } from "../summary/plan.ts"
import { facts } from "../Versions.ts"

const recipe = Args.text({ name: "recipe" }).pipe(
  Args.withDescription(`What to train: ${Object.keys(recipes).join(", ")}`),
  Args.withDefault("quickstart")
)

const options = {
  steps: Options.integer("steps").pipe(
    Options.withDescription("Training steps, instead of the recipe's"),
    Options.optional
  ),
  seed: Options.integer("seed").pipe(
    Options.withDescription("Seed, instead of the recipe's"),
    Options.optional
  ),
  warmupSteps: Options.integer("warmup-steps").pipe(
    Options.withDescription("Supervised steps before training, instead of the recipe's"),
    Options.optional
  ),
  maxStaleness: Options.integer("max-staleness").pipe(
    Options.withDescription(
      "Updates that sampling may run ahead of, in a process of its own, instead of the recipe's; 0 is synchronous"
    ),
    Options.optional
  ),
  curriculum: Options.choice("curriculum", Rules.names).pipe(
    Options.withDescription(
      "The rule that chooses environments and levels, with its default settings, instead of the recipe's"
    ),
    Options.optional
  ),
  model: Options.text("model").pipe(
    Options.withDescription(
      "Start from a model in a folder of Hugging Face's form, instead of the recipe's; the context stays the recipe's"
    ),
    Options.optional
  ),
  env: Options.text("env").pipe(
    Options.withDescription(
      "Train on these environments instead: a name, or a file that declares one; repeatable."
        + " With --pool, all of the pool's unless given"
    ),
    Options.repeated
  ),
  pool: Pools.pool,
  fromReference: Options.text("from-reference").pipe(
    Options.withDescription(
      `Start at the difficulties and with the active set of a reference run: a folder with its ${TrainingState.files.configs}`
        + ` and ${TrainingState.files.windows}; with --pool`
    ),
    Options.optional
  ),
  fromCheckpoint: Options.text("from-checkpoint").pipe(
    Options.withDescription(
      "Start with the weights of another run: a folder in its checkpoints; the warm-up, if there is one, goes on from them"
    ),
    Options.optional
  ),
  runDir: Options.text("run-dir").pipe(
    Options.withDescription("Where the run is kept; runs/RECIPE-seedS unless given"),
    Options.optional
  ),
  resume: Options.boolean("resume").pipe(Options.withDescription("Go on with the run in the run directory")),
  allowChanged: Options.boolean("allow-changed").pipe(
    Options.withDescription("Resume although the recipe, the backend or an environment has changed")
  ),
  set: RecipeChanges.set,
  ...DuringTraining.options,
  ...Engine.options,
  permuteRewards: Options.boolean("permute-rewards").pipe(
    Options.withDescription("The control: rewards are dealt out at random within each group")
  ),
  dryRun: Options.boolean("dry-run").pipe(
    Options.withDescription("Say what would be done, and do nothing of it; with --json, the whole recipe too")
  ),
  sandbox,
  json: Options.boolean("json").pipe(
    Options.withDescription("Print one object per step, the last one the final state")
  )
}

/** The recipe with the command line's changes, checked as a whole. */
const resolveRecipe = (
  given: {
    readonly recipe: string
    readonly steps: Option.Option<number>
    readonly seed: Option.Option<number>
    readonly warmupSteps: Option.Option<number>
    readonly maxStaleness: Option.Option<number>
    readonly curriculum: Option.Option<Rules.Name>
    readonly model: Option.Option<string>
    readonly engine: Engine.Name
    readonly loraRank: Option.Option<number>
    readonly env: ReadonlyArray<string>
    readonly permuteRewards: boolean
    readonly set: ReadonlyArray<string>
  }
) =>
  Effect.gen(function*() {
    const base: Recipe.RecipeSettings = yield* named("recipe", recipes, given.recipe)
    const start = Option.match(given.model, {
      onNone: () => base.model,
      onSome: (pretrained) => ({ pretrained, context: base.model.context })
    })
    const changed = {
      ...base,
      steps: Option.getOrElse(given.steps, () => base.steps),
      seed: Option.getOrElse(given.seed, () => base.seed),
      warmup: { ...base.warmup, steps: Option.getOrElse(given.warmupSteps, () => base.warmup.steps) },
      rollout: Option.match(given.maxStaleness, {
        onNone: () => base.rollout,
        onSome: (maxStaleness) => ({ ...base.rollout, maxStaleness })
      }),
      curriculum: Option.match(given.curriculum, {
        onNone: () => base.curriculum,
        onSome: (name) => Rules.named(name, base.curriculum)
      }),
      model: yield* Engine.adapted(start, given),
      environments: yield* meant(given.env, base.environments),
      permuteRewards: given.permuteRewards || base.permuteRewards
    }
    return yield* RecipeChanges.apply(changed, given.set)
  })

/** Where the curriculum starts, and what that adds to the run's facts. */
const startOf = (
  { fromReference, pool }: {
    readonly fromReference: Option.Option<string>
    readonly pool: Option.Option<string>
  },
  { curriculum }: Recipe.Recipe,
  names: ReadonlySet<string>
) =>
  Effect.gen(function*() {
    if (Option.isNone(fromReference)) return { facts: {} }
    if (Option.isNone(pool)) {
      return yield* new CliError({
        message: "--from-reference goes with --pool, the folder of its environments"
      })
    }
    if (!Rules.isReference(curriculum)) {
      return yield* new CliError({
        message: "--from-reference goes with a rule of the reference: window or weighted"
      })
    }
    const training = yield* Effect.mapError(
      TrainingState.readFolder(fromReference.value),
      ({ message }) => new CliError({ message })
    )
    const { notes, state, step } = ReferenceState.read(
      training,
      yield* Pools.entriesIn(pool.value, names),
      curriculum
    )
    yield* Effect.forEach(notes, note, { discard: true })
    return { state, facts: ReferenceState.facts(training.fingerprint, step) }
  })

const progress = (json: boolean) => json ? jsonProgress : process.stdout.isTTY ? terminal : lines

export const trainCommand = Command.make("train", { recipe, ...options }, (given) =>
  Effect.scoped(
    Effect.gen(function*() {
      const resolved = yield* resolveRecipe(given)
      const policy = yield* Engine.policy(resolved, given)
      const directory = Option.getOrElse(given.runDir, () => `runs/${resolved.name}-seed${resolved.seed}`)
      let stopRequested = false
      yield* Signals.handleFirst(() => {
        stopRequested = true
        noteNow("\nSaving after this step; once more to stop at once.")
      })
      const participants = yield* loadParticipants(resolved)
      const measured = yield* DuringTraining.plan(resolved, given)
      if (given.dryRun) {
        const { environments } = participants
        return yield* given.json
          ? printJson({
            recipe: resolved,
            plan: planOf(resolved),
            levels: levelsOf(environments),
            ...(measured === undefined ? {} : { benchmarks: DuringTraining.cost(measured, resolved) })
          })
          : printLines([
            ...describePlan(resolved, environments, Engine.describe(resolved, given), directory),
            ...(measured === undefined ? [] : DuringTraining.describe(measured, resolved))
          ])
      }
      const stopped = Effect.sync(() => stopRequested)
      const benchmarks = measured
        && (yield* DuringTraining.benchmarks(measured, resolved, given, stopped))
      const start = yield* startOf(given, resolved, new Set(participants.environments.keys()))
      yield* train({
        recipe: resolved,
        ...participants,
        directory,
        mode: given.resume ? "resume" : "start",
        allowChanged: given.allowChanged,
        curriculum: start.state,
        checkpoint: Option.getOrUndefined(given.fromCheckpoint),
        facts: { ...facts(), ...start.facts },
        benchmarks,
        stopRequested: stopped
      }).pipe(Effect.provide(Layer.merge(policy, progress(given.json))))
    })
  )).pipe(
    Command.withDescription("Train a policy on environments, each kept at the edge of what it can do"),
    (command) => sandboxed(command, { maxChildren: trainingChildren })
  )
