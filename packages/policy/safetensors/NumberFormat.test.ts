import { expect, test } from "bun:test"
import { FastCheck } from "effect"
import * as NumberFormat from "./NumberFormat.ts"

const through = (format: NumberFormat.NumberFormat, values: ReadonlyArray<number>): ReadonlyArray<number> => {
  const back = new Float32Array(values.length)
  NumberFormat.decode(format, NumberFormat.encode(format, Float32Array.from(values)), back)
  return [...back]
}

test("float32 comes back as it was", () => {
  FastCheck.assert(FastCheck.property(FastCheck.float32Array(), (values) => {
    expect(through("F32", [...values])).toEqual([...values])
  }))
})

// Digits after the leading one, and the smallest and largest exponents of normal numbers.
test.each(
  [
    ["F16", 10, -14, 15],
    ["BF16", 7, -126, 127]
  ] as const
)("%s keeps what fits, and rounds the rest to the nearest, ties to even", (format, digits, least, most) => {
  const number = FastCheck.record({
    sign: FastCheck.constantFrom(-1, 1),
    fraction: FastCheck.integer({ min: 0, max: 2 ** 23 - 1 }),
    exponent: FastCheck.integer({ min: least, max: most - 1 })
  }).map(({ exponent, fraction, sign }) => sign * (1 + fraction / 2 ** 23) * 2 ** exponent)
  FastCheck.assert(FastCheck.property(number, (value) => {
    const step = 2 ** (Math.floor(Math.log2(Math.abs(value))) - digits)
    const scaled = Math.abs(value) / step
    const floor = Math.floor(scaled)
    const rest = scaled - floor
    const rounded = rest === 0.5 ? floor + floor % 2 : Math.round(scaled)
    const [back] = through(format, [value])
    expect(back).toBe(Math.sign(value) * rounded * step)
    expect(through(format, [back!])).toEqual([back!])
  }))
  expect(through(format, [0, -0, Infinity, -Infinity, Number.NaN]))
    .toEqual([0, -0, Infinity, -Infinity, Number.NaN])
})

test("a NaN whose digits rounding would carry away stays one", () => {
  const values = new Float32Array(Uint32Array.of(0x7f80_0001, 0xffff_ffff).buffer)
  const back = new Float32Array(2)
  NumberFormat.decode("BF16", NumberFormat.encode("BF16", values), back)
  expect([...back]).toEqual([Number.NaN, Number.NaN])
})

test("what is too large for its format is infinite", () => {
  expect(through("F16", [65_504, 65_520, -1e6])).toEqual([65_504, Infinity, -Infinity])
  expect(through("BF16", [3.4e38])).toEqual([Infinity])
})
