import type { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { expect, test } from "bun:test"
import { Schema } from "effect"
import golden from "./golden/math-verify.json" with { type: "json" }
import * as Judge from "./Judge.ts"

const Cases = Schema.Array(Schema.Tuple(Schema.String, Schema.String, Schema.Boolean))
const cases = Schema.decodeUnknownSync(Cases)(golden)

test("numbers are judged as Math-Verify judges them", () => {
  const differing = cases.flatMap(([gold, response, accepted]) => {
    const specs: ReadonlyArray<AnswerSpec> = gold.includes("/")
      ? [{ kind: "rational" }]
      : [{ kind: "rational" }, { kind: "bigint" }]
    return specs
      .filter((spec) => (Judge.judge(spec, gold, response)._tag === "Accepted") !== accepted)
      .map(({ kind }) => ({ kind, gold, response, accepted }))
  })
  expect(differing).toEqual([])
  expect(cases.filter(([, , accepted]) => accepted).length).toBeGreaterThan(100)
  expect(cases.filter(([, , accepted]) => !accepted).length).toBeGreaterThan(100)
})
