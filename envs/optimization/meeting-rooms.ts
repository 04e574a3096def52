import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxMeetings = 210

const Time = Schema.Int.pipe(Schema.between(0, 999))
const Meeting = Schema.Tuple(Time, Time).pipe(Schema.filter(([start, end]) => start < end))

export default Environment.make({
  name: "meeting-rooms",
  tags: ["optimization", "scheduling"],
  skill: "finding the most meetings at one time",
  source: "Classic; interval partitioning",
  scale: {
    meetings: Scale.geometric({ min: 5, max: maxMeetings }),
    day: Scale.geometric({ min: 12, max: 999 })
  },
  // No two meetings begin or end at the same time, so it does not matter whether a room is free at once.
  instance: Schema.Struct({
    meetings: Schema.Array(Meeting).pipe(
      Schema.minItems(1),
      Schema.maxItems(maxMeetings),
      Schema.filter((meetings) => new Set(meetings.flat()).size === 2 * meetings.length)
    )
  }),
  answer: Answer.integer,
  // The number of rooms is drawn first. From time to time a meeting begins or ends, but after the first `before`
  // meetings others begin until all rooms are taken.
  generate: ({ meetings, day }) =>
    Gen.gen(function*() {
      const rooms = yield* Gen.int(1, meetings)
      const before = yield* Gen.int(0, meetings - rooms)
      const going: Array<number> = []
      const ended: Array<readonly [number, number]> = []
      let wereFull = false
      for (const time of (yield* Gen.distinct(0, day, 2 * meetings)).toSorted((a, b) => a - b)) {
        const begun = going.length + ended.length
        const mayBegin = begun < meetings && going.length < rooms
        const mayEnd = going.length > 0 && (wereFull || begun < before)
        if (mayBegin && (!mayEnd || (yield* Gen.boolean()))) going.push(time)
        else ended.push([going.splice(yield* Gen.int(0, going.length - 1), 1)[0]!, time])
        wereFull ||= going.length === rooms
      }
      return { meetings: yield* Gen.shuffle(ended) }
    }),
  statement: ({ meetings }) =>
    `Fewest rooms for meetings ${meetings.map(([start, end]) => `${start}-${end}`).join(", ")}?`,
  solve: ({ meetings }) => {
    const changes = meetings.flatMap(([start, end]) => [[start, 1], [end, -1]] as const)
    let [most, now] = [0, 0]
    for (const [, change] of changes.sort(([a], [b]) => a - b)) {
      now += change
      most = Math.max(most, now)
    }
    return most
  },
  brute: {
    upTo: { meetings: 7 },
    // Every way to give the meetings rooms, with one room more at a time.
    solve: ({ meetings }) => {
      const fits = (rooms: ReadonlyArray<typeof meetings>, next: number): boolean => {
        const meeting = meetings[next]
        if (meeting === undefined) return true
        return rooms.some((room, at) =>
          room.every(([start, end]) => end < meeting[0] || meeting[1] < start) &&
          fits(rooms.with(at, [...room, meeting]), next + 1)
        )
      }
      for (let count = 1;; count++) if (fits(Array.from({ length: count }, () => []), 0)) return count
    }
  },
  properties: {
    "so many meetings, within the day": ({ meetings }, _, scale) =>
      meetings.length === scale.meetings && meetings.flat().every((time) => time <= scale.day),
    "as many as go on when some meeting begins": ({ meetings }, gold) => {
      const at = (time: number) => meetings.filter(([start, end]) => start <= time && time < end).length
      return gold === Math.max(...meetings.map(([start]) => at(start)))
    }
  }
})
