/** Final answers as texts that are compared with each other, where many responses vote. */
import * as FinalAnswer from "@scaler/judge/FinalAnswer"
import { peel, plain } from "@scaler/judge/Latex"
import { Option } from "effect"

/** What stands in the last closed box, without what only looks different; null where there is none. */
export const of = (response: string): string | null =>
  Option.match(FinalAnswer.extract(response), {
    onNone: () => null,
    onSome: (latex) => plain(peel(latex)).replace(/\s+/g, "").replace(/^\(([a-z])\)$/i, "$1").toLowerCase()
  })
