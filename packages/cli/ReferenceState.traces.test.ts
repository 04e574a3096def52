/** Recorded runs of the reference's controller go on here from any of their states. */
import { fromCoordinates } from "@scaler/dsl/Random"
import * as Controller from "@scaler/runtime/curriculum/Controller"
import * as ReferenceCurriculum from "@scaler/runtime/curriculum/ReferenceCurriculum"
import * as Traces from "@scaler/runtime/curriculum/Traces"
import { entry } from "@scaler/synthesis/pool/testing"
import { expect, test } from "bun:test"
import { Schema } from "effect"
import { existsSync, readFileSync } from "node:fs"
import { filesOf, poolOf, read, titles, trained } from "./testing/trainingFiles.ts"

const tracesFile = new URL("../../../shared/data/controller-traces.json", import.meta.url)

test.skipIf(!existsSync(tracesFile))("a recorded run goes on from any of its states as recorded", () => {
  const { runs } = Schema.decodeUnknownSync(Traces.TracesJson)(readFileSync(tracesFile, "utf8"))
  let compared = 0
  for (const run of runs) {
    const one = entry({ name: titles[0], upstreamLevels: [...Array(run.max_level + 1).keys()] })
    const pool = poolOf([one])
    const controller = Traces.settings(run)
    const under = Schema.decodeSync(ReferenceCurriculum.Settings)({
      controller,
      activeSet: { mode: "uniform", slots: 1 }
    })
    for (let at = 1; at < run.updates.length; at += 7) {
      const past = run.updates.slice(0, at)
      const before = [0, ...past.map(({ difficulty_after }) => difficulty_after)]
      const accuracies = past.map(({ observed }) => {
        const rollouts = observed.reduce((sum, one) => sum + one.rollouts, 0)
        return observed.reduce((sum, one) => sum + one.accuracy * one.rollouts, 0) / rollouts
      })
      const texts = filesOf([
        trained(one, {
          d: before[at]!,
          t: at,
          last_step: past.at(-1)!.step,
          distance_history: before.slice(0, at).slice(-run.history_length),
          correct_history: accuracies.slice(-run.history_length)
        }, {
          target: run.target,
          k: run.gain,
          step_cap: run.step_cap,
          activate_function: run.response,
          history_len: run.history_length
        })
      ], [titles[0]])
      const start = read(texts, pool, under)
      expect(start.notes).toEqual([])
      let { controller: state } = start.state.environments[0]!
      for (const update of run.updates.slice(at)) {
        const random = fromCoordinates("test", update.step)
        const levels = Controller.propose(state, update.levels_proposed.length, random)
        expect(levels.toSorted((a, b) => a - b)).toEqual(update.levels_proposed.toSorted((a, b) => a - b))
        state = Controller.observe(controller, state, update.observed)
        expect(state.difficulty).toBeCloseTo(update.difficulty_after, 9)
        expect(Controller.slope(controller, state)).toBeCloseTo(update.slope, 9)
        compared++
      }
    }
  }
  expect(compared).toBeGreaterThan(3000)
})
