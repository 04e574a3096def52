import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Runnable from "@scaler/dsl/Runnable"
import { describe, expect, test } from "bun:test"
import { Schema } from "effect"
import { format } from "./Contract.ts"
import * as InProcess from "./testing/InProcess.ts"
import {
  type Definition,
  failedCheck,
  failedNames,
  planted,
  reportOf,
  sum,
  Values,
  verified
} from "./testing/planted.ts"

describe("a planted fault is caught by its check", () => {
  test("an oracle wrong on rare instances, shrunk to the smallest", async () => {
    const report = await reportOf(planted({ solve: (one) => sum(one) + (one.values.includes(13) ? 1 : 0) }))
    const { failure } = failedCheck(report, "brute-force")
    const { level, instance, scale } = failure!.counterexample!
    expect({ level, scale }).toEqual({ level: 0, scale: { n: 2, max: 29 } })
    expect((instance as Values).values.toSorted((a, b) => a - b)).toEqual([0, 13])
    expect(failure!.message).toBe("the oracle answers 14, the brute force 13")
    expect(failure!.seed).toBe(1)
  })

  test("an oracle wrong only where two things meet", async () => {
    const wrong = ({ values }: Values) =>
      values.length >= 4 && values[3]! > values[0]! && values[1]! % 7 === 5
    const report = await reportOf(planted({ solve: (one) => sum(one) - (wrong(one) ? 1 : 0) }))
    const { instance } = failedCheck(report, "brute-force").failure!.counterexample!
    const [first, second, ...others] = (instance as Values).values
    expect(second! % 7).toBe(5)
    expect([first, ...others]).toEqual([0, 0, 1])
  })

  test("a wrong brute force", async () => {
    const report = await reportOf(
      planted({ brute: { upTo: { n: 8 }, solve: (one) => Math.min(sum(one), 40) } })
    )
    expect(failedNames(report)).toContain("brute-force")
  })

  test("a brute force that is said to be too slow for level 0", async () => {
    const report = await reportOf(planted({ brute: { upTo: { n: 1 }, solve: sum } }))
    expect(failedCheck(report, "brute-force").failure!.message).toContain("raise its upTo")
  })

  test("an oracle wrong beyond what the generator reaches, where the Schema reaches further", async () => {
    const report = await reportOf(planted({ solve: ({ values }) => sum({ values: values.map(Math.abs) }) }))
    expect(failedNames(report)).toEqual(["brute-force-on-schema"])
    const { instance } = failedCheck(report, "brute-force-on-schema").failure!.counterexample!
    expect((instance as Values).values.some((value) => value < 0)).toBe(true)
  })

  test("a constant answer", async () => {
    const constant = () => 7
    const report = await reportOf(
      planted({ solve: constant, brute: { upTo: { n: 8 }, solve: constant }, properties: {} })
    )
    expect(failedNames(report)).toEqual(["varied-answers"])
    expect(failedCheck(report, "varied-answers").failure!.message).toContain("only 1 different answers")
  })

  test("one answer that is too frequent", async () => {
    const often = (one: Values) => one.values[0]! % 3 === 0 ? 0 : sum(one)
    const report = await reportOf(
      planted({ solve: often, brute: { upTo: { n: 8 }, solve: often }, properties: {} })
    )
    expect(failedNames(report)).toEqual(["varied-answers"])
    expect(failedCheck(report, "varied-answers").failure!.message)
      .toMatch(/^0 is the answer of 3\d % of the instances of level 15;/)
  })

  test("one answer that is too frequent at the lowest level alone", async () => {
    const often = (one: Values) => one.values.length === 2 && one.values[0]! % 3 === 0 ? 0 : sum(one)
    const report = await reportOf(
      planted({ solve: often, brute: { upTo: { n: 8 }, solve: often }, properties: {} })
    )
    expect(failedNames(report)).toEqual(["varied-answers"])
    expect(failedCheck(report, "varied-answers").failure!.message)
      .toMatch(/^0 is the answer of 3\d % of the instances of level 0;/)
  })

  test("a generator with memory", async () => {
    let calls = 0
    const report = await reportOf(planted({
      generate: ({ n, max }) =>
        Gen.map(Gen.array(Gen.int(0, max), n), (values) => ({ values: [calls++ % 30, ...values.slice(1)] }))
    }))
    expect(failedNames(report)).toContain("same-seed")
  })

  test("a generator that differs between processes", async () => {
    const inProcess = (process: number) =>
      InProcess.make(planted({
        generate: ({ n, max }) => Gen.struct({ values: Gen.array(Gen.int(process, max), n) })
      }))
    const report = await verified(inProcess(0), inProcess(1))
    expect(failedNames(report)).toEqual(["same-seed"])
    expect(failedCheck(report, "same-seed").failure!.message).toContain("fresh process")
  })

  test("an oracle that relies on what JSON does not carry", async () => {
    const hidden = new WeakMap<object, number>()
    const report = await reportOf(planted({
      generate: ({ n, max }) =>
        Gen.map(Gen.array(Gen.int(0, max), n), (values) => {
          hidden.set(values, sum({ values }))
          return { values }
        }),
      solve: ({ values }) => hidden.get(values) ?? 0,
      brute: { upTo: { n: 8 }, solve: sum }
    }))
    expect(failedNames(report)).toContain("json-round-trip")
  })

  test("an oracle that throws on rare instances, shrunk", async () => {
    const report = await reportOf(planted({
      solve: (one) => {
        if (one.values.includes(17)) throw new RangeError("seventeen")
        return sum(one)
      }
    }))
    const { counterexample, message } = failedCheck(report, "no-defects").failure!
    expect(message).toContain("seventeen")
    expect(counterexample!.level).toBe(0)
    expect(counterexample!.words!.filter((word) => word !== 0).map((word) => word % 30)).toEqual([17])
    const { seed, ...drawn } = counterexample!.drawn!
    expect(seed).toBe(1)
    expect(format(report)).toContain(
      `drawn: ${JSON.stringify({ level: drawn.level, seed, index: drawn.index })}`
    )
  })

  test("a draw that throws: its coordinates throw again", async () => {
    const environment = planted({
      solve: (one) => {
        if (one.values.length > 30 && one.values[0]! % 3 === 0) throw new Error("too many")
        return sum(one)
      }
    })
    const { counterexample } = failedCheck(await reportOf(environment), "no-defects").failure!
    const { index, level, seed } = counterexample!
    expect(() => Runnable.make(environment).draw({ level: level!, index: index!, seed: seed! })).toThrow(
      "too many"
    )
  })

  test("a fault at high levels only", async () => {
    const report = await reportOf(planted({
      solve: (one) => {
        if (one.values.length > 30) throw new Error("too many")
        return sum(one)
      }
    }))
    const { counterexample } = failedCheck(report, "no-defects").failure!
    expect(counterexample!.scale!["n"]).toBeGreaterThan(30)
    expect(counterexample!.index).toBe(0)
  })

  test("a property that does not hold, shrunk", async () => {
    const report = await reportOf(planted({ properties: { "below fifty": (_, gold) => gold < 50 } }))
    expect(failedNames(report)).toEqual(["properties"])
    const { counterexample, message } = failedCheck(report, "properties").failure!
    expect(message).toBe("does not hold: below fifty")
    expect(counterexample!.gold).toBeLessThan(60)
  })

  test("statements that are too long", async () => {
    const ladder = [{ n: 2, max: 29 }, { n: 3, max: 29 }, { n: 20, max: 29 }]
    const report = await reportOf(planted({ ladder, maxStatementLength: 30 }))
    expect(failedNames(report)).toEqual(["statement"])
    expect(failedCheck(report, "statement").failure!.counterexample!.level).toBe(2)
  })

  test("empty statements", async () => {
    expect(failedNames(await reportOf(planted({ statement: () => " " })))).toEqual(["statement"])
  })

  test("too few instances for the splits", async () => {
    const report = await reportOf(planted({
      generate: ({ n, max }) =>
        Gen.struct({ values: n === 2 ? Gen.succeed([1, 2]) : Gen.array(Gen.int(0, max), n) })
    }))
    expect(failedNames(report)).toContain("splits")
  })

  test("a Schema that lets undeclared fields through", async () => {
    const loose = Schema.Struct({ values: Schema.Array(Schema.Int) }, {
      key: Schema.String,
      value: Schema.Unknown
    })
    const report = await reportOf(
      planted({ instance: loose as Schema.Schema<unknown> as Schema.Schema<Values> })
    )
    expect(failedNames(report)).toEqual(["strict-instances"])
    expect(failedCheck(report, "strict-instances").failure!.message).toContain("extra field")
  })

  const checked = planted({ check: (one, answer) => answer === sum(one) || `${answer} is not the sum` })

  test("a check that accepts everything", async () => {
    expect((await reportOf(checked)).passed).toBe(true)
    expect(failedNames(await reportOf({ ...checked, check: () => true }))).toEqual(["mutants-refused"])
  })

  test("a check that accepts most", async () => {
    const lax: Definition["check"] = (one, answer) => answer !== sum(one) + 1 || "one too many"
    const report = await reportOf({ ...checked, properties: {}, check: lax })
    expect(failedCheck(report, "mutants-refused").failure!.message).toContain("it must refuse most")
  })

  test("a check that accepts an answer of which a property does not hold", async () => {
    const lax: Definition["check"] = (one, answer) => Math.abs(answer) === sum(one) || "another sum"
    const { failure } = failedCheck(await reportOf({ ...checked, check: lax }), "mutants-refused")
    expect(failure!.message).toContain("does not hold: at least the largest")
    expect(failure!.counterexample!.answer).toBe(-failure!.counterexample!.gold!)
  })

  test("a check that accepts what answers other instances", async () => {
    const of = (one: Values) => 100 * sum(one) + 150
    const report = await reportOf({
      ...checked,
      properties: {},
      solve: of,
      brute: { upTo: { n: 8 }, solve: of },
      check: (one, answer) => answer === of(one) || answer % 100 === 50 || "not 50 at the end"
    })
    expect(failedCheck(report, "mutants-refused").failure!.message).toContain("answers to other instances")
  })

  test("a check that does not say why", async () => {
    const silent: Definition["check"] = (one, answer) => answer === sum(one) || ""
    const report = await reportOf({ ...checked, check: silent })
    expect(failedCheck(report, "mutants-refused").failure!.message).toContain("say why")
  })

  test("an axis without effect", async () => {
    const report = await reportOf(
      planted({ generate: ({ n }) => Gen.struct({ values: Gen.array(Gen.int(0, 9_999), n) }) })
    )
    expect(failedNames(report)).toEqual(["axes-matter"])
    expect(failedCheck(report, "axes-matter").failure!.message).toBe(
      "max makes no difference to what is drawn"
    )
  })

  test("an instance beside its scale", async () => {
    const report = await reportOf(planted({
      properties: { "as many as asked for": ({ values }, _, { n }) => values.length === n },
      generate: ({ n, max }) =>
        Gen.flatMap(
          Gen.int(0, 40),
          (luck) => Gen.struct({ values: Gen.array(Gen.int(0, max), luck === 0 ? n + 1 : n) })
        )
    }))
    expect(failedNames(report)).toContain("properties")
  })

  test("a check that refuses the oracle's answer", async () => {
    const strict: Definition["check"] = (one, answer) => (answer === sum(one) && answer % 10 !== 3) || "no"
    expect(failedNames(await reportOf({ ...checked, check: strict }))).toContain("gold-accepted")
  })

  test("a check that throws on an outlandish answer", async () => {
    const brittle: Definition["check"] = (one, answer) => {
      if (answer > 1e9) throw new Error("never seen")
      return answer === sum(one) || "no"
    }
    const report = await reportOf({ ...checked, check: brittle })
    expect(failedNames(report)).toEqual(["mutants-refused"])
    expect(failedCheck(report, "mutants-refused").failure!.message).toContain("not throw")
  })

  test("an array answer of any length accepted by a check", async () => {
    const sorting = Environment.make({
      ...planted({}),
      answer: Answer.array(Answer.integer),
      solve: ({ values }) => values.toSorted((a, b) => a - b),
      brute: { upTo: { n: 8 }, solve: ({ values }) => values.toSorted((a, b) => a - b) },
      properties: {},
      check: (_, answer) =>
        answer.every((value, at) => at === 0 || answer[at - 1]! <= value) || "not in order"
    })
    expect(failedNames(await reportOf(sorting))).toEqual(["mutants-refused"])
  })
})
