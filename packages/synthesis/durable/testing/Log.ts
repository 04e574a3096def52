/** What the runners of the tests wrote down, and what must hold of it however often they were killed. */
import { expect } from "bun:test"
import { readFileSync } from "node:fs"

export interface Line {
  readonly word: "started" | "gave"
  readonly process: string
  readonly execution: string
  readonly activity: string
  readonly value: string | undefined
}

export const read = (file: string): ReadonlyArray<Line> =>
  readFileSync(file, "utf8").split("\n").slice(0, -1).map((line) => {
    const [word, process, execution, activity, value] = line.split(" ")
    return {
      word: word as Line["word"],
      process: process!,
      execution: execution!,
      activity: activity!,
      value
    }
  })

const order = ["first", "second", "third", "fourth"]

/** An exit as a runner prints it. */
export interface Exit {
  readonly _tag: "Success" | "Failure"
  readonly value?: ReadonlyArray<string>
  readonly cause?: unknown
}

/**
 * Nothing was lost: every execution has its result, of the values that its activities gave last. Nothing was done twice:
 * once an execution went on from an activity, that never started again; and no process ended one twice.
 */
export const check = (lines: ReadonlyArray<Line>, exits: ReadonlyArray<Exit>) => {
  exits.forEach((exit, index) => {
    const own = lines.filter(({ execution }) => execution === `${index}`)
    const places = own.map(({ activity }) => order.indexOf(activity))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    const given = own.filter(({ word }) => word === "gave").map(({ activity, process }) =>
      `${process} ${activity}`
    )
    expect(given).toEqual([...new Set(given)])
    if (`${index}`.endsWith("3")) {
      expect(exit.cause).toMatchObject({ _tag: "Fail", error: { _tag: "Refused" } })
      expect(places.at(-1)).toBe(2)
    } else {
      const last = (name: string) =>
        own.findLast(({ activity, word }) => activity === name && word === "gave")!.value!
      expect(exit.value).toEqual(order.map(last))
    }
  })
}
