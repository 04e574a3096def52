import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const

type Day = readonly [year: number, month: number, day: number]

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

const monthLength = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

/** Days since the last day before the year 1, which was a Sunday in the Gregorian calendar. */
const ordinal = ([year, month, day]: Day): number => {
  const before = year - 1
  let days = 365 * before + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + day
  for (let earlier = 1; earlier < month; earlier++) days += monthLength(year, earlier)
  return days
}

/** The day with an ordinal. */
const dayAt = (wanted: number): Day => {
  let year = Math.floor(wanted / 366) + 1
  while (ordinal([year + 1, 1, 1]) <= wanted) year++
  let month = 1
  while (month < 12 && ordinal([year, month + 1, 1]) <= wanted) month++
  return [year, month, wanted - ordinal([year, month, 1]) + 1]
}

const iso = (day: Day): string => day.map((part) => String(part).padStart(2, "0")).join("-")

const Day = Schema.Tuple(
  Schema.Int.pipe(Schema.between(1_700, 2_400)),
  Schema.Int.pipe(Schema.between(1, 12)),
  Schema.Int.pipe(Schema.between(1, 31))
).pipe(Schema.filter(([year, month, day]) => day <= monthLength(year, month)))

const weekdayOf = (day: Day) => weekdays[ordinal(day) % 7]!

/** The weekday of a day, 0 for Sunday, by Zeller's congruence. */
const zeller = ([year, month, day]: Day): number => {
  const shifted = month < 3 ? year - 1 : year
  const [century, rest] = [Math.floor(shifted / 100), shifted % 100]
  const fromMarch = month < 3 ? month + 12 : month
  const saturdayFirst = day + Math.floor(13 * (fromMarch + 1) / 5) + rest + Math.floor(rest / 4) +
    Math.floor(century / 4) + 5 * century
  return (saturdayFirst + 6) % 7
}

export default Environment.make({
  name: "weekday",
  tags: ["simulation", "time", "calendar"],
  skill: "counting days over months and leap years, modulo seven",
  source: "Classic; the Gregorian calendar",
  scale: { days: Scale.geometric({ min: 7, max: 36_500 }), dates: Scale.geometric({ min: 1, max: 50 }) },
  instance: Schema.Struct({
    known: Day,
    asked: Schema.Array(Day).pipe(Schema.minItems(1), Schema.maxItems(50))
  }),
  answer: Answer.array(Answer.choice(...weekdays)),
  generate: ({ dates, days }) =>
    Gen.gen(function*() {
      const known = yield* Gen.int(ordinal([1_900, 1, 1]), ordinal([2_199, 12, 31]))
      const shifts = yield* Gen.array(Gen.pick([Gen.int(-days, -1), Gen.int(1, days)]), dates)
      const asked = []
      for (const shift of shifts) asked.push(dayAt(known + (yield* shift)))
      return { known: dayAt(known), asked }
    }),
  statement: ({ asked, known }) =>
    `${iso(known)} is a ${weekdayOf(known)}. ${asked.length === 1 ? "Weekday" : "List the weekdays"} of ${
      asked.map(iso).join(", ")
    }?`,
  solve: ({ asked }) => asked.map(weekdayOf),
  brute: { upTo: {}, solve: ({ asked }) => asked.map((day) => weekdays[zeller(day)]!) },
  properties: {
    "as many dates as asked for": ({ asked }, _, { dates }) => asked.length === dates,
    "other days than the known one, and no further from it than asked for": ({ asked, known }, _, { days }) =>
      asked.every((day) => {
        const apart = Math.abs(ordinal(day) - ordinal(known))
        return 1 <= apart && apart <= days
      })
  }
})
