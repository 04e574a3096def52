import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "josephus",
  tags: ["simulation", "circle"],
  skill: "counting out around a circle that shrinks",
  source:
    "Classic; Bachet 1612, after Josephus; the recurrence: Graham, Knuth, Patashnik, Concrete Mathematics, 3.3",
  scale: { people: Scale.geometric({ min: 12, max: 3_000 }), step: Scale.geometric({ min: 12, max: 1_000 }) },
  instance: Schema.Struct({
    people: Schema.Int.pipe(Schema.between(1, 3_000)),
    step: Schema.Int.pipe(Schema.between(1, 1_000)),
    turn: Schema.Int.pipe(Schema.between(1, 3_000))
  }).pipe(Schema.filter(({ people, turn }) => turn <= people)),
  answer: Answer.integer,
  generate: ({ people, step }) =>
    Gen.gen(function*() {
      const standing = yield* Gen.int(Math.ceil(people / 2), people)
      return { people: standing, step: yield* Gen.int(2, step), turn: yield* Gen.int(1, standing) }
    }),
  statement: ({ people, step, turn }) =>
    `${people} people stand in a circle, numbered 1 to ${people} clockwise. They count aloud clockwise from 1 to `
    + `${step}, again and again, person 1 beginning; whoever says ${step} leaves the circle at once, and the next `
    + `one still standing goes on with 1, until nobody is left. The numbers of those who leave are written down in `
    + `order; which is number ${turn} of that list?`,
  // Where the one stands who leaves next but for some, in circles that grow by those who left before.
  solve: ({ people, step, turn }) => {
    const left = people - turn + 1
    let at = (step - 1) % left
    for (let size = left + 1; size <= people; size++) at = (at + step) % size
    return at + 1
  },
  brute: {
    upTo: {},
    solve: ({ people, step, turn }) => {
      const circle = Array.from({ length: people }, (_, index) => index + 1)
      const gone: Array<number> = []
      for (let at = 0; gone.length < turn;) {
        at = (at + step - 1) % circle.length
        gone.push(...circle.splice(at, 1))
      }
      return gone.at(-1)!
    }
  },
  properties: {
    "at least half of the people asked for, and no more": ({ people }, _, scale) =>
      2 * people >= scale.people && people <= scale.people,
    "steps of 2 at least, and of no more than asked for": ({ step }, _, scale) =>
      2 <= step && step <= scale.step
  }
})
