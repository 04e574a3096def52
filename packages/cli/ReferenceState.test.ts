import * as ReferenceCurriculum from "@scaler/runtime/curriculum/ReferenceCurriculum"
import { entry } from "@scaler/synthesis/pool/testing"
import * as TrainingState from "@scaler/synthesis/pool/TrainingState"
import { describe, expect, test } from "bun:test"
import { Effect, FastCheck as fc, Schema } from "effect"
import * as ReferenceState from "./ReferenceState.ts"
import {
  entries,
  filesOf,
  type Learnt,
  learnt,
  named,
  poolOf,
  read,
  settings,
  titles,
  trained,
  upstreamLevels,
  write
} from "./testing/trainingFiles.ts"

const parsed = ({ configs, windows }: TrainingState.Texts): unknown => [
  JSON.parse(configs),
  JSON.parse(windows)
]

const state = (length: number, maxHistory: number): fc.Arbitrary<Learnt> =>
  fc.integer({ min: 0, max: maxHistory }).chain((count) => {
    const exactly = <A>(arbitrary: fc.Arbitrary<A>) =>
      fc.array(arbitrary, { minLength: count, maxLength: count })
    const difficulty = fc.double({ min: 0, max: length - 1, noNaN: true })
      // JSON has no negative zero.
      .map((value) => value + 0)
    return fc.record({
      d: difficulty,
      t: fc.nat(),
      last_step: fc.option(fc.nat(10_000), { nil: null }),
      distance_history: exactly(difficulty),
      correct_history: exactly(fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0))
    })
  })

describe("files, a curriculum's state, and files again", () => {
  const active = fc.subarray([...titles], { minLength: 2, maxLength: 2 })
  const states = fc.array(state(upstreamLevels.length, 10), { minLength: 3, maxLength: 3 })

  test("are equal in every field, on the reference's ladders", () => {
    fc.assert(fc.property(states, active, (states, active) => {
      const texts = filesOf(
        entries.map((one, i) =>
          trained(one, {
            ...states[i]!,
            // In a window only active environments have a history.
            ...(active.includes(one.name as typeof titles[number])
              ? {}
              : { distance_history: [], correct_history: [] })
          })
        ),
        active
      )
      const start = read(texts)
      expect(start.notes).toEqual([])
      expect(parsed(write(texts, start))).toEqual(parsed(texts))
    }))
  })

  test("differ on derived ladders by less than a millionth of a level, where levels rise", () => {
    const rising = entry({ name: titles[0], upstreamLevels: [0, 1, 3, 4, 7, 11] })
    const pool = poolOf([rising], "derived")
    fc.assert(fc.property(state(6, 10), (learnt) => {
      const texts = filesOf([trained(rising, learnt)], [titles[0]])
      const back = Effect.runSync(TrainingState.decode(write(texts, read(texts, pool), pool)))
      const after = back.environments.get(titles[0])!.state
      expect(after).toMatchObject({ t: learnt.t, last_step: learnt.last_step })
      expect(after.correct_history).toEqual(learnt.correct_history)
      expect(after.d).toBeCloseTo(learnt.d, 6)
      for (const [i, difficulty] of learnt.distance_history.entries()) {
        expect(after.distance_history[i]).toBeCloseTo(difficulty, 6)
      }
    }))
  })
})

test("a difficulty on a derived ladder stands for the same setting", () => {
  const pool = poolOf([named(titles[0])], "derived")
  const { state } = read(filesOf([trained(named(titles[0]), learnt(6))], [titles[0]]), pool)
  const [{ controller }] = state.environments as [ReferenceCurriculum.State["environments"][number]]
  expect(pool.get("problem-1-a-first")!.ladder[controller.difficulty]).toEqual({ n: 9 })
})

describe("what the files say of other environments", () => {
  const [first, second] = ["problem-1-a-first", "problem-2-b-second"]

  test("is left out and said; one that they do not know starts at 0", () => {
    const other = entry({ name: "3_C. Third", upstreamLevels: [0, 4] })
    const texts = filesOf([
      trained(entries[0]!, learnt(3)),
      trained(named("9_Z. Rejected"), learnt(5)),
      trained(other, learnt(1))
    ], [titles[0], titles[1]])
    const { notes, state } = read(texts)
    expect(state.environments.map(({ controller, name }) => [name, controller.difficulty])).toEqual([
      [first, 3],
      [second, 0],
      ["problem-3-c-third", 0]
    ])
    expect(notes[0]).toEndWith("left out: 9_Z. Rejected, 3_C. Third")
    expect(notes[1]).toEndWith("starting at difficulty 0: problem-2-b-second, problem-3-c-third")
  })

  test("a window that repeats, is short or unknown leaves slots to be drawn", () => {
    const all = entries.map((one) => trained(one, learnt(3)))
    for (
      const [active, slots] of [
        [[titles[1], titles[1]], [second, null]],
        [[titles[1]], [second, null]],
        [["9_Z. Rejected", titles[0]], [first, null]],
        [[], [null, null]],
        [[titles[1], titles[0], titles[2]], [second, first]]
      ] as const
    ) {
      const { curriculum, notes, state } = read(filesOf(all, active))
      expect(state.activeSet.slots).toEqual([...slots])
      expect(notes).toHaveLength(1)
      expect(notes[0]).toContain(`names ${active.length} environments for 2 slots`)
      const { assignments } = curriculum.plan(state, 0, 8)
      expect(new Set(assignments.map(({ environment }) => environment)).size).toBe(2)
    }
  })
})

test("settings stay the recipe's, and each that differs is said once", () => {
  const texts = filesOf(
    entries.map((one) => trained(one, learnt(3), { k: 4, activate_function: "tanh", beta: 0.5 })),
    [titles[0], titles[1]]
  )
  const { notes } = read(texts)
  expect(notes).toHaveLength(2)
  expect(notes[0]).toStartWith("k is 4 in the reference run")
  expect(notes[0]).toContain("and 2 in the recipe")
  expect(notes[1]).toStartWith("activate_function is tanh")
  const weighted = Schema.decodeSync(ReferenceCurriculum.Settings)({
    activeSet: { mode: "weighted", slots: 2 }
  })
  expect(read(texts, poolOf(entries), weighted).notes.map((note) => note.split(" ")[0]))
    .toEqual(["k", "activate_function", "beta"])
  const written = JSON.parse(write(texts, read(texts)).configs) as ReturnType<typeof JSON.parse>
  expect(written[titles[0]].params.difficulty.params).toMatchObject({
    k: 2,
    activate_function: "base",
    beta: 0.5
  })
})

test("what is written leaves out what the file does not have, and says what was quarantined", () => {
  const texts = filesOf(entries.map((one) => trained(one, learnt(3))), [titles[0], titles[1]])
  const { curriculum, state } = read(texts)
  const { active, environments, notes } = ReferenceState.write(
    curriculum.quarantine(state, 1, "problem-1-a-first").state,
    poolOf(entries),
    settings,
    { entries: entries.slice(0, 2), start: 9 }
  )
  expect([...environments.keys()]).toEqual([titles[0], titles[1]])
  expect(active).toEqual([titles[1]])
  expect(notes).toEqual([
    expect.stringMatching(/left out: problem-3-c-third$/),
    expect.stringMatching(/^quarantined .*: problem-1-a-first$/)
  ])
})

test("steps go on from the reference's, in absences and when written", () => {
  const texts = filesOf([
    trained(entries[0]!, learnt(3, 120)),
    trained(entries[1]!, learnt(3, 20)),
    trained(entries[2]!, learnt(0, null))
  ], [titles[0], titles[1]])
  const start = read(texts)
  expect(start.step).toBe(120)
  expect(start.state.environments.map(({ lastStep }) => lastStep)).toEqual([0, -100, null])
  const { curriculum, state } = start
  const observed = curriculum.observe(curriculum.plan(state, 5, 8).state, 5, [
    { environment: "problem-1-a-first", observations: [{ level: 3, accuracy: 1, rollouts: 8 }] }
  ])
  const { environments } = Effect.runSync(
    TrainingState.decode(write(texts, { state: observed, step: start.step }))
  )
  expect(environments.get(titles[0])!.state).toMatchObject({ d: 4, t: 5, last_step: 125 })
  expect(environments.get(titles[1])!.state).toMatchObject({ t: 4, last_step: 20 })
})
