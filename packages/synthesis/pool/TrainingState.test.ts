import { afterAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as PoolFile from "./PoolFile.ts"
import { poolText, raw } from "./testing.ts"
import * as TrainingState from "./TrainingState.ts"

const root = mkdtempSync(join(tmpdir(), "scaler-state-"))
afterAll(() => rmSync(root, { recursive: true }))

const state = { d: 0.75, t: 3, last_step: 7, distance_history: [0, 0.5], correct_history: [0.625, 1] }
const known = {
  target: 0.5,
  k: 2,
  dmin: 0,
  dmax: 1,
  step_cap: 1,
  activate_function: "base",
  history_len: 10,
  state
}
const params = {
  ...known,
  jitter: 0.25,
  ema_beta: 0,
  slope_scale: 0.05,
  age_scale: 100,
  std_scale: 3,
  alpha: 1,
  beta: 0.1
}

const trained = (name: string, change: object = {}) => {
  const one = raw({ name })
  return {
    ...one,
    params: { ...one["params"] as object, difficulty: { version: 2, params: { ...params, ...change } } }
  }
}

const configs = poolText(trained("1_A. Largest"), trained("2_B. Other", { state: { ...state, d: 1 } }))
const windows = JSON.stringify({ windows_environment: ["2_B. Other", "2_B. Other", "3_C. Gone"] })

test("the two files are read: states, settings, entries, and the active ones as they stand", async () => {
  const { active, environments, pool } = await Effect.runPromise(TrainingState.decode({ configs, windows }))
  expect([...environments.keys()]).toEqual(["1_A. Largest", "2_B. Other"])
  expect(environments.get("1_A. Largest")).toEqual(params)
  expect(environments.get("2_B. Other")!.state.d).toBe(1)
  expect(pool.entries.map(({ name }) => name)).toEqual(["1_A. Largest", "2_B. Other"])
  expect(active).toEqual(["2_B. Other", "2_B. Other", "3_C. Gone"])
})

describe("what is wrong is named by file, environment and field:", () => {
  const other = (change: object) => poolText(trained("1_A. Largest"), trained("2_B. Other", change))
  const at = "train_configs.json: \"2_B. Other\": params.difficulty"
  test.each<[string, Partial<TrainingState.Texts>, string]>([
    ["no JSON", { configs: "{" }, "train_configs.json: the whole: "],
    [
      "a pool that was not trained",
      { configs: poolText({ ...raw({ name: "A" }), params: { difficulty: { version: 1, params: {} } } }) },
      "train_configs.json: \"A\": params.difficulty.version: Expected 2"
    ],
    [
      "a difficulty that is a text",
      { configs: other({ state: { ...state, d: "1" } }) },
      `${at}.params.state.d: Expected`
    ],
    [
      "a difficulty above the highest",
      { configs: other({ state: { ...state, d: 1.5 } }) },
      `${at}.params.state.d: 1.5 is above dmax, 1`
    ],
    [
      "an accuracy above 1",
      { configs: other({ state: { ...state, correct_history: [0, 8] } }) },
      `${at}.params.state.correct_history.1: Expected`
    ],
    [
      "histories of different lengths",
      { configs: other({ state: { ...state, correct_history: [0] } }) },
      `${at}.params.state.correct_history: 1 accuracies stand beside 2 difficulties`
    ],
    ["no gain", { configs: other({ k: undefined }) }, `${at}.params.k: is missing`],
    [
      "a window of numbers",
      { windows: "{\"windows_environment\": [1]}" },
      "environment_windows.json: windows_environment.0: Expected string"
    ],
    ["no window", { windows: "{}" }, "environment_windows.json: windows_environment: is missing"]
  ])("%s", async (_, change, message) => {
    const error = await Effect.runPromise(
      Effect.flip(TrainingState.decode({ configs, windows, ...change }))
    )
    expect(error._tag).toBe("PoolError")
    expect(error.message).toStartWith(message)
  })
})

describe("written over a pool's file", () => {
  const encode = (pool: string) =>
    Effect.runPromise(TrainingState.encode(pool, new Map([["1_A. Largest", known]]), ["1_A. Largest"]))

  test("an entry keeps all that is said of it, and what the state does not know", async () => {
    const file = { ...trained("1_A. Largest", { state: "old", dmax: 9, new_field: 5 }), comment: "kept" }
    const written = await encode(poolText(trained("2_B. Other"), file))
    expect(JSON.parse(written.configs)).toEqual({
      "1_A. Largest": { ...trained("1_A. Largest", { new_field: 5 }), comment: "kept" }
    })
    expect(JSON.parse(written.windows)).toEqual({ windows_environment: ["1_A. Largest"] })
  })

  test("an entry that was never trained has every field afterwards", async () => {
    const untrained = raw({ name: "1_A. Largest" })
    const fresh = { ...untrained, params: { n: (untrained["params"] as { n: object }).n } }
    for (const pool of [poolText(untrained), poolText(fresh)]) {
      const written = await encode(pool)
      expect(JSON.parse(written.configs)).toEqual({
        "1_A. Largest": trained("1_A. Largest", { jitter: 0, std_scale: 1 })
      })
    }
  })

  test("an environment that the file does not have is an error", async () => {
    const encoded = TrainingState.encode(configs, new Map([["3_C. Gone", known]]), [])
    expect((await Effect.runPromise(Effect.flip(encoded))).message).toContain("the pool: \"3_C. Gone\"")
  })
})

test("a folder gives back what was written; one without the files says which", async () => {
  const folder = join(root, "state")
  await Effect.runPromise(TrainingState.writeFolder(folder, { configs, windows }))
  const { fingerprint, ...read } = await Effect.runPromise(TrainingState.readFolder(folder))
  expect(read).toEqual(await Effect.runPromise(TrainingState.decode({ configs, windows })))
  writeFileSync(join(folder, "environment_windows.json"), "{\"windows_environment\": []}")
  expect((await Effect.runPromise(TrainingState.readFolder(folder))).fingerprint).not.toBe(fingerprint)
  const error = await Effect.runPromise(Effect.flip(TrainingState.readFolder(join(root, "none"))))
  expect(error.message).toContain("train_configs.json and environment_windows.json")
})

const real = `${import.meta.dir}/../../../../shared/data/scaler-pool-8.json`

test.skipIf(!existsSync(real))("a state over a released pool is read again, all fields there", async () => {
  const text = readFileSync(real, "utf8")
  const { entries } = await Effect.runPromise(PoolFile.decode(text))
  const states = new Map(entries.map(({ name }) => [name, { ...params, dmax: 29 }]))
  const written = await Effect.runPromise(TrainingState.encode(text, states, []))
  const read = await Effect.runPromise(TrainingState.decode(written))
  expect(read.environments).toEqual(states)
  expect(read.pool).toEqual({ entries, rejected: [] })
  const strip = (pool: string) =>
    Object.values(JSON.parse(pool) as Record<string, { params: object }>).map((one) => ({
      ...one,
      params: { ...one.params, difficulty: undefined }
    }))
  expect(strip(written.configs)).toEqual(strip(text))
})
