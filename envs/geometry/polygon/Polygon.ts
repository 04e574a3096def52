/** Simple polygons with whole coordinates. */
import * as Gen from "@scaler/dsl/Gen"
import { Schema } from "effect"

export type Point = readonly [number, number]

/** Corners in order along the border, each different, no edges meeting but neighbours in their common corner. */
export const Corners = Schema.Array(Schema.Tuple(Schema.Int, Schema.Int))

/** Twice the signed area of the triangle a, b, c: positive where it turns left. */
export const turn = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)

/**
 * A simple polygon of `corners` corners with coordinates in 0 … `size`, which is at least `corners`: from its leftmost
 * corner to its rightmost one, points above the line between them make the upper border, those below it the lower one.
 * It is turned on its side half of the time, and the border is followed either way, from any corner.
 */
export const simple = (corners: number, size: number): Gen.Gen<ReadonlyArray<Point>> =>
  Gen.gen(function*() {
    const xs = (yield* Gen.distinct(0, size, corners)).toSorted((a, b) => a - b)
    const points: Array<Point> = []
    for (const x of xs) points.push([x, yield* Gen.int(0, size)])
    const [left, right] = [points[0]!, points.at(-1)!]
    const between = points.slice(1, -1)
    if (between.some((point) => turn(left, right, point) === 0)) {
      return yield* Gen.reject("a corner lies on the line")
    }
    const upper = between.filter((point) => turn(left, right, point) > 0)
    const lower = between.filter((point) => turn(left, right, point) < 0)
    const border = [left, ...lower, right, ...upper.toReversed()]
    const start = yield* Gen.int(0, corners - 1)
    const rotated = [...border.slice(start), ...border.slice(0, start)]
    return (yield* Gen.boolean()) ? rotated : rotated.map(([x, y]) => [y, x] as const)
  })

/** The edges, each from one corner to the next, the last back to the first. */
export const edges = (corners: ReadonlyArray<Point>): ReadonlyArray<readonly [Point, Point]> =>
  corners.map((corner, index) => [corner, corners[(index + 1) % corners.length]!])

/** The corners as text. */
export const format = (corners: ReadonlyArray<Point>): string =>
  corners.map(([x, y]) => `(${x},${y})`).join(", ")
