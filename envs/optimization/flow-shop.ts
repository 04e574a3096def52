import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxLoads = 90

const Minutes = Schema.Int.pipe(Schema.between(1, 99))
const Load = Schema.Struct({ wash: Minutes, dry: Minutes })
type Loads = ReadonlyArray<typeof Load.Type>

const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)

/** When all are dry, in the given order. */
const finished = (loads: Loads): number => {
  let [washed, dried] = [0, 0]
  for (const { wash, dry } of loads) {
    washed += wash
    dried = Math.max(washed, dried) + dry
  }
  return dried
}

export default Environment.make({
  name: "flow-shop",
  tags: ["optimization", "scheduling"],
  skill: "ordering jobs that pass two machines",
  source: "Johnson 1954",
  scale: {
    loads: Scale.geometric({ min: 2, max: maxLoads }),
    maxMinutes: Scale.geometric({ min: 9, max: 99 })
  },
  instance: Schema.Struct({
    loads: Schema.Array(Load).pipe(Schema.minItems(1), Schema.maxItems(maxLoads))
  }),
  answer: Answer.integer,
  generate: ({ loads, maxMinutes }) => {
    const minutes = Gen.int(1, maxMinutes)
    return Gen.struct({ loads: Gen.array(Gen.struct({ wash: minutes, dry: minutes }), loads) })
  },
  statement: ({ loads }) =>
    `A laundry has one washer and one dryer, each for one load at a time. Each load is washed, then dried. Minutes of washing and of drying: ${
      loads.map(({ dry, wash }) => `${wash} and ${dry}`).join("; ")
    }. After how many minutes can all be dry at the earliest, if you choose the order?`,
  // Johnson's rule: first those that dry longer than they wash, the shortest wash first; then the others, the shortest
  // drying last.
  solve: ({ loads }) =>
    finished([
      ...loads.filter(({ dry, wash }) => wash < dry).sort((a, b) => a.wash - b.wash),
      ...loads.filter(({ dry, wash }) => wash >= dry).sort((a, b) => b.dry - a.dry)
    ]),
  brute: {
    upTo: { loads: 6 },
    // Every order of washing, with what the dryer still has to do when the washer is done.
    solve: ({ loads }) => {
      const rest = (left: Loads, behind: number): number =>
        left.length === 0
          ? behind
          : Math.min(...left.map(({ dry, wash }, at) =>
            wash + rest(left.toSpliced(at, 1), Math.max(0, behind - wash) + dry)
          ))
      return rest(loads, 0)
    }
  },
  properties: {
    "so many loads, none too long": ({ loads }, _, scale) =>
      loads.length === scale.loads && loads.every(({ dry, wash }) => Math.max(dry, wash) <= scale.maxMinutes),
    "no earlier than all washing and the shortest drying, or the shortest washing and all drying": (
      { loads },
      gold
    ) => {
      const washing = loads.map(({ wash }) => wash)
      const drying = loads.map(({ dry }) => dry)
      return sum(washing) + Math.min(...drying) <= gold && Math.min(...washing) + sum(drying) <= gold
    },
    "no earlier than any load by itself, with the shorter of the two times of every other one": (
      { loads },
      gold
    ) => {
      const shorter = sum(loads.map(({ dry, wash }) => Math.min(dry, wash)))
      return loads.every(({ dry, wash }) => shorter + Math.max(dry, wash) <= gold)
    },
    "no later than in the order given, or backwards": ({ loads }, gold) =>
      gold <= finished(loads) && gold <= finished(loads.toReversed())
  }
})
