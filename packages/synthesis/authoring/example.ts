import * as Draft from "@scaler/dsl/Draft"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Draft.make({
  name: "problem-ferry-queue",
  tags: ["greedy", "simulation"],
  skill: "simulating a queue under a limit",
  source: "Ferry Queue",
  scale: { n: Scale.geometric({ min: 8, max: 1_000 }) },
  instance: Schema.Struct({
    capacity: Schema.Int.pipe(Schema.between(1, 1_000_000_000)),
    weights: Schema.Array(Schema.Int.pipe(Schema.between(1, 1_000_000_000))).pipe(
      Schema.minItems(1),
      Schema.maxItems(200_000)
    )
  }),
  generate: ({ n }) =>
    Gen.gen(function*() {
      const weights = yield* Gen.array(Gen.int(1, 999), n)
      // Neither every vehicle alone nor all of them together: the answer lies in between.
      const capacity = yield* Gen.int(1_000, 3_000)
      return { capacity, weights }
    }),
  statement: ({ capacity, weights }) =>
    `Vehicles wait for a ferry in a fixed order. Their weights, from the first to the last, are ${
      weights.join(", ")
    }. The ferry carries at most ${capacity} at a time. On each crossing it takes vehicles from the front of the queue, `
    + "in order, as long as the next one still fits, and it leaves when the next one does not. "
    + "What is the sum of the squares of the loads over all crossings?",
  input: ({ capacity, weights }) => `${weights.length} ${capacity}\n${weights.join(" ")}\n`,
  constraints: {
    "1 <= n <= 200000": ({ weights }) => weights.length >= 1 && weights.length <= 200_000,
    "1 <= capacity <= 10^9": ({ capacity }) => capacity >= 1 && capacity <= 1_000_000_000,
    "1 <= w_i <= capacity": ({ capacity, weights }) =>
      weights.every((weight) => weight >= 1 && weight <= capacity)
  }
})
