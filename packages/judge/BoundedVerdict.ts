/** What a judge says that works against a deadline: a verdict, or that it came to none. */
import { Data, Schema } from "effect"
import * as Verdict from "./Verdict.ts"

/** No verdict within the deadline, or the worker died of the answer. It is counted apart, and is no wrong answer. */
export interface TimedOut {
  readonly _tag: "TimedOut"
  readonly reason: string
}

export const TimedOut = Data.tagged<TimedOut>("TimedOut")

export type BoundedVerdict = Verdict.Verdict | TimedOut

/** As the JSON of a verdict, or `{"verdict": "timed-out", "reason": …}`. */
export const Json = Schema.Union(
  Verdict.Json,
  Schema.Struct({ _tag: Verdict.tag("timed-out", "TimedOut"), reason: Schema.String })
)

export const toJson: (verdict: BoundedVerdict) => typeof Json.Encoded = Schema.encodeSync(Json)
