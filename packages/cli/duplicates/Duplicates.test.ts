import { expect, test } from "bun:test"
import { between, type Statement, within } from "./Duplicates.ts"

const of = (environment: string, ...texts: ReadonlyArray<string>) =>
  texts.map((text, level): Statement => ({ environment, level, text }))

const ways = "How many ways are there to pay 30 with coins of 1, 5, 10?"

test("environments that differ in numbers alone are alike; other questions are not", () => {
  const statements = [
    ...of("coin-change", ways, ways.replace("30", "77")),
    ...of("coin-ways", "Add 3 and 4.", ways.replace("30", "412").replace("5", "6")),
    ...of("sum", "Multiply 12 and 90 and 7 and 8.")
  ]
  const [pair, ...others] = between(statements)
  expect(others).toEqual([])
  expect(pair!.similarity).toBe(1)
  expect([pair!.first, pair!.second].map(({ environment, level }) => [environment, level])).toEqual([
    ["coin-change", 0],
    ["coin-ways", 1]
  ])
})

test("an environment repeats itself where its numbers are the same too", () => {
  const statements = [
    ...of("fresh", ways, ways.replace("30 with coins of 1, 5", "31 with coins of 2, 7")),
    ...of("stale", "Sort 1 2 3.", "Sort 3 2 1.", "Sort 1 2 3.", "sort  1 2 3.")
  ]
  expect(within(statements)).toMatchObject([
    {
      environment: "stale",
      statements: 4,
      repeated: 2,
      example: { first: { level: 0 }, second: { level: 2 } }
    }
  ])
})

test("what an environment always says does not make its statements alike", () => {
  const frame = (values: string) =>
    `Of the numbers on the list ${values} find the one that is the largest of all.`
  const values = ["1 5 9 2 6", "3 3 8 7 4", "9 9 1 0 5", "2 7 6 1 1", "8 4 2 2 0"]
  expect(within(of("largest", ...values.map(frame)))).toEqual([])
  const again = of("largest", ...values.map(frame), frame("1 5 9 2 6"))
  expect(within(again)).toMatchObject([{ repeated: 1, example: { second: { level: 5 } } }])
  const brackets = of("brackets", "Is [()][] balanced?", "Is {{}}() balanced?", "Is ([{}]) balanced?")
  expect(within(brackets)).toEqual([])
})
