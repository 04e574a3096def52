/** Which problems of a benchmark are asked where not all are. */
import { fromCoordinates } from "@scaler/dsl/Random"
import type { Problem } from "./Problem.ts"

/** So many of each stratum as its share, by the largest remainders; which of them, and their order, is by chance. */
export const select = (
  problems: ReadonlyArray<Problem>,
  limit: number,
  seed: number
): ReadonlyArray<Problem> => {
  if (limit >= problems.length) return problems
  const chance = new Map(problems.map(({ id }) => [id, fromCoordinates("problem", seed, id).unit()]))
  const strata = [...Map.groupBy(problems, ({ stratum }) => stratum).values()].map((members) => {
    const share = limit * members.length / problems.length
    return { members, whole: Math.floor(share), rest: share - Math.floor(share) }
  })
  const open = limit - strata.reduce((sum, { whole }) => sum + whole, 0)
  const rounded = new Set(strata.toSorted((a, b) => b.rest - a.rest).slice(0, open))
  const byChance = (a: Problem, b: Problem) => chance.get(a.id)! - chance.get(b.id)!
  const chosen = new Set(
    strata.flatMap((stratum) =>
      stratum.members.toSorted(byChance).slice(0, stratum.whole + (rounded.has(stratum) ? 1 : 0))
    )
  )
  return problems.filter((problem) => chosen.has(problem))
}
