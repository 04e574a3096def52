import { describe, expect, test } from "bun:test"
import { Schema } from "effect"
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import * as Controller from "./Controller.ts"
import * as Traces from "./Traces.ts"
import * as WeightedCuration from "./WeightedCuration.ts"

const path = fileURLToPath(new URL("../../../shared/data/controller-traces.json", import.meta.url))
const present = existsSync(path)
if (!present) {
  console.warn("skipped: the recorded traces (../shared/data/controller-traces.json) are not here")
}

const read = async <A, I>(schema: Schema.Schema<A, I>): Promise<A> =>
  Schema.decodeUnknownSync(Schema.parseJson(schema))(await readFile(path, "utf8"))

describe.skipIf(!present)("the recorded traces", () => {
  test("are followed to 1e-9 in difficulty and slope, with the same proposals", async () => {
    const replay = Traces.replay(await read(Traces.Traces))
    expect(replay.runs).toBe(12)
    expect(replay.updates).toBe(720)
    expect(replay.largestDifficultyDeviation).toBeLessThan(1e-9)
    expect(replay.largestSlopeDeviation).toBeLessThan(1e-9)
    expect(replay.levelsAgree).toBe(true)
  })

  test("cover every response", async () => {
    const { runs } = await read(Traces.Traces)
    expect(new Set(runs.map(({ response }) => response))).toEqual(new Set(Controller.Response.literals))
  })

  /**
   * The recorded counts never look at the oldest entry, so they fall short by one where the whole history counts,
   * and only there.
   */
  test("agree in the trailing counts but for the oldest entry", async () => {
    const Recorded = Schema.Struct({
      trailing_zero_accuracy: Schema.Int,
      trailing_max_difficulty: Schema.Int
    })
    const { runs } = await read(
      Schema.Struct({ runs: Schema.Array(Schema.Struct({ updates: Schema.Array(Recorded) })) })
    )
    const recorded = runs.flatMap(({ updates }) => updates)
    let differ = 0
    for (const [i, { state }] of Traces.steps(await read(Traces.Traces)).entries()) {
      const withoutOldest = (count: number) => Math.min(count, state.difficulties.length - 1)
      const zero = Controller.trailingZeroAccuracy(state)
      const max = Controller.trailingMaxDifficulty(state)
      expect(withoutOldest(zero)).toBe(recorded[i]!.trailing_zero_accuracy)
      expect(withoutOldest(max)).toBe(recorded[i]!.trailing_max_difficulty)
      if (zero !== withoutOldest(zero) || max !== withoutOldest(max)) differ++
    }
    expect(differ).toBeGreaterThan(0)
  })

  test("agree in weighted mode's weight to 1e-9", async () => {
    const Recorded = Schema.Struct({ weight_at_step_plus_7: Schema.JsonNumber })
    const { runs } = await read(
      Schema.Struct({ runs: Schema.Array(Schema.Struct({ updates: Schema.Array(Recorded) })) })
    )
    const recorded = runs.flatMap(({ updates }) => updates)
    const ours = Traces.steps(await read(Traces.Traces)).map(({ recorded: { step }, run, state }) =>
      WeightedCuration.weight(
        WeightedCuration.defaults,
        Traces.settings(run),
        { controller: state, lastStep: step },
        step + 7
      )
    )
    expect(ours.length).toBe(recorded.length)
    const deviations = ours.map((weight, i) => Math.abs(weight - recorded[i]!.weight_at_step_plus_7))
    expect(Math.max(...deviations)).toBeLessThan(1e-9)
  })
})

describe("replay", () => {
  // gain 1: 0 → 0.25 (accuracy 0.75) → 0.75 (accuracy 1); 4 instances at 0.25 are one at level 1
  const recorded: Traces.Traces = {
    runs: [{
      seed: 1,
      response: "base",
      max_level: 5,
      target: 0.5,
      gain: 1,
      step_cap: 1,
      history_length: 2,
      updates: [
        {
          step: 0,
          levels_proposed: [0],
          observed: [{ level: 0, accuracy: 0.75, rollouts: 8 }],
          difficulty_after: 0.25,
          slope: 1
        },
        {
          step: 1,
          levels_proposed: [1, 0, 0, 0],
          observed: [{ level: 0, accuracy: 1, rollouts: 24 }, { level: 1, accuracy: 1, rollouts: 8 }],
          difficulty_after: 0.75,
          slope: 0.25
        }
      ]
    }]
  }
  const change = (changes: Partial<Traces.Update>): Traces.Traces => {
    const [run] = recorded.runs
    return { runs: [{ ...run, updates: [run.updates[0], { ...run.updates[1]!, ...changes }] }] }
  }

  test("finds nothing in a faithful record", () => {
    expect(Traces.replay(recorded)).toEqual({
      runs: 1,
      updates: 2,
      largestDifficultyDeviation: 0,
      largestSlopeDeviation: 0,
      levelsAgree: true
    })
  })

  test("finds each kind of deviation", () => {
    expect(Traces.replay(change({ difficulty_after: 0.5 })).largestDifficultyDeviation).toBe(0.25)
    expect(Traces.replay(change({ slope: 0.5 })).largestSlopeDeviation).toBe(0.25)
    expect(Traces.replay(change({ levels_proposed: [0, 0, 1, 1] })).levelsAgree).toBe(false)
    expect(Traces.replay(change({ levels_proposed: [0, 0, 0] })).levelsAgree).toBe(false)
    expect(Traces.replay(change({ levels_proposed: [0, 1, 0, 0] })).levelsAgree).toBe(true)
  })

  test("refuses a file without runs, and values out of range", () => {
    const decode = Schema.decodeUnknownEither(Traces.TracesJson)
    expect(decode(JSON.stringify(recorded))._tag).toBe("Right")
    expect(decode(`{"runs":[]}`)._tag).toBe("Left")
    expect(decode(JSON.stringify(recorded).replace("0.75", "1.75"))._tag).toBe("Left")
  })
})
