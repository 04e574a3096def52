import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxGuards = 180

const Time = Schema.Int.pipe(Schema.between(0, 999))
const Guard = Schema.Tuple(Time, Time).pipe(Schema.filter(([start, end]) => start < end))
type Guards = ReadonlyArray<readonly [number, number]>

/** The hours, by when they start, in which one of the guards is there. */
const watched = (guards: Guards): ReadonlySet<number> =>
  new Set(guards.flatMap(([start, end]) => Array.from({ length: end - start }, (_, hour) => start + hour)))

/** Why guards, numbered from 1, do not watch all that can be watched, or true. */
const judge = (guards: Guards, chosen: ReadonlyArray<number>) => {
  const unknown = chosen.find((number) => guards[number - 1] === undefined)
  if (unknown !== undefined) return `there is no guard ${unknown}`
  if (new Set(chosen).size < chosen.length) return "a guard is listed twice"
  const seen = watched(chosen.map((number) => guards[number - 1]!))
  const missed = [...watched(guards)].find((hour) => !seen.has(hour))
  return missed === undefined ? true : `nobody watches from ${missed} to ${missed + 1}`
}

export default Environment.make({
  name: "interval-choice",
  tags: ["optimization", "covering"],
  skill: "covering a stretch with the fewest intervals",
  source: "Classic; greedy by farthest reach",
  scale: {
    guards: Scale.geometric({ min: 3, max: maxGuards }),
    hours: Scale.geometric({ min: 12, max: 600 })
  },
  instance: Schema.Struct({
    guards: Schema.Array(Guard).pipe(Schema.minItems(1), Schema.maxItems(maxGuards))
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ guards, hours }) => {
    const fair = Math.ceil(hours / guards)
    return Gen.struct({ guards: Gen.intervals(guards, 0, hours, fair, Math.min(hours, 6 * fair)) })
  },
  statement: ({ guards }) =>
    `Guards and when they are there: ${
      guards.map(([start, end], at) => `${at + 1}: ${start}-${end}`).join(", ")
    }. Choose as few of them as possible so that whenever any guard is there, a chosen one is there. List the numbers of the chosen guards.`,
  // From the first hour that nobody watches yet, whoever is there for longest.
  solve: ({ guards }) => {
    const chosen: Array<number> = []
    const ends = guards.map(([, end]) => end)
    for (let from = 0; from < Math.max(...ends);) {
      const there = guards.flatMap(([start, end], at) => (start <= from && from < end ? [at] : []))
      const [first, ...others] = there
      if (first === undefined) {
        from++
        continue
      }
      const best = others.reduce((one, other) => (ends[other]! > ends[one]! ? other : one), first)
      chosen.push(best + 1)
      from = ends[best]!
    }
    return chosen
  },
  check: ({ guards }, answer, gold) => {
    const verdict = judge(guards, answer)
    if (verdict !== true) return verdict
    return answer.length === gold.length ? true : `${gold.length} are enough, not ${answer.length}`
  },
  brute: {
    upTo: { guards: 9 },
    // All choices, of one guard more at a time.
    solve: ({ guards }) => {
      const all = watched(guards).size
      const extend = (chosen: ReadonlyArray<number>, more: number): ReadonlyArray<number> | undefined => {
        if (more === 0) {
          return watched(chosen.map((number) => guards[number - 1]!)).size === all
            ? chosen
            : undefined
        }
        for (let number = (chosen.at(-1) ?? 0) + 1; number <= guards.length; number++) {
          const found = extend([...chosen, number], more - 1)
          if (found !== undefined) return found
        }
        return undefined
      }
      for (let size = 1;; size++) {
        const found = extend([], size)
        if (found !== undefined) return found
      }
    }
  },
  properties: {
    "so many guards, within the time": ({ guards }, _, scale) =>
      guards.length === scale.guards && guards.flat().every((time) => time <= scale.hours),
    "every guard stays for a fair share, and for no more than six": ({ guards }, _, scale) =>
      guards.every(([start, end]) =>
        scale.hours <= scale.guards * (end - start) &&
        end - start <= 6 * Math.ceil(scale.hours / scale.guards)
      ),
    "different guards, who watch all hours": ({ guards }, gold) => judge(guards, gold) === true,
    "as few as the cheapest way through all hours": ({ guards }, gold) => {
      // How many guards it takes to watch all hours before a time, where the last one is there until then.
      const hours = watched(guards)
      const costs = [0]
      for (let time = 1; time <= Math.max(...guards.flat()); time++) {
        const before = guards.flatMap(([start, end]) => (start < time && time <= end ? [costs[start]!] : []))
        costs.push(hours.has(time - 1) ? 1 + Math.min(...before) : costs[time - 1]!)
      }
      return gold.length === costs.at(-1)
    }
  }
})
