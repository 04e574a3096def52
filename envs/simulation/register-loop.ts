import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const names = [..."abcdef"]

type Matrix = ReadonlyArray<ReadonlyArray<number>>

const identity = (size: number): Matrix =>
  Array.from(
    { length: size },
    (_, row) => Array.from({ length: size }, (_, column) => row === column ? 1 : 0)
  )

const product = (left: Matrix, right: Matrix, modulus: number): Matrix =>
  left.map((row) =>
    right.map((_, column) =>
      row.reduce((sum, entry, index) => (sum + entry * right[index]![column]!) % modulus, 0)
    )
  )

const power = (base: Matrix, exponent: number, modulus: number): Matrix => {
  if (exponent === 0) return identity(base.length)
  const half = power(base, Math.floor(exponent / 2), modulus)
  const square = product(half, half, modulus)
  return exponent % 2 === 0 ? square : product(square, base, modulus)
}

export default Environment.make({
  name: "register-loop",
  tags: ["simulation", "program", "modular-arithmetic"],
  skill: "running a loop, or finding what it does as a whole",
  source: "Classic; linear recurrences by matrix powers",
  scale: {
    repeats: Scale.geometric({ min: 2, max: 2_000 }),
    lines: Scale.linear({ min: 1, max: 12 }),
    registers: Scale.linear({ min: 2, max: names.length }),
    modulus: Scale.geometric({ min: 10, max: 999 })
  },
  instance: Schema.Struct({
    start: Schema.Array(Schema.NonNegativeInt),
    lines: Schema.Array(
      Schema.Struct({ target: Schema.NonNegativeInt, factor: Schema.Int, source: Schema.NonNegativeInt })
    ),
    repeats: Schema.NonNegativeInt,
    modulus: Schema.Int.pipe(Schema.between(2, 999))
  }),
  answer: Answer.integer,
  generate: ({ lines, modulus, registers, repeats }) =>
    Gen.struct({
      start: Gen.array(Gen.int(0, modulus - 1), registers),
      lines: Gen.array(
        Gen.map(
          Gen.tuple(Gen.distinct(0, registers - 1, 2), Gen.int(1, 9)),
          ([[target, source], factor]) => ({ target: target!, factor, source: source! })
        ),
        lines
      ),
      repeats: Gen.succeed(repeats),
      modulus: Gen.succeed(modulus)
    }),
  statement: ({ lines, modulus, repeats, start }) =>
    `Registers hold ${
      start.map((value, register) => `${names[register]} = ${value}`).join(", ")
    }. Carry out these lines from top to bottom, ${repeats} times over, and after every line reduce the result modulo `
    + `${modulus}. What is ${names[lines.at(-1)!.target]} at the end?\n${
      lines.map(({ factor, source, target }) =>
        `${names[target]} = ${names[target]} + ${factor === 1 ? "" : `${factor} * `}${names[source]}`
      ).join("\n")
    }`,
  // A line adds to a row of a matrix a multiple of another: the loop is a power of the matrix of its body.
  solve: ({ lines, modulus, repeats, start }) => {
    const body = identity(start.length).map((row) => [...row])
    for (const { factor, source, target } of lines) {
      body[target] = body[target]!.map((entry, column) => (entry + factor * body[source]![column]!) % modulus)
    }
    const all = power(body, repeats, modulus)
    return product(all, start.map((value) => [value]), modulus)[lines.at(-1)!.target]![0]!
  },
  brute: {
    upTo: {},
    solve: ({ lines, modulus, repeats, start }) => {
      const registers = [...start]
      for (let round = 0; round < repeats; round++) {
        for (const { factor, source, target } of lines) {
          registers[target] = (registers[target]! + factor * registers[source]!) % modulus
        }
      }
      return registers[lines.at(-1)!.target]!
    }
  },
  properties: {
    "of the scale asked for": ({ lines, modulus, repeats, start }, _, scale) =>
      lines.length === scale.lines && modulus === scale.modulus && repeats === scale.repeats &&
      start.length === scale.registers,
    "registers hold less than the modulus": ({ modulus, start }, gold) =>
      [...start, gold].every((value) => value < modulus),
    "factors of one figure; no register is added to itself": ({ lines }) =>
      lines.every(({ factor, source, target }) => 1 <= factor && factor <= 9 && source !== target)
  }
})
