/** Our verdicts beside those of the script of BBEH's authors. */
import { Schema } from "effect"
import * as Bbeh from "../Bbeh.ts"

/** As bbeh.py writes them: the gold, the kind of response, how the gold was written, the response, and two verdicts. */
const Recorded = Schema.Tuple(
  Schema.String,
  Schema.String,
  Schema.String,
  Schema.String,
  Schema.Boolean,
  Schema.Boolean
)

export interface Pair {
  readonly gold: string
  /** The kind of response. */
  readonly form: string
  /** How the answer in it differs from the gold. */
  readonly rule: string
  readonly response: string
  /** Whether it is the same answer, by construction. */
  readonly isSame: boolean
  readonly ours: boolean
  readonly theirs: boolean
}

export const read = (recorded: unknown): ReadonlyArray<Pair> =>
  Schema.decodeUnknownSync(Schema.Array(Recorded))(recorded).map(
    ([gold, form, rule, response, isSame, theirs]) => ({
      gold,
      form,
      rule,
      response,
      isSame,
      ours: Bbeh.judge(gold, response)._tag === "Accepted",
      theirs
    })
  )
