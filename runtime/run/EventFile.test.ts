import { describe, expect, test } from "bun:test"
import * as EventFile from "./EventFile.ts"
import golden from "./golden/event-file.json" with { type: "json" }

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex")

describe("an event file has the bytes that TensorBoard writes", () => {
  test("at its beginning", () => {
    expect(hex(EventFile.header(golden.header.at))).toBe(golden.header.hex)
  })

  test.each(golden.scalars)("for the scalars of step $step", ({ at, hex: expected, step, values }) => {
    expect(hex(EventFile.scalars({ at, step, values: values as Array<[string, number]> }))).toBe(expected)
  })
})
