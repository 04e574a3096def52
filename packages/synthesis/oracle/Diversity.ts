/** Whether the answers of one setting are too different to be guessed. */
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import { Effect, Schema } from "effect"
import { Defect } from "./Defect.ts"

export const Diversity = Schema.Struct({
  /** Different answers among those of one setting. */
  distinct: Schema.Int,
  /** Share of the commonest of them. */
  commonest: Schema.Number
})
export interface Diversity extends Schema.Schema.Type<typeof Diversity> {}

/** Least different answers of one setting, and largest share of one, as in the reference. */
const leastDistinct = 10
const largestShare = 0.3

/** How different the answers are to many instances of one setting. */
export const of = (golds: ReadonlyArray<AnswerJson>): Effect.Effect<Diversity, Defect> => {
  const shares = [...Map.groupBy(golds, (gold) => JSON.stringify(gold)).values()].map(({ length }) => length)
  const commonest = Math.max(...shares) / golds.length
  return shares.length >= leastDistinct && commonest <= largestShare
    ? Effect.succeed({ distinct: shares.length, commonest })
    : new Defect({
      stage: "diversity",
      message:
        `${golds.length} instances of one setting have ${shares.length} different answers, the commonest `
        + `${(100 * commonest).toFixed(0)} % of the time`
    })
}
