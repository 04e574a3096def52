import { describe, expect, test } from "bun:test"
import { Either, FastCheck as fc, Schema } from "effect"
import type { Entry, Event, Result } from "./Curriculum.ts"
import * as WindowCurriculum from "./WindowCurriculum.ts"

const settings = (slots: number, historyLength = 10): WindowCurriculum.Settings =>
  Schema.decodeSync(WindowCurriculum.Settings)({
    controller: { historyLength },
    window: { slots }
  })

const entries = (count: number, maxLevel = 4): ReadonlyArray<Entry> =>
  Array.from({ length: count }, (_, i) => ({ name: `e${i}`, maxLevel }))

/** What a step does to the curriculum: accepted rollouts of 8 per environment in turn, and who breaks. */
interface Step {
  readonly accepted: ReadonlyArray<number>
  readonly quarantined: ReadonlyArray<number>
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  accepted: fc.array(fc.constantFrom(0, 0, 4, 8, 8), { minLength: 1, maxLength: 5 }),
  quarantined: fc.array(fc.nat(11), { maxLength: 1 }).chain((list) =>
    fc.constantFrom<ReadonlyArray<number>>([], [], list)
  )
})

const scenarioArbitrary = fc.record({
  seed: fc.nat(),
  slots: fc.integer({ min: 1, max: 6 }),
  environments: fc.integer({ min: 1, max: 12 }),
  prompts: fc.integer({ min: 0, max: 20 }),
  steps: fc.array(stepArbitrary, { minLength: 1, maxLength: 25 })
})
type Scenario = typeof scenarioArbitrary extends fc.Arbitrary<infer A> ? A : never

/** What a run of a scenario leaves behind. */
interface Trail {
  readonly states: Array<WindowCurriculum.State>
  readonly plans: Array<unknown>
  readonly events: Array<Event>
}

/** Runs a scenario; `carry` stands for what happens to the state between steps, `order` for arrival. */
const run = (
  scenario: Scenario,
  carry: (state: WindowCurriculum.State) => WindowCurriculum.State,
  order: <A>(list: ReadonlyArray<A>) => ReadonlyArray<A>
): Trail => {
  const curriculum = WindowCurriculum.make(settings(scenario.slots, 6), scenario.seed)
  const trail: Trail = { states: [], plans: [], events: [] }
  let state = curriculum.initial(order(entries(scenario.environments, 2)))
  for (const [step, { accepted, quarantined }] of scenario.steps.entries()) {
    const plan = curriculum.plan(carry(state), step, scenario.prompts)
    trail.plans.push(plan.assignments)
    trail.events.push(...plan.events)
    const results = plan.assignments.map(({ environment, levels }, i): Result => ({
      environment,
      observations: order(
        levels.map((level) => ({ level, accuracy: accepted[i % accepted.length]! / 8, rollouts: 8 }))
      )
    }))
    state = curriculum.observe(carry(plan.state), step, order(results))
    for (const index of order(quarantined)) {
      if (index >= scenario.environments) continue
      const out = curriculum.quarantine(state, step, `e${index}`)
      state = out.state
      trail.events.push(...out.events)
    }
    trail.states.push(state)
  }
  return trail
}

const asItIs = <A>(value: A): A => value

describe("over arbitrary runs", () => {
  test("the active set has no duplicates, no quarantined member, and is as large as it can be", () => {
    fc.assert(fc.property(scenarioArbitrary, (scenario) => {
      const curriculum = WindowCurriculum.make(settings(scenario.slots, 6), scenario.seed)
      const { states } = run(scenario, asItIs, asItIs)
      for (const [step, state] of states.entries()) {
        const plan = curriculum.plan(state, step + 1, scenario.prompts)
        const { quarantined } = plan.state.window
        const active = plan.assignments.map(({ environment }) => environment)
        expect(new Set(active).size).toBe(active.length)
        expect(active.filter((name) => quarantined.includes(name))).toEqual([])
        expect(active.length).toBe(Math.min(scenario.slots, scenario.environments - quarantined.length))
      }
    }))
  })

  test("prompts are spread evenly, at levels within reach", () => {
    fc.assert(fc.property(scenarioArbitrary, (scenario) => {
      const curriculum = WindowCurriculum.make(settings(scenario.slots, 6), scenario.seed)
      for (const [step, state] of run(scenario, asItIs, asItIs).states.entries()) {
        const { assignments } = curriculum.plan(state, step + 1, scenario.prompts)
        const counts = assignments.map(({ levels }) => levels.length)
        if (counts.length === 0) continue
        expect(counts.reduce((a, b) => a + b, 0)).toBe(scenario.prompts)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
        for (const { environment, levels } of assignments) {
          const { difficulty } = curriculum.standings(state).find((s) => s.environment === environment)!
          for (const level of levels) {
            expect([Math.floor(difficulty), Math.ceil(difficulty)]).toContain(level)
            expect(level).toBeLessThanOrEqual(2)
          }
        }
      }
    }))
  })

  test("events account for every change of the active set", () => {
    fc.assert(fc.property(scenarioArbitrary, (scenario) => {
      const { events, states } = run(scenario, asItIs, asItIs)
      const slots: Array<string | null> = Array.from({ length: scenario.slots }, () => null)
      for (const { _tag, environment, slot } of events) {
        expect(slots[slot]).toBe(_tag === "entered" ? null : environment)
        slots[slot] = _tag === "entered" ? environment : null
      }
      expect(slots).toEqual([...states.at(-1)!.window.slots])
    }))
  })

  test("only results move a difficulty, and only active environments have a history", () => {
    fc.assert(fc.property(scenarioArbitrary, (scenario) => {
      const curriculum = WindowCurriculum.make(settings(scenario.slots, 6), scenario.seed)
      const difficulties = (state: WindowCurriculum.State) =>
        curriculum.standings(state).map(({ difficulty }) => difficulty)
      for (const [step, state] of run(scenario, asItIs, asItIs).states.entries()) {
        const planned = curriculum.plan(state, step + 1, scenario.prompts)
        const reduced = curriculum.quarantine(planned.state, step + 1, "e0").state
        expect(difficulties(planned.state)).toEqual(difficulties(state))
        expect(difficulties(reduced)).toEqual(difficulties(state))
        const fresh = planned.events.map(({ environment }) => environment)
        for (const { controller, name } of reduced.environments) {
          if (reduced.window.slots.includes(name) && !fresh.includes(name)) continue
          expect(controller.difficulties).toEqual([])
          expect(controller.accuracies).toEqual([])
        }
      }
    }))
  })

  test("results of environments that are not active change nothing", () => {
    fc.assert(fc.property(scenarioArbitrary, (scenario) => {
      const curriculum = WindowCurriculum.make(settings(scenario.slots, 6), scenario.seed)
      const state = run(scenario, asItIs, asItIs).states.at(-1)!
      const late = curriculum.standings(state).filter(({ status }) => status !== "active")
      const results = late.map(({ environment }) => ({
        environment,
        observations: [{ level: 0, accuracy: 1, rollouts: 8 }]
      }))
      expect(curriculum.observe(state, scenario.steps.length, results)).toEqual(state)
    }))
  })

  test("a run carried through JSON at every step is the same run, bit for bit", () => {
    fc.assert(fc.property(scenarioArbitrary, (scenario) => {
      const { schema } = WindowCurriculum.make(settings(scenario.slots, 6), scenario.seed)
      const codec = Schema.parseJson(schema)
      const throughJson = (state: WindowCurriculum.State) =>
        Schema.decodeSync(codec)(Schema.encodeSync(codec)(state))
      expect(run(scenario, throughJson, asItIs)).toStrictEqual(run(scenario, asItIs, asItIs))
    }))
  })

  test("the order in which things arrive does not show", () => {
    fc.assert(fc.property(scenarioArbitrary, (scenario) => {
      const backwards = run(scenario, asItIs, (list) => list.toReversed())
      expect(backwards).toStrictEqual(run(scenario, asItIs, asItIs))
    }))
  })
})

describe("plan", () => {
  const curriculum = WindowCurriculum.make(settings(4), 3)

  test("twice is once", () => {
    const first = curriculum.plan(curriculum.initial(entries(10)), 0, 10)
    const second = curriculum.plan(first.state, 0, 10)
    expect(second).toEqual({ state: first.state, events: [], assignments: first.assignments })
  })

  test("after a quarantine fills the slot and moves no other share", () => {
    const first = curriculum.plan(curriculum.initial(entries(10)), 0, 10)
    const gone = first.assignments[1]!.environment
    const second = curriculum.plan(curriculum.quarantine(first.state, 0, gone).state, 0, 10)
    expect(second.assignments[1]!.environment).not.toBe(gone)
    expect(second.assignments[1]!.levels.length).toBe(first.assignments[1]!.levels.length)
    expect(second.assignments.toSpliced(1, 1)).toEqual(first.assignments.toSpliced(1, 1))
  })

  test("gives the remainder to different places in different steps", () => {
    const { state } = curriculum.plan(curriculum.initial(entries(4)), 0, 5)
    const extra = Array.from(
      { length: 64 },
      (_, step) => curriculum.plan(state, step, 5).assignments.findIndex(({ levels }) => levels.length === 2)
    )
    expect(new Set(extra)).toEqual(new Set([0, 1, 2, 3]))
  })

  test("is empty where no environment is left", () => {
    let state = curriculum.initial(entries(1))
    state = curriculum.quarantine(state, 0, "e0").state
    expect(curriculum.plan(state, 0, 8).assignments).toEqual([])
  })
})

test("standings", () => {
  const curriculum = WindowCurriculum.make(settings(1), 3)
  const plan = curriculum.plan(curriculum.initial(entries(3)), 0, 2)
  const [active] = plan.assignments.map(({ environment }) => environment)
  const [bad] = entries(3).map(({ name }) => name).filter((name) => name !== active)
  let state = curriculum.observe(plan.state, 0, [
    { environment: active!, observations: [{ level: 0, accuracy: 0.75, rollouts: 8 }] }
  ])
  state = curriculum.quarantine(state, 0, bad!).state
  expect(curriculum.standings(state)).toEqual(
    entries(3).map(({ maxLevel, name }) => ({
      environment: name,
      status: name === active ? "active" : name === bad ? "quarantined" : "waiting",
      difficulty: name === active ? 0.5 : 0,
      maxLevel
    }))
  )
})

test("reconcile keeps what is known, adds what is new and drops what is gone", () => {
  const curriculum = WindowCurriculum.make(settings(3), 3)
  const { state: planned } = curriculum.plan(curriculum.initial(entries(3)), 0, 3)
  const observed = curriculum.observe(
    planned,
    0,
    entries(3).map(({ name }) => ({
      environment: name,
      observations: [{ level: 0, accuracy: 1, rollouts: 8 }]
    }))
  )
  expect(curriculum.reconcile(observed, entries(3))).toEqual(observed)
  const next = curriculum.reconcile(observed, [
    { name: "e9", maxLevel: 2 },
    { name: "e1", maxLevel: 0 },
    { name: "e2", maxLevel: 4 }
  ])
  expect(curriculum.standings(next)).toEqual([
    { environment: "e1", status: "active", difficulty: 0, maxLevel: 0 },
    { environment: "e2", status: "active", difficulty: 1, maxLevel: 4 },
    { environment: "e9", status: "waiting", difficulty: 0, maxLevel: 2 }
  ])
  expect(curriculum.plan(next, 1, 3).assignments.map(({ environment }) => environment).sort())
    .toEqual(["e1", "e2", "e9"])
  const narrow = WindowCurriculum.make(settings(1), 3).reconcile(observed, entries(3))
  expect(narrow.window.slots).toEqual([observed.window.slots[0]!])
})

test("unknown and doubled names are refused", () => {
  const curriculum = WindowCurriculum.make(settings(2), 3)
  const state = curriculum.initial(entries(2))
  expect(() => curriculum.observe(state, 0, [{ environment: "mine", observations: [] }])).toThrow(`"mine"`)
  expect(() => curriculum.quarantine(state, 0, "mine")).toThrow(`"mine"`)
  expect(() => curriculum.initial([...entries(2), ...entries(1)])).toThrow("same name")
})

test("limits that the history cannot reach are refused, by field", () => {
  const decoded = Schema.decodeUnknownEither(WindowCurriculum.Settings)({
    controller: { historyLength: 4 },
    window: { maxDifficultyLimit: 3 }
  })
  const message = Either.match(decoded, { onLeft: (error) => error.message, onRight: () => "" })
  expect(message).toContain(`["window"]["zeroAccuracyLimit"]`)
  expect(message).not.toContain("maxDifficultyLimit")
})
