/** Our verdicts beside Math-Verify's, on the recorded pairs. */
import { Schema } from "effect"
import * as Bbeh from "../../Bbeh.ts"
import * as FinalAnswer from "../../FinalAnswer.ts"
import * as OptionLetter from "../../OptionLetter.ts"
import type * as Verdict from "../../Verdict.ts"
import * as Equivalence from "../Equivalence.ts"
import recorded from "./pairs.json" with { type: "json" }

const Suite = Schema.Literal("math500", "aime24", "amc23", "mmlu-pro", "bbeh")

/** As math-verify.py writes them. */
const Recorded = Schema.Tuple(
  Suite,
  Schema.String,
  Schema.String,
  Schema.String,
  Schema.Literal("same", "different"),
  Schema.Boolean
)

export interface Pair {
  readonly suite: typeof Suite.Type
  readonly gold: string
  readonly rule: string
  readonly answer: string
  /** Whether it is the same answer, by construction. */
  readonly isSame: boolean
  /** Whether Math-Verify accepts it. */
  readonly theirs: boolean
}

export const pairs: ReadonlyArray<Pair> = Schema.decodeUnknownSync(Schema.Array(Recorded))(recorded).map(
  ([suite, gold, rule, answer, label, theirs]) => ({
    suite,
    gold,
    rule,
    answer,
    isSame: label === "same",
    theirs
  })
)

const judge = ({ answer, gold, suite }: Pair): Verdict.Verdict => {
  switch (suite) {
    case "bbeh":
      return Bbeh.judge(gold, FinalAnswer.box(answer))
    case "mmlu-pro":
      return OptionLetter.judge(gold, FinalAnswer.box(answer), 10)
    default:
      return Equivalence.judge(gold, answer)
  }
}

export const accepts = (pair: Pair): boolean => judge(pair)._tag === "Accepted"
