import { describe, expect, test } from "bun:test"
import { Either, FastCheck as fc, Schema } from "effect"
import * as Scenario from "../testing/scenario.ts"
import { curriculumContract } from "./contract.ts"
import type { Curriculum } from "./Curriculum.ts"
import * as ReferenceCurriculum from "./ReferenceCurriculum.ts"

const modes = ["window", "weighted", "uniform"] as const
type Mode = (typeof modes)[number]

/** Short, so that slopes and trailing counts come into play within a scenario. */
const historyLength = 6

const make = (mode: Mode, slots: number, seed: number) =>
  ReferenceCurriculum.make(
    Schema.decodeSync(ReferenceCurriculum.Settings)({
      controller: { historyLength },
      activeSet: { mode, slots }
    }),
    seed
  )

for (const mode of modes) curriculumContract(mode, ({ seed, slots }) => make(mode, slots, seed))

/** Checks something of random runs in a mode. */
const always = (
  mode: Mode,
  holds: (
    curriculum: Curriculum<ReferenceCurriculum.State>,
    scenario: Scenario.Scenario,
    done: ReadonlyArray<Scenario.Done<ReferenceCurriculum.State>>
  ) => void
) =>
  fc.assert(fc.property(Scenario.arbitrary, (scenario) => {
    const curriculum = make(mode, scenario.slots, scenario.seed)
    holds(curriculum, scenario, Scenario.run(curriculum, scenario))
  }))

const late = [{ level: 0, accuracy: 1, rollouts: 8 }]

describe.each(modes)("%s", (mode) => {
  test("prompts are spread evenly, at the two levels around the difficulty", () => {
    always(mode, (curriculum, _, done) => {
      for (const { assignments, planned } of done) {
        const counts = assignments.map(({ levels }) => levels.length)
        if (counts.length === 0) continue
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
        const standings = new Map(curriculum.standings(planned).map((s) => [s.environment, s.difficulty]))
        for (const { environment, levels } of assignments) {
          const difficulty = standings.get(environment)!
          for (const level of levels) {
            expect([Math.floor(difficulty), Math.ceil(difficulty)]).toContain(level)
          }
        }
      }
    })
  })

  test("the remainder goes to different places in different steps", () => {
    const curriculum = make(mode, 4, 3)
    const state = curriculum.initial(Scenario.entries(4))
    const extra = Array.from(
      { length: 64 },
      (_, step) => curriculum.plan(state, step, 5).assignments.findIndex(({ levels }) => levels.length === 2)
    )
    expect(new Set(extra)).toEqual(new Set([0, 1, 2, 3]))
  })

  test("steps with rollouts are counted, and the last one is remembered", () => {
    always(mode, (_, __, done) => {
      const steps = new Map<string, Array<number>>()
      for (const [step, { assignments, reduced }] of done.entries()) {
        for (const { environment, levels } of assignments) {
          if (levels.length > 0) steps.set(environment, [...steps.get(environment) ?? [], step])
        }
        for (const { lastStep, name, updates } of reduced.environments) {
          expect(lastStep).toBe(steps.get(name)?.at(-1) ?? null)
          expect(updates).toBe(steps.get(name)?.length ?? 0)
        }
      }
    })
  })
})

describe("in a window", () => {
  test("only active environments have a history", () => {
    always("window", (_, __, done) => {
      for (const { events, planned, reduced } of done) {
        const fresh = events.filter(({ _tag }) => _tag === "entered").map(({ environment }) => environment)
        for (const { controller: { accuracies, difficulties }, name } of planned.environments) {
          if (planned.activeSet.slots.includes(name) && !fresh.includes(name)) continue
          expect({ accuracies, difficulties }).toEqual({ accuracies: [], difficulties: [] })
        }
        for (const { controller: { accuracies, difficulties }, name } of reduced.environments) {
          if (reduced.activeSet.slots.includes(name)) continue
          expect({ accuracies, difficulties }).toEqual({ accuracies: [], difficulties: [] })
        }
      }
    })
  })

  test("results of environments that are not active change nothing", () => {
    always("window", (curriculum, { steps }, done) => {
      const { reduced } = done.at(-1)!
      const results = curriculum.standings(reduced).filter(({ status }) => status !== "active")
        .map(({ environment }) => ({ environment, observations: late }))
      expect(curriculum.observe(reduced, steps.length, results)).toEqual(reduced)
    })
  })
})

describe.each(["weighted", "uniform"] as const)("in a %s sample", (mode) => {
  test("the set is drawn anew, and histories stay with those who leave", () => {
    const curriculum = make(mode, 2, 1)
    const done = Scenario.run(curriculum, {
      seed: 1,
      slots: 2,
      environments: 6,
      prompts: 4,
      steps: Array.from({ length: 12 }, () => ({ accepted: [4], broken: [] }))
    })
    const sets = done.map(({ assignments }) => assignments.map(({ environment }) => environment).sort())
    expect(new Set(sets.map(String)).size).toBeGreaterThan(5)
    for (const { controller, name } of done.at(-1)!.reduced.environments) {
      const drawn = sets.filter((set) => set.includes(name)).length
      expect(controller.accuracies.length).toBe(Math.min(drawn, historyLength))
    }
  })

  test("late results count, and a later step stays the last one", () => {
    const curriculum = make(mode, 1, 1)
    const { assignments: [assignment], state } = curriculum.plan(
      curriculum.initial(Scenario.entries(2)),
      5,
      8
    )
    const waiting = assignment!.environment === "e0" ? "e1" : "e0"
    const observed = curriculum.observe(
      curriculum.observe(state, 4, [{ environment: waiting, observations: late }]),
      3,
      [{ environment: waiting, observations: late }]
    )
    expect(observed.environments.find(({ name }) => name === waiting)).toMatchObject({
      lastStep: 4,
      controller: { accuracies: [1, 1] }
    })
  })
})

test("a run may go on in another mode", () => {
  always("weighted", (_, { environments, prompts, seed, slots, steps }, done) => {
    const { reduced } = done.at(-1)!
    const window = make("window", slots, seed)
    const next = window.reconcile(reduced, Scenario.entries(environments))
    expect(window.standings(next)).toEqual(make("weighted", slots, seed).standings(reduced))
    for (const { controller, name } of next.environments) {
      if (!next.activeSet.slots.includes(name)) expect(controller.difficulties).toEqual([])
    }
    expect(window.plan(next, steps.length, prompts).assignments.length)
      .toBe(Math.min(slots, environments - reduced.activeSet.quarantined.length))
  })
})

describe("settings", () => {
  const decode = (settings: unknown) => Schema.decodeUnknownEither(ReferenceCurriculum.Settings)(settings)
  const message = (settings: unknown) =>
    Either.match(decode(settings), { onLeft: (error) => error.message, onRight: () => "" })

  test("default to those of the reference", () => {
    const controller = { response: "base", target: 0.5, gain: 2, stepCap: 1, historyLength: 10 } as const
    expect(Either.getOrThrow(decode({}))).toEqual({
      controller,
      activeSet: { mode: "window", slots: 64, zeroAccuracyLimit: 5, maxDifficultyLimit: 5 }
    })
    expect(Either.getOrThrow(decode({ activeSet: { mode: "weighted" } }))).toEqual({
      controller,
      activeSet: { mode: "weighted", slots: 64, alpha: 1, beta: 0.1, slopeScale: 0.05, ageScale: 100 }
    })
    expect(Either.getOrThrow(decode({ activeSet: { mode: "uniform" } }))).toEqual({
      controller,
      activeSet: { mode: "uniform", slots: 64 }
    })
  })

  test("that a history is too short for are refused, by field", () => {
    const window = message({
      controller: { historyLength: 4 },
      activeSet: { mode: "window", maxDifficultyLimit: 3 }
    })
    expect(window).toContain(`["activeSet"]["zeroAccuracyLimit"]`)
    expect(window).not.toContain("maxDifficultyLimit")
    expect(message({ controller: { historyLength: 2 }, activeSet: { mode: "weighted" } }))
      .toContain("controller.historyLength")
    expect(message({ controller: { historyLength: 2 }, activeSet: { mode: "uniform" } })).toBe("")
  })

  test("of another mode are refused", () => {
    expect(message({ activeSet: { mode: "random" } })).toContain(`"weighted"`)
    expect(message({ activeSet: { mode: "weighted", slopeScale: 0 } })).toContain(`["slopeScale"]`)
  })
})
