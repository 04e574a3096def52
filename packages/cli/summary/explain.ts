/** Accounts of a curriculum in words. */
import type { Reason } from "@scaler/runtime/curriculum/Curriculum"
import * as Explanation from "@scaler/runtime/curriculum/Explanation"
import type { Account } from "@scaler/runtime/run/Account"

const reasons: Readonly<Record<Reason, string>> = {
  "zero-accuracy": "no rollout was accepted for several steps in a row",
  "mastered": "mastered: solved at its highest level",
  "no-progress": "its difficulty no longer rose",
  "hopeless": "hopeless: hardly a group would have an accepted rollout at any level",
  "not-drawn": "not drawn again",
  "quarantined": "quarantined after faults"
}

const out = ({ left }: Account): string =>
  left === null
    ? "out  waits for a place, and has had none yet"
    : left.reason === "quarantined"
    ? `out  ${reasons.quarantined} since step ${left.step}`
    : `out  waits since step ${left.step}: ${reasons[left.reason]}`

const body = (account: Account): ReadonlyArray<string> => {
  const { active, explanation } = account
  if (active === null) return [out(account)]
  const since = `in   slot ${active.slot} since step ${active.since}`
  return explanation === null
    ? [`${since}; why has not been recorded`]
    : [
      `${since}; ${Explanation.placeInWords(explanation.place)}`,
      `asked for ${Explanation.levelsInWords(explanation.levels)}`,
      Explanation.choiceInWords(explanation.choice)
    ]
}

/** Lines of a step and environment: in or out and why, then which levels and why. */
export const account = (of: Account): ReadonlyArray<string> => [
  `step ${of.step}  ${of.environment}`,
  ...body(of).map((line) => `  ${line}`)
]
