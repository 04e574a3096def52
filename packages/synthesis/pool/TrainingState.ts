/** What a training of the SCALER reference knows of its environments, as it keeps it in two files beside checkpoints. */
import { sha256 } from "@scaler/compiler/Hash"
import { writeWhole } from "@scaler/compiler/WholeFile"
import { Effect, Schema } from "effect"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import * as PoolFile from "./PoolFile.ts"

/** The names of the two files. */
export const files = { configs: "train_configs.json", windows: "environment_windows.json" } as const

const Share = Schema.Number.pipe(Schema.between(0, 1))
const Count = Schema.Int.pipe(Schema.nonNegative())
const number = (value: number) => Schema.optionalWith(Schema.JsonNumber, { default: () => value })

const Learnt = Schema.Struct({
  /** The difficulty. */
  d: Schema.JsonNumber.pipe(Schema.nonNegative()),
  /** Updates. */
  t: Count,
  /** The last step with rollouts; negative or null where there was none. */
  last_step: Schema.NullOr(Schema.Int),
  /** Difficulties before the last updates, oldest first. */
  distance_history: Schema.Array(Schema.JsonNumber.pipe(Schema.nonNegative())),
  /** Accuracies of the same updates. */
  correct_history: Schema.Array(Share)
}).pipe(
  Schema.filter(({ correct_history: accuracies, distance_history: difficulties }) =>
    accuracies.length === difficulties.length
      ? true
      : {
        path: ["correct_history"],
        message: `${accuracies.length} accuracies stand beside ${difficulties.length} difficulties`
      }
  )
)

/** Settings that only some modes of the reference look at, or none; a pool may leave them out. */
const Others = Schema.Struct({
  jitter: number(0),
  ema_beta: number(0),
  slope_scale: number(0.05),
  age_scale: number(100),
  std_scale: number(1),
  alpha: number(1),
  beta: number(0.1)
})

const Params = Schema.Struct({
  target: Share,
  k: Schema.JsonNumber,
  dmin: Schema.JsonNumber,
  dmax: Schema.JsonNumber,
  step_cap: Schema.JsonNumber,
  activate_function: Schema.String,
  history_len: Count,
  ...Others.fields,
  state: Learnt
}).pipe(
  Schema.filter(({ dmax, state: { d } }) =>
    d <= dmax ? true : { path: ["state", "d"], message: `${d} is above dmax, ${dmax}` }
  )
)
/** An environment's state, and its controller's settings, as the reference names them. */
export interface Params extends Schema.Schema.Type<typeof Params> {}

type Others = typeof Others.Type
/** The same, without what is not known. */
export type KnownParams = Omit<Params, keyof Others> & Partial<Others>

const Trained = Schema.Struct({
  params: Schema.Struct({ difficulty: Schema.Struct({ version: Schema.Literal(2), params: Params }) })
})

const object = <A extends Schema.Struct.Fields>(fields: A) =>
  Schema.Struct(fields, { key: Schema.String, value: Schema.Unknown })

/** An entry of a pool, whether it was trained or not. */
const Untrained = object({
  params: object({ difficulty: Schema.optional(Schema.Struct({ params: object(Others.fields) })) })
})

const Windows = Schema.Struct({ windows_environment: Schema.Array(Schema.String) })

const Configs = Schema.Record({ key: Schema.String, value: Schema.Unknown })

/** The two files, read. */
export interface TrainingState {
  /** By the names of the pool's entries. */
  readonly environments: ReadonlyMap<string, Params>
  /** The pool that the files hold. */
  readonly pool: PoolFile.Pool
  /** Names of the active ones, slot by slot; they may repeat, and may be none of the environments. */
  readonly active: ReadonlyArray<string>
}

/** The two files' texts. */
export interface Texts {
  readonly configs: string
  readonly windows: string
}

const decoding = <A, I>(place: string, schema: Schema.Schema<A, I>) => (value: unknown) =>
  Effect.mapError(
    Schema.decodeUnknown(schema, { propertyOrder: "original" })(value),
    (error) => new PoolFile.PoolError({ message: `${place}: ${PoolFile.fieldOf(error)}` })
  )

const inConfigs = (name: string) => `${files.configs}: ${JSON.stringify(name)}`

/** Reads the two files; the error names the file, the environment and the field. */
export const decode = ({ configs, windows }: Texts): Effect.Effect<TrainingState, PoolFile.PoolError> =>
  Effect.gen(function*() {
    const entries = yield* decoding(files.configs, Schema.parseJson(Configs))(configs)
    const environments = yield* Effect.forEach(
      Object.entries(entries),
      ([name, entry]) =>
        Effect.map(
          decoding(inConfigs(name), Trained)(entry),
          ({ params }) => [name, params.difficulty.params] as const
        )
    )
    const { windows_environment: active } = yield* decoding(files.windows, Schema.parseJson(Windows))(windows)
    return { environments: new Map(environments), pool: yield* PoolFile.decode(configs), active }
  })

/**
 * Writes the two files: the entries of a pool's file, or of a `train_configs.json`, that have a state, with all that
 * the file says of them and the state does not.
 */
export const encode = (
  pool: string,
  environments: ReadonlyMap<string, KnownParams>,
  active: ReadonlyArray<string>
): Effect.Effect<Texts, PoolFile.PoolError> =>
  Effect.gen(function*() {
    const entries = yield* decoding("the pool", Schema.parseJson(Configs))(pool)
    const trained = yield* Effect.forEach(environments, ([name, params]) =>
      Effect.map(
        decoding(`the pool: ${JSON.stringify(name)}`, Untrained)(entries[name]),
        (entry) => {
          const known = { ...entry.params.difficulty?.params ?? Schema.decodeSync(Others)({}), ...params }
          return [name, { ...entry, params: { ...entry.params, difficulty: { version: 2, params: known } } }]
        }
      ))
    const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
    return {
      configs: text(Object.fromEntries(trained)),
      windows: text({ windows_environment: active })
    }
  })

/** Reads the two files of a folder, with the SHA-256 of what they hold, hexadecimal. */
export const readFolder = (
  folder: string
): Effect.Effect<TrainingState & { readonly fingerprint: string }, PoolFile.PoolError> =>
  Effect.gen(function*() {
    const textOf = (name: string) =>
      PoolFile.tried(
        `${folder} holds no training state, the files ${files.configs} and ${files.windows}`,
        () => readFile(join(folder, name), "utf8")
      )
    const texts = { configs: yield* textOf(files.configs), windows: yield* textOf(files.windows) }
    return { ...yield* decode(texts), fingerprint: sha256(JSON.stringify(texts)) }
  })

/** Writes the two files into a folder, each whole or not at all. */
export const writeFolder = (
  folder: string,
  { configs, windows }: Texts
): Effect.Effect<void, PoolFile.PoolError> =>
  PoolFile.tried(`The training state cannot be written to ${folder}`, async () => {
    await writeWhole(join(folder, files.configs), configs)
    await writeWhole(join(folder, files.windows), windows)
  })
