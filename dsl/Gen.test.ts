import { describe, expect, test } from "bun:test"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schedule from "effect/Schedule"
import { RejectedSignal } from "./Drawing.ts"
import * as Gen from "./Gen.ts"
import { fromCoordinates } from "./Random.ts"
import { wordsThenZeros } from "./testing/driven.ts"
import { expectUniform } from "./testing/tally.ts"

const random = (index = 0) => fromCoordinates("gen test", index)

const run = <A, E>(effect: Effect.Effect<A, E, Gen.Rng>, index = 0): A =>
  Effect.runSync(Effect.provideService(effect, Gen.Rng, random(index)))

const body = Gen.gen(function*() {
  const length = yield* Gen.int(1, 5)
  const values: Array<number> = []
  for (let i = 0; i < length; i++) values.push(yield* Gen.int(0, 99))
  const nested = yield* Gen.gen(function*() {
    return [yield* Gen.boolean(), yield* Gen.pick(["a", "b"])]
  })
  return { values, nested }
})

const constructors: Readonly<Record<string, Gen.Gen<unknown>>> = {
  make: Gen.make(({ u32 }) => u32()),
  succeed: Gen.succeed({ fixed: true }),
  gen: body,
  map: Gen.map(Gen.int(0, 9), (value) => value * 2),
  flatMap: Gen.flatMap(Gen.int(1, 9), (length) => Gen.string("abc", length)),
  filter: Gen.filter(Gen.int(0, 99), () => true, "never"),
  int: Gen.int(-5, 5),
  skewed: Gen.skewed(-5, 5, 2),
  boolean: Gen.boolean(0.3),
  pick: Gen.pick([1, 2, 3]),
  weighted: Gen.weighted([["rare", 1], ["common", 9]]),
  array: Gen.array(body, 3),
  struct: Gen.struct({ a: Gen.int(0, 9), b: body }),
  tuple: Gen.tuple(Gen.int(0, 9), body),
  distinct: Gen.distinct(0, 20, 5),
  shuffle: Gen.shuffle(["a", "b", "c"]),
  permutation: Gen.permutation(6),
  string: Gen.string("aé😀", 8),
  subset: Gen.subset(["a", "b", "c", "d"], 2),
  partition: Gen.partition(9, 4),
  word: Gen.word,
  words: Gen.words(3),
  grid: Gen.grid(2, 3, body),
  maze: Gen.maze(5, 7, 1),
  intervals: Gen.intervals(3, 0, 9),
  points: Gen.points(4, -2, 2),
  brackets: Gen.brackets(5),
  expression: Gen.expression({ leaf: body, operators: ["+", "*"], leaves: 4 }),
  tree: Gen.tree(6),
  graph: Gen.graph(5, 6),
  connected: Gen.connected(5, 6),
  bipartite: Gen.bipartite(3, 4, 6),
  dag: Gen.dag(5, 6)
}

test("every constructor is tested", () => {
  const others = ["drawAny", "reject", "Rng", "Rejected"]
  expect(Object.keys(Gen).sort()).toEqual([...Object.keys(constructors), ...others].sort())
})

describe.each(Object.entries(constructors))("%s", (_, gen) => {
  const draws = Array.from({ length: 20 }, (_, index) => Gen.drawAny(gen, random(index)))

  test("is an Effect with the value of its draw", () => {
    expect(Effect.isEffect(gen)).toBe(true)
    expect(Array.from({ length: 20 }, (_, index) => run(gen, index))).toEqual(draws)
    expect(Array.from({ length: 20 }, (_, index) => gen.draw(random(index)))).toEqual(draws)
  })

  test("is the same inside a body, under Effect.gen, and through Effect's operators", () => {
    const inGen = Gen.gen(function*() {
      return yield* gen
    })
    const inEffect = Effect.gen(function*() {
      return yield* gen
    })
    const piped = gen.pipe(Effect.map((value) => [value]), Effect.flatMap(([value]) => Effect.succeed(value)))
    for (const same of [inGen, inEffect, piped]) {
      expect(draws.map((_, index) => Gen.drawAny(same, random(index)))).toEqual(draws)
    }
  })

  test("ends on zeros", () => {
    const zeros = () => Gen.drawAny(gen, wordsThenZeros([]))
    expect(zeros()).toEqual(zeros())
  })

  test("a second one goes on where the first one stopped", () => {
    const direct = Gen.drawAny(Gen.tuple(gen, Gen.int(0, 2 ** 50)), random())
    expect(run(Effect.all([gen, Gen.int(0, 2 ** 50)]))).toEqual([...direct])
  })
})

describe("with Effect", () => {
  test("forEach draws in order", () => {
    const each = Effect.forEach([10, 100, 1000], (top) => Gen.int(0, top))
    const source = random()
    expect(run(each)).toEqual([10, 100, 1000].map((top) => source.below(top + 1)))
  })

  test("a body may yield other Effects, and they share its randomness", () => {
    const mixed = Gen.gen(function*() {
      const first = yield* Gen.int(0, 999)
      const [second, third] = yield* Effect.all([Gen.int(0, 999), Gen.int(0, 999)])
      const rng = yield* Gen.Rng
      return [first, second, third, rng.below(1000), yield* Effect.succeed("done")]
    })
    const plain = Gen.map(Gen.array(Gen.int(0, 999), 4), (values) => [...values, "done"])
    expect<unknown>(Gen.drawAny(mixed, random())).toEqual(Gen.drawAny(plain, random()))
    expect<unknown>(run(mixed)).toEqual(run(plain))
  })

  test("a rejection can be caught by its tag and retried", () => {
    const even = Gen.filter(Gen.int(0, 99), (value) => value % 2 === 0, "odd")
    expect(run(Effect.catchTag(Gen.reject("no"), "Rejected", ({ reason }) => Effect.succeed(reason)))).toBe(
      "no"
    )
    const source = random(3)
    let expected = source.below(100)
    while (expected % 2 === 1) expected = source.below(100)
    expect(run(Effect.retry(even, { times: 50 }), 3)).toBe(expected)
    expect(run(Effect.retry(even, Schedule.recurs(50)), 3)).toBe(expected)
    const retried = Gen.gen(function*() {
      return yield* Effect.retry(even, { times: 50 })
    })
    expect(Gen.drawAny(retried, random(3))).toBe(expected)
  })

  test("what rejects is a typed failure, what throws is a defect", () => {
    const exit = Effect.runSyncExit(Effect.provideService(Gen.reject("no"), Gen.Rng, random()))
    expect<unknown>(exit).toEqual(Exit.fail(new Gen.Rejected({ reason: "no" })))
    const broken = Gen.map(Gen.int(0, 1), (): number => {
      throw new TypeError("broken")
    })
    expect(() => run(broken)).toThrow("broken")
    const died = Effect.runSyncExit(Effect.provideService(Effect.exit(broken), Gen.Rng, random()))
    expect(Exit.isSuccess(died) && Exit.isFailure(died.value) && died.value.cause._tag).toBe("Die")
  })
})

describe("in a draw", () => {
  test("both ways to reject are the signal that runners draw again for", () => {
    class Other extends Data.TaggedError("Other")<{ readonly why: string }> {}
    const rejecting = [
      Gen.reject("no"),
      Effect.flatMap(Gen.int(0, 9), () => Gen.reject("no")),
      Gen.gen(function*() {
        return yield* new Gen.Rejected({ reason: "no" })
      })
    ]
    for (const gen of rejecting) {
      expect(() => Gen.drawAny(gen, random())).toThrow(RejectedSignal)
      expect(() => Gen.drawAny(gen, random())).toThrow("no")
    }
    expect(() => Gen.drawAny(Effect.fail(new Other({ why: "x" })), random())).toThrow(Other)
  })

  test("a draw with other randomness inside a draw uses that one, and the outer goes on", () => {
    const inner = Gen.gen(function*() {
      return [yield* Gen.int(0, 999), yield* Gen.int(0, 999)]
    })
    const outer = Gen.gen(function*() {
      const before = yield* Gen.int(0, 999)
      const apart = yield* Gen.make(() => inner.draw(random(9)))
      return { before, apart, after: yield* Gen.int(0, 999) }
    })
    const { after, apart, before } = Gen.drawAny(outer, random())
    expect(apart).toEqual(Gen.drawAny(inner, random(9)))
    expect<unknown>([before, after]).toEqual(Gen.drawAny(inner, random()))
  })

  test("a draw that throws leaves nothing behind", () => {
    const thrower = Gen.gen(function*() {
      yield* Gen.int(0, 9)
      throw new Error("inside")
    })
    expect(() => Gen.drawAny(thrower, random())).toThrow("inside")
    // With no draw in progress a Gen is an Effect again.
    expect(run(Gen.int(0, 9))).toBe(Gen.int(0, 9).draw(random()))
    expect(() => Effect.runSync(Gen.int(0, 9) as unknown as Effect.Effect<number>)).toThrow("Rng")
  })

  test("no value but an Effect can be drawn", () => {
    expect(() => Gen.drawAny({} as unknown as Effect.Effect<number>, random())).toThrow(
      "must return a Gen or an Effect"
    )
  })
})

describe("values", () => {
  const draws = <A>(gen: Gen.Gen<A>, count = 2000) =>
    Array.from({ length: count }, (_, index) => gen.draw(random(index)))

  test("int reaches both ends and nothing beyond", () => {
    expect(new Set(draws(Gen.int(-2, 2)))).toEqual(new Set([-2, -1, 0, 1, 2]))
  })

  test("boolean follows its chance", () => {
    const share = (chance?: number) => draws(Gen.boolean(chance)).filter(Boolean).length / 2000
    expect([share(0), share(1)]).toEqual([0, 1])
    expect(Math.abs(share() - 0.5)).toBeLessThan(0.06)
    expect(Math.abs(share(0.1) - 0.1)).toBeLessThan(0.04)
  })

  test("string takes whole characters", () => {
    expect(new Set(draws(Gen.string("é😀", 1)))).toEqual(new Set(["é", "😀"]))
    expect([...Gen.string("😀", 5).draw(random())]).toHaveLength(5)
  })

  test("permutation holds every number once", () => {
    for (const values of draws(Gen.permutation(7), 50)) {
      expect([...values].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
    }
  })

  test("subset keeps the order of its values", () => {
    expect(new Set(draws(Gen.subset(["c", "a", "b"], 2)).map(String))).toEqual(new Set(["c,a", "c,b", "a,b"]))
  })

  test("words are short, lower-case and different, and each is alike likely", () => {
    const all = Gen.words(420).draw(random())
    expect(new Set(all).size).toBe(420)
    for (const word of all) expect(word).toMatch(/^[a-z]{3,8}$/)
    expect(() => Gen.words(421).draw(random())).toThrow("words: count must be a whole number from 0 to 420")
    const source = random()
    expectUniform(420, 42_000, () => Gen.word.draw(source))
    expectUniform(420, 42_000, () => Gen.words(2).draw(source)[1])
  })

  test("grid has its rows and columns", () => {
    const rows = Gen.grid(3, 4, Gen.int(0, 2 ** 50)).draw(random())
    expect(rows.map((row) => row.length)).toEqual([4, 4, 4])
    expect(new Set(rows.flat()).size).toBe(12)
  })

  test("what may be left out is what the documentation says", () => {
    const same = <A>(left: Gen.Gen<A>, right: Gen.Gen<A>) => expect(draws(left, 20)).toEqual(draws(right, 20))
    same(Gen.partition(9, 4), Gen.partition(9, 4, 1))
    same(Gen.maze(7, 7), Gen.maze(7, 7, 0))
    same(Gen.intervals(5, 2, 9), Gen.intervals(5, 2, 9, 1, 7))
    same(Gen.tree(7), Gen.tree(7, "uniform"))
  })

  test("filter rejects what it does not keep", () => {
    const kept = Gen.filter(Gen.int(0, 3), (value) => value > 0, "zero")
    for (let index = 0; index < 50; index++) {
      const value = Gen.int(0, 3).draw(random(index))
      if (value === 0) expect(() => kept.draw(random(index))).toThrow("zero")
      else expect(kept.draw(random(index))).toBe(value)
    }
  })
})
