import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const gcd = (a: number, b: number): number => b === 0 ? a : gcd(b, a % b)

/** Whether a target can be measured: a multiple of the common divisor that fits into the larger jug. */
const isReachable = (a: number, b: number, target: number): boolean =>
  target <= Math.max(a, b) && target % gcd(a, b) === 0

/** The steps until one jug holds the target, if the first is filled and poured into the second again and again. */
const pouring = (first: number, second: number, target: number): number => {
  let [one, two] = [0, 0]
  let steps = 0
  while (one !== target && two !== target) {
    if (one === 0) one = first
    else if (two === second) two = 0
    else {
      const poured = Math.min(one, second - two)
      one -= poured
      two += poured
    }
    steps++
  }
  return steps
}

const Litres = Schema.Int.pipe(Schema.between(1, 600))

export default Environment.make({
  name: "water-jugs",
  tags: ["game", "search", "divisibility"],
  skill: "reaching a state in the fewest steps",
  source: "Classic; Annales Stadenses, 13th century; measuring by two jugs, Tweedie 1939",
  scale: { size: Scale.geometric({ min: 20, max: 600 }) },
  instance: Schema.Struct({ a: Litres, b: Litres, target: Litres }).pipe(
    Schema.filter(({ a, b, target }) => isReachable(a, b, target))
  ),
  answer: Answer.integer,
  generate: ({ size }) =>
    Gen.gen(function*() {
      const [a, b] = yield* Gen.distinct(Math.ceil(size / 6), size, 2)
      const targets = Array.from({ length: size }, (_, index) => index + 1).filter((target) =>
        isReachable(a!, b!, target) && target !== a && target !== b
      )
      if (targets.length === 0) return yield* Gen.reject("nothing to measure but full jugs")
      return { a: a!, b: b!, target: yield* Gen.pick(targets) }
    }),
  statement: ({ a, b, target }) =>
    `Two jugs hold ${a} and ${b} litres when full; both are empty. A step is to fill a jug from the tap, to empty a jug `
    + `into the sink, or to pour from one jug into the other until that is full or the first is empty. What is the `
    + `smallest number of steps after which one of the jugs holds exactly ${target} ${
      target === 1 ? "litre" : "litres"
    }?`,
  // No other way is shorter than pouring in one direction all the time.
  solve: ({ a, b, target }) => Math.min(pouring(a, b, target), pouring(b, a, target)),
  brute: {
    upTo: { size: 250 },
    // All that the jugs can hold after 1, 2, 3, … steps.
    solve: ({ a, b, target }) => {
      const seen = new Set([0])
      let states: ReadonlyArray<readonly [number, number]> = [[0, 0]]
      for (let steps = 0;; steps++) {
        if (states.some((state) => state.includes(target))) return steps
        const next: Array<readonly [number, number]> = []
        for (const [one, two] of states) {
          const [over, back] = [Math.min(one, b - two), Math.min(two, a - one)]
          const after = [
            [a, two],
            [one, b],
            [0, two],
            [one, 0],
            [one - over, two + over],
            [one + back, two - back]
          ] as const
          for (const state of after) {
            const key = state[0] * 1_000 + state[1]
            if (!seen.has(key)) next.push(state)
            seen.add(key)
          }
        }
        states = next
      }
    }
  },
  properties: {
    "different jugs, no larger than asked for and none tiny": ({ a, b }, _, { size }) =>
      a !== b && Math.max(a, b) <= size && 6 * Math.min(a, b) >= size,
    "more than a full jug is asked for": ({ a, b, target }, gold) => target !== a && target !== b && gold > 1
  }
})
