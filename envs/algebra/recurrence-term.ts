import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Coefficient = Schema.Int.pipe(Schema.between(0, 99))

/** The remainder of x to the power of `index` by x^order − c1 x^(order − 1) − …: its coefficients, the constant first. */
const powerOfX = (
  index: number,
  coefficients: ReadonlyArray<number>,
  modulus: number
): ReadonlyArray<number> => {
  const order = coefficients.length
  const reduced = (polynomial: Array<number>) => {
    for (let power = polynomial.length - 1; power >= order; power--) {
      const leading = polynomial[power]! % modulus
      coefficients.forEach((coefficient, back) => (polynomial[power - 1 - back]! += leading * coefficient))
    }
    return polynomial.slice(0, order).map((coefficient) => coefficient % modulus)
  }
  let power: ReadonlyArray<number> = [1]
  for (const bit of index.toString(2)) {
    const square = Array.from({ length: 2 * power.length }, () => 0)
    for (const [at, one] of power.entries()) {
      for (const [by, other] of power.entries()) square[at + by]! += one * other
    }
    power = reduced(bit === "1" ? [0, ...square] : square)
  }
  return power
}

export default Environment.make({
  name: "recurrence-term",
  tags: ["algebra", "sequences", "modular"],
  skill: "computing a far term of a linear recurrence",
  source: "Classic; Fibonacci 1202, Fiduccia 1985",
  scale: {
    order: Scale.geometric({ min: 2, max: 10 }),
    maxIndex: Scale.geometric({ min: 8, max: 999_999_999 }),
    maxModulus: Scale.geometric({ min: 20, max: 9_999 })
  },
  instance: Schema.Struct({
    coefficients: Schema.Array(Coefficient).pipe(Schema.minItems(1), Schema.maxItems(10)),
    first: Schema.Array(Schema.Int.pipe(Schema.between(0, 99))).pipe(Schema.minItems(1), Schema.maxItems(10)),
    index: Schema.Int.pipe(Schema.between(0, 999_999_999)),
    modulus: Schema.Int.pipe(Schema.between(2, 9_999))
  }).pipe(
    Schema.filter(({ coefficients, first }) => coefficients.length === first.length, {
      message: () => "there must be as many first values as coefficients"
    })
  ),
  answer: Answer.integer,
  generate: ({ order, maxIndex, maxModulus }) =>
    Gen.gen(function*() {
      const number = Gen.int(1, Math.min(99, maxModulus >> 2))
      return {
        coefficients: yield* Gen.array(number, order),
        first: yield* Gen.array(number, order),
        index: yield* Gen.int(Math.max(order, Math.floor(maxIndex / 2)), Math.max(order, maxIndex)),
        modulus: yield* Gen.int(maxModulus >> 1, maxModulus)
      }
    }),
  statement: ({ coefficients, first, index, modulus }) =>
    `A sequence begins with ${
      first.map((value, at) => `f(${at}) = ${value}`).join(", ")
    }, and for all n from ${first.length} \
on, f(n) = ${
      coefficients.map((coefficient, back) => `${coefficient} f(n-${back + 1})`).join(" + ")
    }. Find the remainder when f(${index}) is divided by ${modulus}.`,
  solve: ({ coefficients, first, index, modulus }) =>
    powerOfX(index, coefficients, modulus).reduce(
      (sum, coefficient, at) => sum + coefficient * first[at]!,
      0
    ) %
    modulus,
  brute: {
    upTo: { order: 5 },
    // The step from one window of the sequence to the next is a matrix; its power takes the first window to the last.
    solve: ({ coefficients, first, index, modulus }) => {
      const order = first.length
      const product = (
        left: ReadonlyArray<ReadonlyArray<number>>,
        right: ReadonlyArray<ReadonlyArray<number>>
      ) =>
        left.map((row) =>
          row.map((_, column) =>
            row.reduce((sum, entry, at) => (sum + entry * right[at]![column]!) % modulus, 0)
          )
        )
      let step = first.map((_, row) =>
        first.map((_, column) =>
          row < order - 1 ? Number(column === row + 1) : coefficients[order - 1 - column]!
        )
      )
      let steps = first.map((_, row) => first.map((_, column) => Number(column === row)))
      for (let left = index; left > 0; left = Math.floor(left / 2)) {
        if (left % 2 === 1) steps = product(steps, step)
        step = product(step, step)
      }
      return steps[0]!.reduce((sum, entry, at) => (sum + entry * first[at]!) % modulus, 0)
    }
  },
  properties: {
    "of the order that it should have, no number too large": (
      { coefficients, first, index, modulus },
      _,
      scale
    ) =>
      coefficients.length === scale.order && first.length === scale.order &&
      [...coefficients, ...first].every((number) =>
        number > 0 && number <= Math.max(5, scale.maxModulus / 4)
      ) &&
      Math.max(scale.order, Math.floor(scale.maxIndex / 2)) <= index &&
      index <= Math.max(scale.order, scale.maxIndex) && modulus <= scale.maxModulus,
    "what counting there gives, where it is near": ({ coefficients, first, index, modulus }, gold) => {
      if (index > 10_000) return 0 <= gold && gold < modulus
      const values = [...first]
      while (values.length <= index) {
        values.push(
          coefficients.reduce((sum, coefficient, back) => sum + coefficient * values.at(-1 - back)!, 0) %
            modulus
        )
      }
      return values[index]! % modulus === gold
    }
  }
})
