import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "parking-lot",
  tags: ["simulation", "circle", "allocation"],
  skill: "remembering which places are taken",
  source: "Classic; parking functions, Konheim and Weiss 1966; hashing with linear probing, Knuth 1963",
  scale: { places: Scale.geometric({ min: 6, max: 480 }) },
  instance: Schema.Struct({
    places: Schema.Int.pipe(Schema.between(2, 480)),
    wishes: Schema.Array(Schema.Int.pipe(Schema.between(1, 480))).pipe(
      Schema.minItems(1),
      Schema.maxItems(480)
    )
  }).pipe(
    Schema.filter(({ places, wishes }) => wishes.length <= places && Math.max(...wishes) <= places)
  ),
  answer: Answer.integer,
  // Most places are taken by the end, so that the last drivers must go far.
  generate: ({ places }) =>
    Gen.gen(function*() {
      const cars = yield* Gen.int(Math.ceil(0.7 * places), places - 1)
      return { places, wishes: yield* Gen.array(Gen.int(1, places), cars) }
    }),
  statement: ({ places, wishes }) =>
    `Around a ring road there are ${places} parking places, numbered 1 to ${places} in driving direction, after which `
    + `comes 1 again; all are free. One after another cars drive to the place that they wish and park there, or, if `
    + `it is taken, in the first free place after it. They wish for ${
      wishes.join(", ")
    }. Add up how many places further than wished the cars park: what is the sum?`,
  // Every place points to where a free one may be next; pointers are shortened as they are followed.
  solve: ({ places, wishes }) => {
    const next = Array.from({ length: places }, (_, place) => place)
    const find = (place: number): number => {
      if (next[place] !== place) next[place] = find(next[place]!)
      return next[place]!
    }
    let extra = 0
    for (const wish of wishes) {
      const place = find(wish - 1)
      extra += (place - (wish - 1) + places) % places
      next[place] = (place + 1) % places
    }
    return extra
  },
  brute: {
    upTo: {},
    solve: ({ places, wishes }) => {
      const taken = new Set<number>()
      let extra = 0
      for (const wish of wishes) {
        let place = wish
        while (taken.has(place)) {
          place = place === places ? 1 : place + 1
          extra++
        }
        taken.add(place)
      }
      return extra
    }
  },
  properties: {
    "as many places as asked for, most of them taken": ({ places, wishes }, _, scale) =>
      places === scale.places && 10 * wishes.length >= 7 * places && wishes.length < places
  }
})
