/** What is said of a response to a problem. */
import type { BoundedVerdict } from "@scaler/judge/BoundedVerdict"
import { Data } from "effect"

/** No verdict, by a fault of the problem's own: it is no wrong answer, and its problem does not count. */
export interface Faulty {
  readonly _tag: "Faulty"
  readonly reason: string
}

export const Faulty = Data.tagged<Faulty>("Faulty")

export type Judgement = BoundedVerdict | Faulty
