import { describe, expect, test } from "bun:test"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import * as Answer from "./Answer.ts"
import * as Environment from "./Environment.ts"
import * as Gen from "./Gen.ts"
import * as Ladder from "./Ladder.ts"
import * as Scale from "./Scale.ts"

const axis = FastCheck.tuple(
  FastCheck.constantFrom("linear" as const, "geometric" as const),
  FastCheck.integer({ min: 1, max: 1_000_000 }),
  FastCheck.integer({ min: 0, max: 1_000_000 })
).map(([law, min, more]) => Scale[law]({ min, max: min + more }))

describe("axes", () => {
  test("linear grows by equal steps, geometric by equal factors", () => {
    const at = (axis: Scale.Axis) => [0, 0.25, 0.5, 0.75, 1].map((progress) => Scale.axisAt(axis, progress))
    expect(at(Scale.linear({ min: 0, max: 100 }))).toEqual([0, 25, 50, 75, 100])
    expect(at(Scale.geometric({ min: 1, max: 10_000 }))).toEqual([1, 10, 100, 1000, 10_000])
    expect(at(Scale.linear({ min: 3, max: 3 }))).toEqual([3, 3, 3, 3, 3])
  })

  test("run from min to max and never back, in whole numbers", () => {
    FastCheck.assert(
      FastCheck.property(
        axis,
        FastCheck.array(FastCheck.double({ min: 0, max: 1, noNaN: true })),
        (axis, progress) => {
          const values = [0, ...progress.toSorted((a, b) => a - b), 1].map((each) => Scale.axisAt(axis, each))
          expect([values[0], values.at(-1)]).toEqual([axis.min, axis.max])
          expect(
            values.every((value, i) => Number.isSafeInteger(value) && (i === 0 || value >= values[i - 1]!))
          ).toBe(true)
        }
      ),
      { seed: 1 }
    )
  })

  test.each([[5, 4], [0.5, 2], [-1, 2], [0, 2 ** 53], [NaN, 1]])("%d to %d is refused", (min, max) => {
    expect(() => Scale.linear({ min, max })).toThrow(RangeError)
    expect(() => Scale.geometric({ min, max })).toThrow(RangeError)
  })

  test("geometric starts at 1 or more, since nothing times a factor leaves 0", () => {
    expect(() => Scale.geometric({ min: 0, max: 4 })).toThrow("1 ≤ min")
  })

  test("harder is nowhere smaller and somewhere larger", () => {
    expect(Scale.isHarder({ a: 1, b: 2 }, { a: 1, b: 3 })).toBe(true)
    expect(Scale.isHarder({ a: 1, b: 2 }, { a: 1, b: 2 })).toBe(false)
    expect(Scale.isHarder({ a: 1, b: 2 }, { a: 0, b: 9 })).toBe(false)
  })
})

/** Statements of exactly `n · width` characters. */
const probe = (
  scale: Scale.Axes,
  width: number,
  maxStatementLength: number,
  ladder?: ReadonlyArray<Scale.Scale>
) =>
  Environment.make({
    name: "probe",
    tags: [],
    skill: "test",
    source: "test",
    scale,
    instance: Schema.Struct({ length: Schema.Int }),
    answer: Answer.integer,
    generate: (scale) => Gen.struct({ length: Gen.succeed(scale["n"]! * width) }),
    statement: ({ length }) => "x".repeat(length),
    solve: ({ length }) => length,
    maxStatementLength,
    ...(ladder === undefined ? {} : { ladder })
  })

describe("derived ladders", () => {
  const scales = FastCheck.tuple(
    FastCheck.tuple(FastCheck.integer({ min: 1, max: 20 }), FastCheck.integer({ min: 0, max: 400 })),
    axis,
    FastCheck.integer({ min: 1, max: 5 }),
    FastCheck.integer({ min: 0, max: 2500 })
  )

  test("rise from the minima to the largest setting that fits, level by level", () => {
    FastCheck.assert(
      FastCheck.property(scales, ([[min, more], other, width, room]) => {
        const axes = { n: Scale.geometric({ min, max: min + more }), other }
        const declared = Math.ceil((min * width + room) / Ladder.margin)
        const longest = declared * Ladder.margin
        const ladder = Ladder.of(probe(axes, width, declared))
        expect(ladder.length).toBeGreaterThanOrEqual(1)
        expect(ladder.length).toBeLessThanOrEqual(Ladder.maxLevels)
        expect(ladder[0]).toEqual({ n: min, other: other.min })
        for (let level = 1; level < ladder.length; level++) {
          expect(Scale.isHarder(ladder[level - 1]!, ladder[level]!)).toBe(true)
        }
        const last = ladder.at(-1)!
        expect(last["n"]! * width).toBeLessThanOrEqual(longest)
        if ((min + more) * width <= longest) expect(last).toEqual({ n: min + more, other: other.max })
        // The next whole n is the first that does not fit.
        else expect((last["n"]! + 1) * width).toBeGreaterThan(longest)
      }),
      { seed: 1, numRuns: 60 }
    )
  })

  test("have no more levels than settings", () => {
    expect(Ladder.of(probe({ n: Scale.linear({ min: 2, max: 4 }) }, 1, 100))).toEqual([{ n: 2 }, { n: 3 }, {
      n: 4
    }])
    expect(Ladder.of(probe({ n: Scale.linear({ min: 2, max: 2 }) }, 1, 100))).toEqual([{ n: 2 }])
  })

  test("a statement too long at the smallest scale is told", () => {
    const environment = probe({ n: Scale.linear({ min: 5, max: 9 }) }, 10, 49)
    expect(() => Ladder.of(environment)).toThrow("longer than 49 characters at the smallest scale")
  })
})

describe("declared ladders", () => {
  const axes = { n: Scale.linear({ min: 1, max: 9 }) }

  test("are taken as they are", () => {
    const ladder = [{ n: 1 }, { n: 4 }, { n: 9 }]
    expect(Ladder.of(probe(axes, 1, 100, ladder))).toEqual(ladder)
  })

  test("that do not rise, or have no level, are refused", () => {
    expect(() => Ladder.of(probe(axes, 1, 100, [{ n: 1 }, { n: 1 }]))).toThrow(
      "level 1 is not harder than level 0"
    )
    expect(() => Ladder.of(probe(axes, 1, 100, []))).toThrow("no level")
  })
})
