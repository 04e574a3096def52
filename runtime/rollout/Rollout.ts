/** The nouns of sampling: a group is one instance with its rollouts. */
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import type { Verdict } from "@scaler/judge/Verdict"
import type { Response } from "@scaler/policy/Policy"

/** One instance to be asked. Its coordinates name it: with the run's seed they draw it again. */
export interface Question {
  readonly environment: string
  readonly level: number
  readonly index: number
  readonly instance: unknown
  readonly statement: string
  readonly gold: AnswerJson
}

/** One response and what it earned. */
export interface Rollout {
  readonly response: Response
  readonly text: string
  readonly verdict: Verdict
  /** See `rewardOf`. */
  readonly reward: number
}

/** A question with all its rollouts. */
export interface Group {
  readonly question: Question
  readonly prompt: Int32Array
  /** `[G]` */
  readonly rollouts: ReadonlyArray<Rollout>
}

/** Share of a group's rollouts that were accepted. */
export const accuracy = ({ rollouts }: Group): number =>
  rollouts.filter(({ verdict }) => verdict._tag === "Accepted").length / rollouts.length

/** Whether a group can teach anything: its rewards are not all equal. */
export const hasSignal = ({ rollouts }: Group): boolean =>
  rollouts.some(({ reward }) => reward !== rollouts[0]!.reward)
