/** What every curriculum keeps, as tests; run against each implementation. */
import { describe, expect, test } from "bun:test"
import { FastCheck as fc, Schema } from "effect"
import * as Scenario from "../testing/scenario.ts"
import type { Curriculum, Standing } from "./Curriculum.ts"
import * as Explanation from "./Explanation.ts"

const freeze = <A>(value: A): A => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}

/** The curriculum with everything frozen that goes in or comes out, and every call made twice. */
const watched = <State>(curriculum: Curriculum<State>): Curriculum<State> => {
  const twice = <Args extends ReadonlyArray<unknown>, A>(f: (...args: Args) => A) => (...args: Args): A => {
    freeze(args)
    const first = freeze(f(...args))
    expect(f(...args)).toStrictEqual(first)
    return first
  }
  return {
    schema: curriculum.schema,
    initial: twice(curriculum.initial),
    reconcile: twice(curriculum.reconcile),
    plan: twice(curriculum.plan),
    observe: twice(curriculum.observe),
    quarantine: twice(curriculum.quarantine),
    standings: twice(curriculum.standings)
  }
}

const solved = (environment: string) => ({
  environment,
  observations: [{ level: 0, accuracy: 1, rollouts: 8 }]
})

/** `make` gives a curriculum with this many slots; its other settings should let the active set change in 20 steps. */
export const curriculumContract = <State>(
  name: string,
  make: (options: { readonly slots: number; readonly seed: number }) => Curriculum<State>
): void => {
  describe(`curriculum contract: ${name}`, () => {
    /** Checks something of random runs. */
    const always = (
      holds: (
        curriculum: Curriculum<State>,
        scenario: Scenario.Scenario,
        done: ReadonlyArray<Scenario.Done<State>>
      ) => void
    ) =>
      fc.assert(fc.property(Scenario.arbitrary, (scenario) => {
        const curriculum = make(scenario)
        holds(curriculum, scenario, Scenario.run(curriculum, scenario))
      }))
    const named = (curriculum: Curriculum<State>, state: State, status: Standing["status"]) =>
      curriculum.standings(state).filter((standing) => standing.status === status)
        .map(({ environment }) => environment).sort()
    const difficulties = (curriculum: Curriculum<State>, state: State) =>
      curriculum.standings(state).map(({ difficulty }) => difficulty)

    test("is a function of its arguments, and leaves them as they are", () => {
      always((curriculum, scenario, done) => {
        expect(Scenario.run(make(scenario), scenario)).toStrictEqual(done)
        const pure = watched(curriculum)
        expect(Scenario.run(pure, scenario)).toStrictEqual(done)
        pure.standings(pure.reconcile(done.at(-1)!.reduced, Scenario.entries(5)))
      })
    })

    test("a run carried through JSON at every moment is the same run, bit for bit", () => {
      always((curriculum, scenario, done) => {
        const codec = Schema.parseJson(curriculum.schema)
        const carry = (state: State) => Schema.decodeSync(codec)(Schema.encodeSync(codec)(state))
        expect(Scenario.run(curriculum, scenario, { carry })).toStrictEqual(done)
      })
    })

    test("the order in which things arrive does not show", () => {
      always((curriculum, scenario, done) => {
        const order = <A>(list: ReadonlyArray<A>) => list.toReversed()
        expect(Scenario.run(curriculum, scenario, { order })).toStrictEqual(done)
      })
    })

    test("another seed gives another plan", () => {
      const first = (seed: number) => {
        const curriculum = make({ slots: 4, seed })
        return JSON.stringify(curriculum.plan(curriculum.initial(Scenario.entries(12)), 0, 8).assignments)
      }
      expect(new Set(Array.from({ length: 8 }, (_, seed) => first(seed))).size).toBe(8)
    })

    test("the active set has no duplicates, nothing quarantined, and is as large as it can be", () => {
      always((curriculum, { environments, slots, steps }, done) => {
        const out = new Set<string>()
        for (const [step, { assignments, planned, reduced }] of done.entries()) {
          const active = assignments.map(({ environment }) => environment)
          expect(new Set(active).size).toBe(active.length)
          expect(active.filter((name) => out.has(name))).toEqual([])
          expect(active.length).toBe(Math.min(slots, environments - out.size))
          expect(named(curriculum, planned, "active")).toEqual(active.toSorted())
          for (const index of steps[step]!.broken) if (index < environments) out.add(`e${index}`)
          expect(named(curriculum, reduced, "quarantined")).toEqual([...out].sort())
        }
      })
    })

    test("a plan has exactly the instances asked for, at levels that there are", () => {
      always((curriculum, { environments, prompts }, done) => {
        const highest = new Map(Scenario.entries(environments).map(({ maxLevel, name }) => [name, maxLevel]))
        for (const { assignments, reduced } of done) {
          const count = assignments.reduce((sum, { levels }) => sum + levels.length, 0)
          expect(count).toBe(assignments.length === 0 ? 0 : prompts)
          for (const { environment, levels, indexes = [...levels.keys()] } of assignments) {
            expect([indexes.length, new Set(indexes).size]).toEqual([levels.length, levels.length])
            for (const level of levels) {
              expect(Number.isInteger(level) && level >= 0 && level <= highest.get(environment)!).toBe(true)
            }
          }
          for (const { difficulty, environment, maxLevel } of curriculum.standings(reduced)) {
            expect(maxLevel).toBe(highest.get(environment)!)
            expect(difficulty >= 0 && difficulty <= maxLevel).toBe(true)
          }
        }
      })
    })

    test("a plan explains each assignment", () => {
      const codec = Schema.parseJson(Explanation.Explanation)
      always((_, __, done) => {
        for (const { assignments, explanations } of done) {
          expect(explanations.map(({ environment, levels }) => ({ environment, levels })))
            .toEqual(assignments.map(({ environment, levels }) => ({ environment, levels })))
          for (const explanation of explanations) {
            expect(Schema.decodeSync(codec)(Schema.encodeSync(codec)(explanation))).toEqual(explanation)
          }
        }
      })
    })

    test("events account for every change of the active set", () => {
      always((_, { slots }, done) => {
        const places: Array<string | null> = Array.from({ length: slots }, () => null)
        for (const [step, { assignments, departures, events }] of done.entries()) {
          for (const event of events) {
            expect(event.step).toBe(step)
            expect(places[event.slot]).toBe(event._tag === "entered" ? null : event.environment)
            places[event.slot] = event._tag === "entered" ? event.environment : null
          }
          expect(places.filter((name) => name !== null))
            .toEqual(assignments.map(({ environment }) => environment))
          for (const { environment, slot, step: at, ...event } of departures) {
            expect(event).toEqual({ _tag: "left", reason: "quarantined" })
            expect(at).toBe(step)
            expect(places[slot]).toBe(environment)
            places[slot] = null
          }
        }
      })
    })

    test("only results move a difficulty", () => {
      always((curriculum, { prompts }, done) => {
        for (const [step, { observed, reduced }] of done.entries()) {
          const expected = difficulties(curriculum, observed)
          expect(difficulties(curriculum, reduced)).toEqual(expected)
          expect(difficulties(curriculum, curriculum.plan(reduced, step + 1, prompts).state)).toEqual(
            expected
          )
        }
      })
    })

    test("planning twice is planning once", () => {
      always((curriculum, { prompts }, done) => {
        for (const [step, { assignments, explanations, planned }] of done.entries()) {
          expect(curriculum.plan(planned, step, prompts)).toStrictEqual({
            state: planned,
            events: [],
            assignments,
            explanations
          })
        }
      })
    })

    test("a plan after a quarantine fills the place, and moves no other share", () => {
      always((curriculum, { prompts }, done) => {
        for (const [step, { assignments, planned }] of done.entries()) {
          for (const [place, { environment }] of assignments.entries()) {
            const next = curriculum.plan(
              curriculum.quarantine(planned, step, environment).state,
              step,
              prompts
            )
            const others = (list: typeof assignments) => list.filter((_, other) => other !== place)
            if (named(curriculum, planned, "waiting").length === 0) {
              expect(next.assignments.map((assignment) => assignment.environment))
                .toEqual(others(assignments).map((assignment) => assignment.environment))
            } else {
              expect(named(curriculum, planned, "waiting")).toContain(next.assignments[place]!.environment)
              expect(next.assignments[place]!.levels.length).toBe(assignments[place]!.levels.length)
              expect(others(next.assignments)).toEqual(others(assignments))
            }
          }
        }
      })
    })

    test("quarantine is for good: results change nothing, nor does another quarantine", () => {
      always((curriculum, _, done) => {
        for (const [step, { reduced }] of done.entries()) {
          const out = named(curriculum, reduced, "quarantined")
          expect(curriculum.observe(reduced, step, out.map(solved))).toStrictEqual(reduced)
          for (const name of out) {
            expect(curriculum.quarantine(reduced, step, name)).toStrictEqual({ state: reduced, events: [] })
          }
        }
      })
    })

    test("with every environment quarantined there is nothing to do", () => {
      const curriculum = make({ slots: 4, seed: 1 })
      const { state } = curriculum.plan(curriculum.initial(Scenario.entries(3)), 0, 8)
      const none = Scenario.entries(3).reduce(
        (state, { name }) => curriculum.quarantine(state, 0, name).state,
        state
      )
      expect(curriculum.plan(none, 1, 8)).toMatchObject({ events: [], assignments: [] })
    })

    test("reconcile keeps what is known, adds what is new and drops what is gone", () => {
      always((curriculum, { environments, prompts, steps }, done) => {
        const { reduced } = done.at(-1)!
        expect(curriculum.reconcile(reduced, Scenario.entries(environments).toReversed()))
          .toStrictEqual(reduced)
        const known = new Map(
          curriculum.standings(reduced).map((standing) => [standing.environment, standing])
        )
        const kept = Scenario.entries(environments).filter((_, i) => i % 3 !== 1)
        const lowered = kept.map(({ maxLevel, name }, i) => ({ name, maxLevel: i % 2 === 0 ? 1 : maxLevel }))
        const fresh = { name: "a0", maxLevel: 2 }
        const next = curriculum.reconcile(reduced, [...lowered, fresh])
        expect(curriculum.standings(next)).toEqual([
          { environment: "a0", status: "waiting", difficulty: 0, maxLevel: 2 },
          ...lowered.toSorted((a, b) => a.name < b.name ? -1 : 1).map(({ maxLevel, name }) => {
            const { difficulty, status } = known.get(name)!
            return { environment: name, status, difficulty: Math.min(difficulty, maxLevel), maxLevel }
          })
        ])
        const names = new Set(["a0", ...kept.map(({ name }) => name)])
        for (const { environment } of curriculum.plan(next, steps.length, prompts).assignments) {
          expect(names.has(environment)).toBe(true)
        }
      })
    })

    test("reconcile with fewer slots keeps the first, with more leaves room", () => {
      const wide = make({ slots: 4, seed: 1 })
      const { assignments, state } = wide.plan(wide.initial(Scenario.entries(9)), 0, 8)
      const active = assignments.map(({ environment }) => environment)
      const narrow = make({ slots: 2, seed: 1 })
      expect(named(narrow, narrow.reconcile(state, Scenario.entries(9)), "active"))
        .toEqual(active.slice(0, 2).sort())
      const wider = make({ slots: 6, seed: 1 })
      expect(wider.plan(wider.reconcile(state, Scenario.entries(9)), 1, 8).assignments.length).toBe(6)
    })

    test("standings are by name, and start from nothing", () => {
      const curriculum = make({ slots: 2, seed: 1 })
      expect(curriculum.standings(curriculum.initial(Scenario.entries(3).toReversed()))).toEqual(
        Scenario.entries(3).map(({ maxLevel, name }) => ({
          environment: name,
          status: "waiting",
          difficulty: 0,
          maxLevel
        }))
      )
    })

    test("unknown and doubled names are refused", () => {
      const curriculum = make({ slots: 2, seed: 1 })
      const state = curriculum.initial(Scenario.entries(2))
      expect(() => curriculum.observe(state, 0, [solved("mine")])).toThrow(`"mine"`)
      expect(() => curriculum.quarantine(state, 0, "mine")).toThrow(`"mine"`)
      const twice = [...Scenario.entries(2), ...Scenario.entries(1)]
      expect(() => curriculum.initial(twice)).toThrow("same name")
      expect(() => curriculum.reconcile(state, twice)).toThrow("same name")
    })
  })
}
