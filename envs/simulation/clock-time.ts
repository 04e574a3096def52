import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const minutesADay = 24 * 60

/** As hh:mm. */
const spell = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":")

export default Environment.make({
  name: "clock-time",
  tags: ["simulation", "time"],
  skill: "counting in hours of sixty minutes, past midnight both ways",
  source: "Classic; clock arithmetic",
  scale: { shifts: Scale.geometric({ min: 1, max: 180 }), minutes: Scale.geometric({ min: 30, max: 9_999 }) },
  instance: Schema.Struct({
    start: Schema.Int.pipe(Schema.between(0, minutesADay - 1)),
    shifts: Schema.Array(Schema.Int.pipe(Schema.between(-9_999, 9_999))).pipe(
      Schema.minItems(1),
      Schema.maxItems(180)
    )
  }),
  answer: Answer.string,
  generate: ({ minutes, shifts }) =>
    Gen.struct({
      start: Gen.int(0, minutesADay - 1),
      shifts: Gen.array(
        Gen.map(Gen.tuple(Gen.int(1, minutes), Gen.boolean()), ([by, later]) => later ? by : -by),
        shifts
      )
    }),
  statement: ({ shifts, start }) =>
    `What is ${spell(start)} ${
      shifts.map((shift) => `${shift < 0 ? "-" : "+"} ${Math.abs(shift)} min`).join(" ")
    } (24 h, as hh:mm)?`,
  solve: ({ shifts, start }) => {
    const end = shifts.reduce((time, shift) => time + shift, start) % minutesADay
    return spell(end < 0 ? end + minutesADay : end)
  },
  brute: {
    upTo: { minutes: 600 },
    // A clock of two wheels that ticks minute by minute.
    solve: ({ shifts, start }) => {
      let [hour, minute] = [Math.trunc(start / 60), start % 60]
      for (const shift of shifts) {
        for (let tick = 0; tick < shift; tick++) {
          if (++minute === 60) [hour, minute] = [hour === 23 ? 0 : hour + 1, 0]
        }
        for (let tick = 0; tick > shift; tick--) {
          if (--minute === -1) [hour, minute] = [hour === 0 ? 23 : hour - 1, 59]
        }
      }
      return `${hour < 10 ? "0" : ""}${hour}:${minute < 10 ? "0" : ""}${minute}`
    }
  },
  properties: {
    "as many shifts as asked for": ({ shifts }, _, scale) => shifts.length === scale.shifts,
    "every shift is of 1 minute at least, and no more than asked for": ({ shifts }, _, { minutes }) =>
      shifts.every((shift) => 1 <= Math.abs(shift) && Math.abs(shift) <= minutes),
    "a time of the day": (_, gold) => /^([01]\d|2[0-3]):[0-5]\d$/.test(gold),
    "whole days lie between the shifts and the difference": ({ shifts, start }, gold) => {
      const [hour, minute] = gold.split(":").map(Number)
      const unexplained = 60 * hour! + minute! - start - shifts.reduce((sum, shift) => sum + shift, 0)
      return Number.isInteger(unexplained / minutesADay)
    }
  }
})
